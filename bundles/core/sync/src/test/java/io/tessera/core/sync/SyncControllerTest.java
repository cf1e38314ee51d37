package io.tessera.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Checkpoint;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.chain.PeerHead;
import io.tessera.chain.SlotClock;
import io.tessera.chain.Sync.ModeFailures;
import io.tessera.chain.Sync.State;
import io.tessera.chain.Sync.Status;
import io.tessera.chain.SyncContext;
import io.tessera.chain.SyncMode;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerStanding;
import io.tessera.net.Peers;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SyncControllerTest {
  private static final PeerId PEER = TestNode.id(7);

  private final ChainBuilder builder = ChainBuilder.tiny(1);
  private final List<EncodedBlock> blocks = builder.chain(20);
  private final MemoryChain chain = new MemoryChain(builder, 5);
  private final Set<PeerId> connected = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<String> misbehaved = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> settings = new LinkedBlockingQueue<>();
  private final VirtualClock clock = new VirtualClock();
  private final Path folder = folder();
  private Optional<String> problem = Optional.empty();
  private final SyncController controller =
      new SyncController(
          chain,
          peers(),
          standing(),
          (peer, request, sink) -> 0,
          "full",
          new ModeSwitch((key, value) -> settings.add(key + "=" + value)),
          new Handover(folder, chain.genesis().hash(), ""),
          new MissingMode(new SlotClock(clock, clock.timer(), 6), this::shown),
          Clock.systemUTC(),
          clock::nanoTime,
          Duration.ZERO);

  SyncControllerTest() {
    chain.listen(controller);
    connected.add(PEER);
  }

  @AfterEach
  void stop() {
    controller.stop();
  }

  private void shown(Optional<String> line) {
    problem = line;
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("tessera-sync");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Peers peers() {
    return stub(
        Peers.class,
        args -> connected.contains(args[0]) ? Optional.of(peer()) : Optional.<Peer>empty());
  }

  private static Peer peer() {
    return stub(Peer.class, args -> PEER);
  }

  private PeerStanding standing() {
    return stub(PeerStanding.class, args -> misbehaved.add(args[0] + ": " + args[1]));
  }

  private interface Answer {
    Object to(Object[] args);
  }

  private static <T> T stub(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              Object result = answer.to(args);
              return method.getReturnType() == void.class ? null : result;
            }));
  }

  /** A mode that shows its context and waits for its end. */
  private static final class Mode implements SyncMode {
    final BlockingQueue<SyncContext> started = new LinkedBlockingQueue<>();
    final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void run(SyncContext context) throws InterruptedException {
      started.add(context);
      try {
        new CountDownLatch(1).await();
      } finally {
        ended.countDown();
      }
    }
  }

  private SyncContext startFull() throws InterruptedException {
    Mode mode = new Mode();
    controller.addMode(mode, Map.of(SyncMode.PROPERTY, "full"));
    controller.start();
    return mode.started.take();
  }

  private BlockRef ref(int index) {
    return blocks.get(index).ref();
  }

  @Test
  void aModeThatNobodyProvidesIsAProblemOnceThatHasLasted() throws Exception {
    startFull();
    controller.configure("warp");
    clock.advance(MissingMode.GRACE.minusMillis(1));
    assertEquals(Optional.empty(), problem);
    clock.advance(Duration.ofMillis(1));
    assertTrue(problem.orElseThrow().contains("no plugin provides the sync mode 'warp'"));
    controller.configure("full");
    assertEquals(Optional.empty(), problem);
  }

  @Test
  void aModeThatIsReplacedIsMissingForAMoment() throws Exception {
    controller.start();
    clock.advance(MissingMode.GRACE.minusMillis(1));
    startFull();
    clock.advance(MissingMode.GRACE);
    assertEquals(Optional.empty(), problem);
    assertEquals(0, clock.waiting());
  }

  @Test
  void runsTheConfiguredModeAndNoOther() throws Exception {
    Mode light = new Mode();
    Mode full = new Mode();
    controller.addMode(light, Map.of(SyncMode.PROPERTY, "light"));
    controller.start();
    assertEquals(State.NO_MODE, controller.status().state());
    assertEquals("full", controller.status().mode());
    controller.addMode(full, Map.of(SyncMode.PROPERTY, "full"));
    full.started.take();
    assertEquals(State.WAITING, controller.status().state());
    assertEquals(List.of("full", "light"), controller.modes());
    assertTrue(light.started.isEmpty());

    controller.configure("light");
    assertEquals(0, full.ended.getCount());
    light.started.take();
    assertEquals("light", controller.status().mode());
  }

  @Test
  void aModeThatIsSwappedEndsBeforeTheNextBegins() throws Exception {
    Mode old = new Mode();
    Mode updated = new Mode();
    controller.addMode(old, Map.of(SyncMode.PROPERTY, "full"));
    controller.start();
    old.started.take();
    controller.removeMode(old);
    assertEquals(0, old.ended.getCount());
    assertEquals(State.NO_MODE, controller.status().state());
    controller.addMode(updated, Map.of(SyncMode.PROPERTY, "full"));
    updated.started.take();
  }

  @Test
  void theHigherRankingRuns() throws Exception {
    Mode low = new Mode();
    Mode high = new Mode();
    controller.addMode(low, Map.of(SyncMode.PROPERTY, "full", "service.id", 1L));
    controller.start();
    low.started.take();
    Mode same = new Mode();
    controller.addMode(same, Map.of(SyncMode.PROPERTY, "full", "service.id", 2L));
    assertEquals(1, low.ended.getCount());
    controller.addMode(high, Map.of(SyncMode.PROPERTY, "full", "service.ranking", 1));
    high.started.take();
    assertEquals(0, low.ended.getCount());
    assertTrue(same.started.isEmpty());
  }

  @Test
  void aModeThatFailsRunsAgain() throws Exception {
    BlockingQueue<Integer> runs = new LinkedBlockingQueue<>();
    controller.addMode(
        context -> {
          runs.add(1);
          if (runs.size() < 3) {
            throw new IllegalStateException("a bug, for the test");
          }
          new CountDownLatch(1).await();
        },
        Map.of(SyncMode.PROPERTY, "full"));
    controller.start();
    while (runs.size() < 3) {
      Thread.onSpinWait();
    }
    assertEquals(
        new ModeFailures(2, "java.lang.IllegalStateException: a bug, for the test"),
        controller.failures("full"));
    assertEquals(ModeFailures.NONE, controller.failures("light"));
  }

  @Test
  void tellsWhereTheSyncStands() throws Exception {
    SyncContext context = startFull();
    CompletableFuture<Status> whenSynced = controller.whenSynced().toCompletableFuture();
    controller.handshake(PEER, chain.genesis(), List.of(ref(19)));
    assertEquals(
        List.of(new PeerHead(PEER, ref(19), Optional.empty(), chain.genesis())),
        List.copyOf(context.peerHeads()));

    context.target(ref(19));
    assertEquals(State.SYNCING, controller.status().state());
    assertEquals(ref(19), controller.status().target());
    chain.importBlocks(blocks.subList(0, 10), Origin.FILE);
    assertEquals(ref(9), controller.status().head());
    assertEquals(ref(4), controller.status().finalized());
    assertEquals(10, controller.status().imported());
    assertTrue(controller.status().perSecond() > 0);

    context.synced(); // too early: the peer claims more
    assertEquals(State.SYNCING, controller.status().state());
    assertFalse(whenSynced.isDone());

    chain.importBlocks(blocks.subList(10, 20), Origin.FILE);
    context.synced();
    assertEquals(State.SYNCED, controller.status().state());
    assertEquals(ref(19), whenSynced.get().head());
    assertEquals(ref(19), controller.whenSynced().toCompletableFuture().get().target());
  }

  @Test
  void countsTheSlotsThatAreLeft() throws Exception {
    SyncContext context = startFull();
    assertEquals(Optional.empty(), controller.status().progress());
    context.target(ref(19));
    clock.advance(Duration.ofSeconds(2));
    chain.importBlocks(blocks.subList(0, 10), Origin.FILE);
    assertEquals(
        "slots 50 %, 10 of 20, 5 a second, 2 s left",
        controller.status().progress().orElseThrow().toString());
  }

  @Test
  void aModeTellsItsPhases() throws Exception {
    SyncContext context = startFull();
    context.target(ref(19));
    context.progress("state", 0, 0);
    assertEquals(
        "state, 0, 0 a second, unknown time left",
        controller.status().progress().orElseThrow().toString());
    clock.advance(Duration.ofSeconds(4));
    context.progress("state", 40, 200);
    context.target(ref(18)); // does not take the phase's place
    assertEquals(
        "state 20 %, 40 of 200, 10 a second, 16 s left",
        controller.status().progress().orElseThrow().toString());
    context.progress("state", 200, 200);
    chain.importBlocks(blocks.subList(0, 10), Origin.FILE);
    assertEquals("slots", controller.status().progress().orElseThrow().phase());
    controller.handshake(PEER, chain.genesis(), List.of());
    context.synced();
    assertEquals(Optional.empty(), controller.status().progress());
  }

  @Test
  void aRunLeavesItsFinalBlockToAnotherModesRun() throws Exception {
    SyncContext full = startFull();
    Mode light = new Mode();
    controller.addMode(light, Map.of(SyncMode.PROPERTY, "light"));
    assertEquals(Optional.empty(), full.checkpoint());
    chain.importBlocks(blocks, Origin.FILE);
    controller.configure("light");
    BlockRef left = chain.finalized();
    assertEquals(
        Optional.of(new Checkpoint(left.hash(), false)), light.started.take().checkpoint());
  }

  @Test
  void anotherCheckpointBeginsTheRunAnew() throws Exception {
    Mode mode = new Mode();
    controller.addMode(mode, Map.of(SyncMode.PROPERTY, "full"));
    controller.start();
    mode.started.take();
    controller.configure("full", "");
    assertEquals(1, mode.ended.getCount(), "nothing is different");
    controller.configure("full", "ab".repeat(32));
    assertEquals(0, mode.ended.getCount());
    assertEquals(
        Optional.of(new Checkpoint(Hash.fromHex("ab".repeat(32)), true)),
        mode.started.take().checkpoint());
  }

  @Test
  void theModeIsSwitchedByTheSetting() throws Exception {
    startFull();
    controller.addMode(new Mode(), Map.of(SyncMode.PROPERTY, "light"));
    controller.addMode(new Mode(), Map.of(SyncMode.PROPERTY, "fast"));
    assertEquals("mode full runs already", controller.switchTo("full"));
    assertTrue(settings.isEmpty());
    assertTrue(controller.switchTo("light").contains("stay in the folder blocks"));
    assertEquals("network_config.sync_mode=light", settings.take());
    assertTrue(controller.switchTo("fast").contains("the same blocks and states"));
    settings.take();
    controller.configure("light");
    assertTrue(controller.switchTo("full").contains("no bodies and no state"));
    settings.take();
    IllegalArgumentException unknown =
        assertThrows(IllegalArgumentException.class, () -> controller.switchTo("warp"));
    assertEquals("no mode 'warp' is installed; there are fast, full, light", unknown.getMessage());
  }

  @Test
  void isNotSyncedBeforeAnyPeerHasSpoken() throws Exception {
    SyncContext context = startFull();
    context.synced();
    assertEquals(State.WAITING, controller.status().state());
    controller.handshake(PEER, chain.genesis(), List.of());
    context.synced();
    assertEquals(State.SYNCED, controller.status().state());
  }

  @Test
  void wakesTheModeForEachChange() throws Exception {
    SyncContext context = startFull();
    long seen = context.changes();
    controller.announced(PEER, blocks.get(3).header(), ref(3).hash(), chain.genesis());
    context.awaitChange(seen, Duration.ofSeconds(20));
    assertEquals(Optional.of(ref(2).hash()), context.peerHeads().iterator().next().parent());

    seen = context.changes();
    chain.importBlocks(blocks.subList(0, 1), Origin.FILE);
    context.awaitChange(seen, Duration.ofSeconds(20));

    seen = context.changes();
    connected.clear();
    controller.disconnected(peer(), "gone");
    context.awaitChange(seen, Duration.ofSeconds(20));
    assertTrue(context.peerHeads().isEmpty());
    assertEquals(State.WAITING, controller.status().state());
  }

  @Test
  void misbehaviourGoesToTheStanding() throws Exception {
    startFull().misbehaved(PEER, "lied");
    assertEquals(PEER + ": lied", misbehaved.take());
  }

  @Test
  void claimsFromTheFutureAreNoTarget() throws Exception {
    SyncContext context = startFull();
    BlockRef future = new BlockRef(ref(0).hash(), 0xffff_ffffL);
    controller.handshake(PEER, chain.genesis(), List.of(future));
    assertTrue(context.peerHeads().isEmpty());
    context.synced();
    assertEquals(State.SYNCED, controller.status().state());
  }
}
