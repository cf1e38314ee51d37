package io.tessera.core.pools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.net.Peer;
import io.tessera.net.Peers;
import io.tessera.net.Topology;
import io.tessera.testing.testkit.TestNode;
import io.tessera.work.PackageListener;
import io.tessera.work.PackagePool;
import io.tessera.work.Submission;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Builders without valid packages go; nobody else does. */
class BuilderWatchTest {
  private static final PeerId BUILDER = TestNode.id(2);
  private static final Duration FIRST =
      Duration.ofSeconds((long) BuilderWatch.FIRST_SLOTS * WorkChain.TINY.slotSeconds());
  private static final Duration EPOCH =
      Duration.ofSeconds((long) WorkChain.TINY.epochLength() * WorkChain.TINY.slotSeconds());
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final WorkChain work = new WorkChain();
  private final List<PeerId> dropped = new ArrayList<>();
  private final List<Peer> connected = new ArrayList<>();
  private final Pool pool = new Pool();
  private final Peer builder = peer(BUILDER, true, false);
  private final BuilderWatch watch = new BuilderWatch(pool, peers(), work.clock, work.chain);

  private static final class Pool implements PackagePool {
    private final List<PackageListener> listeners = new ArrayList<>();

    @Override
    public Reservation reserve(
        PeerId builder,
        int core,
        WorkPackage workPackage,
        Optional<List<SegmentRootLookup>> mappings) {
      throw new AssertionError("nobody reserves");
    }

    @Override
    public List<Submission> held() {
      return List.of();
    }

    @Override
    public void remove(Hash workPackage) {}

    @Override
    public void addListener(PackageListener listener) {
      listeners.add(listener);
    }

    @Override
    public void removeListener(PackageListener listener) {
      listeners.remove(listener);
    }
  }

  private Peers peers() {
    return (Peers)
        Proxy.newProxyInstance(
            Peers.class.getClassLoader(),
            new Class<?>[] {Peers.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "connected" -> connected;
                  case "disconnect" -> {
                    dropped.add((PeerId) arguments[0]);
                    yield null;
                  }
                  default -> throw new AssertionError(method.getName());
                });
  }

  private static Peer peer(PeerId id, boolean builder, boolean initiator) {
    Map<String, Object> answers =
        Map.of("id", id, "builder", builder, "initiator", initiator, "connected", true);
    return (Peer)
        Proxy.newProxyInstance(
            Peer.class.getClassLoader(),
            new Class<?>[] {Peer.class},
            (self, method, arguments) ->
                method.getName().equals("equals")
                    ? (Object)
                        (System.identityHashCode(self) == System.identityHashCode(arguments[0]))
                    : answers.get(method.getName()));
  }

  private void heldOf(PeerId peer) {
    pool.listeners.forEach(listener -> listener.held(null, peer));
  }

  private void refusedOf(PeerId peer) {
    pool.listeners.forEach(listener -> listener.refused(peer, "a lie"));
  }

  @Test
  void theFirstPackageMustComeSoon() {
    watch.start();
    watch.connected(builder);
    work.time.advance(FIRST.minus(MOMENT));
    assertEquals(List.of(), dropped);
    work.time.advance(MOMENT);
    assertEquals(List.of(BUILDER), dropped);
  }

  @Test
  void laterOnesMustComeEachEpoch() {
    watch.start();
    watch.connected(builder);
    heldOf(BUILDER);
    work.time.advance(EPOCH.minus(MOMENT));
    assertEquals(List.of(), dropped);
    heldOf(BUILDER);
    work.time.advance(EPOCH.minus(MOMENT));
    assertEquals(List.of(), dropped);
    work.time.advance(MOMENT);
    assertEquals(List.of(BUILDER), dropped);
  }

  @Test
  void badPackagesInARowEndIt() {
    watch.start();
    watch.connected(builder);
    for (int i = 1; i < BuilderWatch.MOST_BAD; i++) {
      refusedOf(BUILDER);
    }
    heldOf(BUILDER);
    for (int i = 1; i < BuilderWatch.MOST_BAD; i++) {
      refusedOf(BUILDER);
    }
    refusedOf(TestNode.id(3));
    assertEquals(List.of(), dropped, "not in a row");
    refusedOf(BUILDER);
    assertEquals(List.of(BUILDER), dropped);
  }

  @Test
  void whoIsNoBuilderStays() {
    watch.start();
    watch.connected(peer(TestNode.id(3), false, false));
    watch.connected(peer(TestNode.id(4), true, true)); // this node is the builder
    work.time.advance(FIRST.multipliedBy(2));
    assertEquals(List.of(), dropped);
  }

  @Test
  void validatorsStay() {
    watch.start();
    watch.topologyChanged(new Topology(List.of(), List.of(BUILDER.key()), List.of()));
    watch.connected(builder);
    work.time.advance(FIRST.multipliedBy(2));
    assertEquals(List.of(), dropped);
  }

  @Test
  void whoWasThereBeforeIsWatched() {
    connected.add(builder);
    watch.start();
    work.time.advance(FIRST);
    assertEquals(List.of(BUILDER), dropped);
  }

  @Test
  void whoHasGoneIsForgotten() {
    watch.start();
    watch.connected(builder);
    watch.disconnected(builder, "test");
    watch.connected(peer(BUILDER, true, false));
    watch.disconnected(builder, "late news of the first connection");
    work.time.advance(FIRST.minus(MOMENT));
    assertEquals(List.of(), dropped);
    work.time.advance(MOMENT);
    assertEquals(List.of(BUILDER), dropped, "once, by the second connection's time");
  }

  @Test
  void nothingIsLeftWhenItStops() {
    watch.start();
    watch.connected(builder);
    watch.stop();
    assertEquals(0, work.time.waiting());
    assertEquals(List.of(), pool.listeners);
  }
}
