package io.tessera.sync.light;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.AuditRule;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.Checkpoint;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.FinalityRule;
import io.tessera.chain.PeerHead;
import io.tessera.chain.SyncContext;
import io.tessera.core.chain.ChainService;
import io.tessera.core.chain.ChainSpec;
import io.tessera.core.chain.ChainSpecException;
import io.tessera.core.chain.DataDirectory;
import io.tessera.core.chain.Plugins;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryBlockStore;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.SealedChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A light node with a real chain over a store in memory, and peers in memory. Time runs, and leaps
 * when the sync waits for a peer's back-off, so that nothing sleeps.
 */
final class Fixture implements SyncContext {
  private static final Settings SETTINGS =
      new Settings(
          8,
          100_000,
          16,
          64,
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10));

  final SealedChain sealed;
  final MemoryBlockStore store = MemoryBlockStore.ofHeaders();
  final List<String> misbehaved = new CopyOnWriteArrayList<>();
  final List<String> phases = new CopyOnWriteArrayList<>();
  Optional<Checkpoint> checkpoint = Optional.empty();
  volatile int finalityDepth = 5;
  ChainService chain;

  private final ChainBuilder builder;
  private final Map<PeerId, FakePeer> peers = new ConcurrentHashMap<>();
  private final Map<PeerId, List<PeerHead>> heads = new ConcurrentHashMap<>();
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final AtomicLong leapt = new AtomicLong();
  private long changes;
  private boolean synced;
  private Thread thread;

  Fixture(SealedChain sealed) {
    this.sealed = sealed;
    builder = new ChainBuilder(sealed.parameters(), sealed.genesis(), 1);
    try {
      new DataDirectory(Files.createTempDirectory("tessera-light"), store)
          .adopt(spec(), Path.of("test"));
    } catch (IOException | ChainSpecException failure) {
      throw new IllegalStateException(failure);
    }
    open();
  }

  private ChainSpec spec() {
    Map<StateKey, Bytes> state =
        sealed.genesis().state().keyvals().stream()
            .collect(Collectors.toMap(KeyValue::key, KeyValue::value));
    return ChainSpec.of("test", List.of(), sealed.genesis().header(), state, sealed.parameters());
  }

  /** Opens the chain over what the store has. */
  private void open() {
    ChainListener listener = (blocks, best, finalized) -> changed();
    Plugins plugins =
        new Plugins(
            () -> finality(), () -> AuditRule.ASSUMED, Optional::empty, () -> List.of(listener));
    chain = new ChainService(spec(), store, Clock.systemUTC(), plugins, Optional.empty(), 4);
  }

  /** Closes the chain and opens it again: what a new process would find. */
  void restart() {
    chain.close();
    open();
  }

  private FinalityRule finality() {
    return new FinalityRule() {
      @Override
      public String description() {
        return "depth";
      }

      @Override
      public Optional<BlockRef> finalize(BlockEntry best, BlockEntry finalized, Ancestry below) {
        long height = best.height() - finalityDepth;
        return height > finalized.height() ? Optional.of(below.at(height)) : Optional.empty();
      }
    };
  }

  /** A peer that has these blocks, of which none is final. */
  FakePeer peer(int number, List<EncodedBlock> blocks) {
    return new FakePeer(number, MemoryChain.of(builder, blocks));
  }

  /** Connects a peer, which tells its head. */
  FakePeer connect(FakePeer peer) {
    peers.put(peer.id, peer);
    heads.put(peer.id, List.of(peer.head()));
    changed();
    return peer;
  }

  /** The same, but it claims another head than it has. */
  FakePeer connect(FakePeer peer, BlockRef claimed) {
    peers.put(peer.id, peer);
    heads.put(
        peer.id, List.of(new PeerHead(peer.id, claimed, Optional.empty(), peer.chain.finalized())));
    changed();
    return peer;
  }

  /** Time passes. */
  void leap(Duration time) {
    leapt.addAndGet(time.toNanos());
  }

  private synchronized void changed() {
    changes++;
    synced = false;
    notifyAll();
  }

  /** Starts a new light sync, as its bundle would. */
  Fixture start() {
    LightSync sync = new LightSync(workers, SETTINGS, () -> System.nanoTime() + leapt.get());
    thread =
        Thread.ofVirtual()
            .name("sync under test")
            .start(
                () -> {
                  try {
                    sync.run(this);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    return this;
  }

  /** Waits until the sync says that there is nothing more to get. */
  synchronized void awaitSynced() throws InterruptedException {
    while (!synced) {
      wait();
    }
  }

  synchronized void awaitMisbehaviour() throws InterruptedException {
    while (misbehaved.isEmpty()) {
      wait();
    }
  }

  void stop() throws InterruptedException {
    thread.interrupt();
    assertTrue(thread.join(Duration.ofSeconds(10)), "the sync does not end");
    thread = null;
  }

  void close() throws InterruptedException {
    if (thread != null) {
      stop();
    }
    workers.close();
    chain.close();
  }

  // ---- what the sync sees

  @Override
  public Chain chain() {
    return chain;
  }

  @Override
  public BlockFetcher fetcher() {
    return (peer, request, sink) -> fetch(peer, request, sink);
  }

  private int fetch(PeerId peer, BlockRequest request, BlockFetcher.Sink sink)
      throws StreamException {
    FakePeer asked = peers.get(peer);
    if (asked == null) {
      throw new StreamException(Fault.DISCONNECTED, "not connected");
    }
    return asked.fetch(request, sink);
  }

  @Override
  public Collection<PeerHead> peerHeads() {
    return heads.values().stream().flatMap(List::stream).toList();
  }

  @Override
  public synchronized long changes() {
    return changes;
  }

  @Override
  public synchronized void awaitChange(long seen, Duration timeout) throws InterruptedException {
    if (!synced && changes <= seen) {
      leapt.addAndGet(timeout.toNanos());
    }
    while (synced && changes <= seen) {
      wait();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void target(BlockRef target) {
    phases.add("to " + target.slot());
  }

  @Override
  public void progress(String phase, long done, long total) {
    phases.add(phase + " " + done + "/" + total);
  }

  @Override
  public Optional<Checkpoint> checkpoint() {
    return checkpoint;
  }

  @Override
  public synchronized void synced() {
    if (!heads.isEmpty()) {
      synced = true;
      notifyAll();
    }
  }

  @Override
  public synchronized void misbehaved(PeerId peer, String reason) {
    misbehaved.add(peer.shortName() + ": " + reason);
    notifyAll();
  }
}
