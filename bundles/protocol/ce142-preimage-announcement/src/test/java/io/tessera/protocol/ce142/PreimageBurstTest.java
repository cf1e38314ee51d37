package io.tessera.protocol.ce142;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.PreimageFetcher;
import io.tessera.chain.PreimageListener;
import io.tessera.chain.PreimagePool;
import io.tessera.chain.SlotClock;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.net.NodeKey;
import io.tessera.net.Peers;
import io.tessera.net.Topology;
import io.tessera.protocol.ce143.PeerPreimageFetcher;
import io.tessera.protocol.ce143.PreimageRequestProtocol;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.VirtualClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of many preimages at once all arrive, though a peer takes and serves few at a time. */
@Timeout(60)
class PreimageBurstTest {
  private final PeerPair pair = new PeerPair();
  private final TestNode holder = pair.initiator().node();
  private final TestNode validator = pair.acceptor().node();
  private final VirtualClock time = new VirtualClock();

  /** Pauses between tries end when the test lets time pass. */
  private final BundleWorkers workers =
      new BundleWorkers("test", time::sleep, Duration.ofSeconds(2));

  private final Pool there = new Pool();
  private final Pool here = new Pool();

  @AfterEach
  void close() {
    workers.close();
    pair.close();
  }

  /** Wants everything once. */
  private static final class Pool implements PreimagePool {
    private final Map<Request, Bytes> held = new ConcurrentHashMap<>();
    private final BlockingQueue<Request> added = new LinkedBlockingQueue<>();

    @Override
    public boolean isWanted(Request request) {
      return !held.containsKey(request);
    }

    @Override
    public boolean offer(Preimage preimage, Optional<PeerId> from) {
      Bytes blob = preimage.blob();
      Request request = new Request(preimage.requester(), Blake2b.hash(blob), blob.size());
      return held.put(request, blob) == null && added.add(request);
    }

    @Override
    public Optional<Bytes> find(Hash hash) {
      return held.entrySet().stream()
          .filter(it -> it.getKey().hash().equals(hash))
          .map(Map.Entry::getValue)
          .findFirst();
    }

    @Override
    public List<Request> held() {
      return List.copyOf(held.keySet());
    }

    @Override
    public void addListener(PreimageListener listener) {}

    @Override
    public void removeListener(PreimageListener listener) {}
  }

  private static <T> T proxy(Class<T> type, String method, Object result) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> {
              assertEquals(method, called.getName());
              return result;
            }));
  }

  private PreimageAnnouncementProtocol protocol(PeerPair.End end, Pool pool) {
    return new PreimageAnnouncementProtocol(
        pool,
        proxy(Peers.class, "connected", List.of(end.other())),
        proxy(NodeKey.class, "id", end.node().id()),
        end.node().streams(),
        workers,
        end.node().events());
  }

  /** All are announced at once, since whom they go to is a validator now. */
  private void announce(int count, int size, PreimageFetcher fetcher) {
    for (int i = 0; i < count; i++) {
      byte[] blob = new byte[size];
      blob[0] = (byte) i;
      there.offer(new Preimage(1, Bytes.wrap(blob)), Optional.empty());
    }
    PreimageAnnouncementProtocol receiving = protocol(pair.acceptor(), here);
    receiving.bindFetcher(fetcher);
    pair.acceptor().serve(142, receiving);
    protocol(pair.initiator(), there)
        .topologyChanged(new Topology(List.of(), List.of(validator.id().key()), List.of()));
  }

  private void assertAllArrive(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      while (here.added.poll(50, TimeUnit.MILLISECONDS) == null) {
        time.advance(Duration.ofSeconds(1));
      }
    }
    assertEquals(there.held, here.held);
  }

  /** The first sixteen take all places for announcements, and the rest is refused. */
  @Test
  void sixtyAnnouncementsAllArriveWhenFetchesTakeTime() throws Exception {
    Semaphore fetches = new Semaphore(0);
    announce(
        60,
        3,
        (peer, hash, length) -> {
          fetches.acquireUninterruptibly();
          return there.find(hash).orElseThrow();
        });
    while (time.waiting() == 0) {
      Thread.onSpinWait(); // until something is refused
    }
    fetches.release(60);
    assertAllArrive(60);
  }

  /** CE 143 serves four at once to a peer. */
  @Test
  void twelvePreimagesAreAllFetchedFromOnePeer() throws Exception {
    pair.initiator().serve(143, new PreimageRequestProtocol(there));
    announce(
        12,
        200_000,
        new PeerPreimageFetcher(
            validator.streams(), workers, new SlotClock(pair.clock(), pair.clock().timer(), 6)));
    assertAllArrive(12);
    assertTrue(holder.misbehaviourOf(validator.id()).isEmpty());
  }
}
