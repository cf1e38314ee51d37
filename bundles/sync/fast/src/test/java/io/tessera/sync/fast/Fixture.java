package io.tessera.sync.fast;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockStore;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.BlockStore.StoredIdentity;
import io.tessera.chain.Chain;
import io.tessera.chain.Checkpoint;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.FinalityRule;
import io.tessera.chain.Origin;
import io.tessera.chain.PeerHead;
import io.tessera.chain.ProvedItems;
import io.tessera.chain.StateDelta;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.StateRequest;
import io.tessera.chain.SyncContext;
import io.tessera.chain.SyncMode;
import io.tessera.core.chain.ChainService;
import io.tessera.core.chain.ChainSpec;
import io.tessera.core.chain.Plugins;
import io.tessera.core.execution.ExecutionComponent;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.merkle.InvalidProofException;
import io.tessera.lib.merkle.StateProof;
import io.tessera.lib.merkle.StateRange;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.MemoryBlockStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A fast sync of a real chain in memory, with peers that are none. Time runs, and leaps when the
 * sync waits, so that nothing sleeps. The full sync that follows takes what the first peer has.
 */
final class Fixture implements SyncContext {
  static final Settings SETTINGS =
      new Settings(
          2,
          Optional.empty(),
          4,
          10_000,
          2_000,
          8,
          100,
          Duration.ofSeconds(20),
          Duration.ofMillis(200),
          Duration.ofSeconds(30),
          Duration.ofMillis(50),
          Duration.ofSeconds(10));

  final BlockStore store;
  ChainService chain;
  Settings settings = SETTINGS;
  Optional<Checkpoint> checkpoint = Optional.empty();
  final List<Long> progress = new CopyOnWriteArrayList<>();
  final List<String> misbehaved = new CopyOnWriteArrayList<>();
  volatile Runnable onStateRequest = () -> {};
  final AtomicInteger paths = new AtomicInteger();

  private final Map<PeerId, FakePeer> peers = new ConcurrentHashMap<>();
  private BundleWorkers workers;
  private final AtomicLong leapt = new AtomicLong();
  private long changes;
  private boolean synced;
  private int waits;
  private Throwable failure;
  private Thread thread;

  Fixture() {
    this(new MemoryBlockStore());
  }

  Fixture(BlockStore store) {
    this.store = store;
    startChain();
  }

  private void startChain() {
    ProtocolParameters parameters = ProtocolParameters.TINY;
    Map<StateKey, Bytes> state = new HashMap<>();
    TestChain.MAKER
        .genesis()
        .state()
        .keyvals()
        .forEach(item -> state.put(item.key(), item.value()));
    ChainSpec spec =
        ChainSpec.of("test", List.of(), TestChain.MAKER.genesis().header(), state, parameters);
    if (store.identity().isEmpty()) {
      EncodedBlock genesis = EncodedBlock.of(new Block(spec.header(), Extrinsic.EMPTY), parameters);
      store.initialize(
          new StoredIdentity(
              spec.identity().genesisHash(), spec.identity().genesisStateRoot(), Bytes.EMPTY),
          new NewBlock(
              new BlockEntry(genesis.ref(), spec.header().parent(), 0, genesis.raw().size()),
              genesis.raw(),
              Optional.of(StateDelta.whole(state))));
    }
    chain =
        new ChainService(
            spec,
            store,
            Clock.systemUTC(),
            Plugins.of(new ThreeBlocks()),
            Optional.of(new ExecutionComponent().forChain(parameters)),
            4);
  }

  /** The chain's process ends and another one begins. */
  void restartChain() {
    chain.close();
    startChain();
  }

  void connect(FakePeer... added) {
    for (FakePeer peer : added) {
      peers.put(peer.id, peer);
    }
    changed();
  }

  void disconnect(FakePeer peer) {
    peers.remove(peer.id);
    changed();
  }

  /** Time passes. */
  void leap(Duration time) {
    leapt.addAndGet(time.toNanos());
  }

  synchronized void changed() {
    changes++;
    notifyAll();
  }

  /** Starts a new fast sync, as its bundle would. */
  Fixture start() {
    synced = false;
    workers = new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
    FastSync sync =
        new FastSync(
            chain.adoption(),
            workers,
            new ProvingFetcher(),
            settings,
            () -> System.nanoTime() + leapt.get());
    sync.bindFull(new TakesAll());
    thread =
        Thread.ofVirtual()
            .name("sync under test")
            .start(
                () -> {
                  try {
                    sync.run(this);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } catch (RuntimeException | Error e) {
                    failed(e);
                  }
                });
    return this;
  }

