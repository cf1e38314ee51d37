package io.tessera.sync.full;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.Chain;
import io.tessera.chain.Checkpoint;
import io.tessera.chain.PeerHead;
import io.tessera.chain.SyncContext;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.MemoryChain;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A full sync with peers in memory. Time runs, and leaps when the sync waits for a peer's back-off,
 * so that nothing sleeps.
 */
final class Fixture implements SyncContext {
  static final Settings SETTINGS =
      new Settings(
          100_000,
          256,
          50_000,
          100,
          16,
          128,
          100_000,
          512,
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  final MemoryChain chain;
  Settings settings = SETTINGS;
  final List<String> misbehaved = new CopyOnWriteArrayList<>();
  final List<BlockRef> targets = new CopyOnWriteArrayList<>();

  private final Map<PeerId, FakePeer> peers = new ConcurrentHashMap<>();
  private final Map<PeerId, List<PeerHead>> heads = new ConcurrentHashMap<>();
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final AtomicLong leapt = new AtomicLong();
  private long changes;
  private boolean synced;
  private Thread thread;

  Fixture(MemoryChain chain) {
    this.chain = chain;
    chain.listen((blocks, best, finalized) -> changed());
  }

  /** Connects a peer, which tells its head. */
  void connect(FakePeer peer) {
    connect(peer, peer.head());
  }

  void connect(FakePeer peer, PeerHead... claims) {
    peers.put(peer.id, peer);
    heads.put(peer.id, List.of(claims));
    changed();
  }

  void disconnect(FakePeer peer) {
    heads.remove(peer.id);
    peers.remove(peer.id);
    changed();
  }

  private synchronized void changed() {
    changes++;
    synced = false;
    notifyAll();
  }

  /** Starts a new full sync, as its bundle would. */
  Fixture start() {
    FullSync sync = new FullSync(workers, settings, () -> System.nanoTime() + leapt.get());
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

  synchronized void awaitMisbehaviour(int count) throws InterruptedException {
    while (misbehaved.size() < count) {
      wait();
    }
  }

  void stop() throws InterruptedException {
    thread.interrupt();
    assertTrue(thread.join(Duration.ofSeconds(10)), "the sync does not end");
  }

  void close() throws InterruptedException {
    if (thread != null) {
      stop();
    }
    workers.close();
  }

  // ---- what the sync sees

  @Override
  public Chain chain() {
    return chain;
  }

  @Override
  public BlockFetcher fetcher() {
    return this::fetch;
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
    targets.add(target);
  }

  /** A full sync has no phases of its own. */
  @Override
  public void progress(String phase, long done, long total) {
    throw new AssertionError(phase);
  }

  @Override
  public Optional<Checkpoint> checkpoint() {
    return Optional.empty();
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