  private synchronized void failed(Throwable e) {
    failure = e;
    notifyAll();
  }

  /** Waits until the sync has nothing more to get. */
  synchronized void awaitSynced() throws InterruptedException {
    while (!synced && failure == null) {
      wait();
    }
    if (failure != null) {
      throw new AssertionError(failure);
    }
  }

  /** Waits until the sync has waited for a change so often. */
  synchronized void awaitWaits(int count) throws InterruptedException {
    while (waits < count) {
      wait();
    }
  }

  synchronized void awaitMisbehaviour(int count) throws InterruptedException {
    while (misbehaved.size() < count) {
      wait();
    }
  }

  boolean isBlamed(FakePeer peer) {
    return misbehaved.stream().anyMatch(who -> who.startsWith(peer.id.shortName()));
  }

  void stop() throws InterruptedException {
    thread.interrupt();
    assertTrue(thread.join(Duration.ofSeconds(10)), "the sync does not end");
    workers.close();
    thread = null;
  }

  void close() throws InterruptedException {
    if (thread != null) {
      stop();
    }
    chain.close();
  }

  // ---- what the sync sees

  /** Proves what peers answer, as the plugin of CE 129 does. */
  private final class ProvingFetcher implements StateFetcher {
    @Override
    public ProvedItems fetch(PeerId peer, StateRequest request, Hash root) throws StreamException {
      StateRange range = find(peer).fetch(request);
      Optional<StateKey> next = prove(request, root, range);
      onStateRequest.run();
      return new ProvedItems(range.items(), next.filter(key -> key.compareTo(request.end()) <= 0));
    }

    @Override
    public List<Bytes> path(PeerId peer, Hash block, StateKey key, Hash root)
        throws StreamException {
      StateRequest request = StateRequest.of(block, key, 65_536);
      StateRange range = find(peer).fetch(request);
      prove(request, root, range);
      paths.incrementAndGet();
      return range.boundary();
    }

    private Optional<StateKey> prove(StateRequest request, Hash root, StateRange range)
        throws StreamException {
      try {
        return StateProof.verifyRange(root, request.start(), range.items(), range.boundary());
      } catch (InvalidProofException e) {
        throw new StreamException(Fault.MISBEHAVED, e.getMessage(), e);
      }
    }
  }

  private FakePeer find(PeerId peer) throws StreamException {
    FakePeer asked = peers.get(peer);
    if (asked == null) {
      throw new StreamException(Fault.DISCONNECTED, "not connected");
    }
    return asked;
  }

  @Override
  public Chain chain() {
    return chain;
  }

  @Override
  public BlockFetcher fetcher() {
    return (PeerId peer, BlockRequest request, BlockFetcher.Sink sink) ->
        find(peer).fetch(request, sink);
  }

  @Override
  public Collection<PeerHead> peerHeads() {
    return peers.values().stream().map(FakePeer::head).toList();
  }

  @Override
  public synchronized long changes() {
    return changes;
  }

  @Override
  public synchronized void awaitChange(long seen, Duration timeout) throws InterruptedException {
    waits++;
    notifyAll();
    if (changes <= seen) {
      leapt.addAndGet(timeout.toNanos());
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public Optional<Checkpoint> checkpoint() {
    return checkpoint;
  }

  @Override
  public void progress(String phase, long done, long total) {
    progress.add(1000 * done / total);
  }

  @Override
  public void target(BlockRef target) {
    // The tests look at the chain.
  }

  @Override
  public synchronized void synced() {
    synced = true;
    notifyAll();
  }

  @Override
  public synchronized void misbehaved(PeerId peer, String reason) {
    misbehaved.add(peer.shortName() + ": " + reason);
    notifyAll();
  }

  /** In place of the full sync: imports the rest of the test chain, then follows nothing. */
  private static final class TakesAll implements SyncMode {
    @Override
    public void run(SyncContext context) throws InterruptedException {
      Chain chain = context.chain();
      List<EncodedBlock> above =
          TestChain.BLOCKS.stream()
              .filter(block -> block.ref().slot() > chain.best().slot())
              .toList();
      chain.importBlocks(above, Origin.FILE);
      context.synced();
      new CountDownLatch(1).await();
    }
  }

  /** Finalizes three blocks below the head. */
  private static final class ThreeBlocks implements FinalityRule {
    @Override
    public String description() {
      return "depth 3";
    }

    @Override
    public Optional<BlockRef> finalize(BlockEntry best, BlockEntry finalized, Ancestry ancestry) {
      long height = best.height() - 3;
      return height > finalized.height() ? Optional.of(ancestry.at(height)) : Optional.empty();
    }
  }
}
