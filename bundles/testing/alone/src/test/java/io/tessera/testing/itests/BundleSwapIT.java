package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tessera.testing.testkit.TelemetryReceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every bundle of the distribution that can be swapped is: stopped, started, updated with a rebuilt
 * jar, uninstalled and installed, while the node syncs. Meanwhile the rest of the node works on
 * undisturbed, and afterwards nothing of the old bundle is left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BundleSwapIT {
  /** Who has nothing to do with a sync from a peer: its stream goes on across their swaps. */
  private static final Set<String> IN_THE_SYNC =
      Set.of(
          "io.tessera.transport.quic",
          "io.tessera.protocol.ce128-block-request",
          "io.tessera.sync.full");

  private static final Set<String> SWAPPABLE =
      Set.of("transport", "discovery", "protocol", "sync", "operator");

  /** The chain's own parts: import is suspended, and what depends on them starts again. */
  private static final Set<String> BELOW_THE_CHAIN =
      Set.of("io.tessera.store.rocksdb", "io.tessera.core.execution");

  private static final int BLOCKS = Soak.ON ? 600 : 200;

  /** By then every pool of the chain has all of its threads. */
  private static final int WARM_UP = 100;

  /** Blocks that the peer sends between one swap and the next. */
  private static final int SHARE = 1;

  // What a series may add: less than the classes of one more copy of the bundle, some tables'
  // growth.
  private static final int MORE_CLASSES = 60;
  private static final long MORE_METASPACE = 512L << 10;
  private static final long MORE_HEAP = 4L << 20;

  @TempDir private static Path folder;
  private TelemetryReceiver telemetry;
  private GatedPeer peer;
  private NodeUnderTest node;
  private CompletableFuture<?> synced;
  private Holdings most;
  private Set<String> wrapped;
  private final List<Loader> old = new ArrayList<>();

  static Stream<String> swappable() throws IOException {
    return facts().map(BundleFacts::name).filter(name -> SWAPPABLE.contains(role(name)));
  }

  static Stream<String> belowTheChain() throws IOException {
    return facts().map(BundleFacts::name).filter(BELOW_THE_CHAIN::contains);
  }

  private static Stream<BundleFacts> facts() throws IOException {
    return BundleFacts.readAll(Paths.distribution().resolve("bundles")).stream()
        .filter(BundleFacts::ours)
        .sorted(Comparator.comparing(BundleFacts::name));
  }

  private static String role(String name) {
    return name.split("\\.", 4)[2];
  }

  @BeforeAll
  void startInMidSync() throws Exception {
    telemetry = new TelemetryReceiver();
    peer = new GatedPeer(folder, BLOCKS, 10);
    node = NodeUnderTest.start(peer.asker("full", DiscoverySetup.ALL, everythingOn()));
    synced = node.synced().toCompletableFuture();
    peer.gate().letThrough(WARM_UP);
    peer.gate().awaitPassed(WARM_UP);
    peer.gate().awaitHeld();
    most = Holdings.now();
    wrapped =
        facts()
            .filter(bundle -> role(bundle.name()).equals("wrap"))
            .flatMap(bundle -> bundle.exports().keySet().stream())
            .collect(Collectors.toSet());
  }

  /** What is off unless it is configured is swapped with its sockets open. */
  private Map<String, Object> everythingOn() throws GeneralSecurityException {
    return Map.of(
        "io.tessera.operator.ssh",
            Map.of("enabled", true, "port", 0, "authorized_keys", List.of(SshKeys.line())),
        "io.tessera.operator.metrics", Map.of("enabled", true, "port", 0),
        "io.tessera.operator.rpc", Map.of("enabled", true, "port", 0),
        "io.tessera.operator.telemetry", Map.of("endpoint", "127.0.0.1:" + telemetry.port()));
  }

  @AfterAll
  void stop() throws IOException {
    if (node != null) {
      node.close();
    }
    if (peer != null) {
      peer.close();
    }
    telemetry.close();
  }

  @Order(1)
  @ParameterizedTest(name = "{0}")
  @MethodSource("swappable")
  void isSwappedAndNothingElseNotices(String name) throws Exception {
    String connectedSince = since();
    int failed = peer.gate().failed();
    Swap swap = new Swap(node, name);
    swap.unnoticed(() -> swapInAllWays(swap, name));
    goOn();
    if (!IN_THE_SYNC.contains(name)) {
      assertEquals(failed, peer.gate().failed(), "the answer under way goes on");
    }
    if (!role(name).equals("transport")) {
      assertEquals(connectedSince, since(), "the connection stands");
    }
  }

  @Order(2)
  @ParameterizedTest(name = "{0}")
  @MethodSource("belowTheChain")
  void isSwappedAndNothingIsLost(String name) throws Exception {
    long slot = slot();
    swapInAllWays(new Swap(node, name), name);
    goOn();
    assertTrue(slot() >= slot, "nothing is lost");
  }

  @Order(3)
  @ParameterizedTest(name = "{0}, {1} times")
  @MethodSource("series")
  void aSeriesLeavesMemoryThreadsAndFilesAsTheyAre(String name, int times) throws Exception {
    Swap swap = new Swap(node, name);
    // What the compilers note of methods that get warm lies among the classes, too.
    series(swap, 2 * times);
    Memory then = Memory.least();
    most = Holdings.now().max(most);
    series(swap, times);
    Memory now = Memory.least();
    String more = times + " swaps of " + name + ": " + now.since(then);
    System.out.println(more);
    Holdings.assertNothingAddedSince(most, more);
    assertTrue(now.classes() - then.classes() < MORE_CLASSES, more);
    assertTrue(now.heap() - then.heap() < MORE_HEAP, more);
    assertTrue(now.metaspace() - then.metaspace() < MORE_METASPACE, more);
    assertTrue(now.outside() - then.outside() < then.resident() / 10, more);
  }

  static Stream<Arguments> series() {
    return Stream.of(
        // One that has nothing to do now: a running answer is given 2 s to end.
        arguments("io.tessera.protocol.ce129-state-request", Soak.ON ? 1000 : 8),
        arguments("io.tessera.transport.quic", Soak.ON ? 100 : 3));
  }

  private void series(Swap swap, int times) throws Exception {
    List<Loader> gone = new ArrayList<>();
    for (int i = 1; i <= times; i++) {
      gone.add(swap.loader());
      swap.update(folder);
      if (i % 10 == 0) {
        goOn();
      }
    }
    goOn();
    for (Loader loader : gone.subList(1, times)) {
      loader.assertCollected();
    }
  }

  @Order(4)
  @Test
  void theOldClassesGoAndTheSyncEnds() throws Exception {
    for (Loader loader : old) {
      loader.assertCollected();
    }
    assertFalse(synced.isDone(), "all was in mid-sync");
    peer.gate().letThrough(Long.MAX_VALUE);
    Wait.until("the sync", node.synced());
    Map<String, Object> status = node.json("tessera:status");
    assertEquals(peer.chain().head(), status.get("head"), status.toString());
    assertEquals(peer.chain().stateRoot(), status.get("state_root"), status.toString());
    assertEquals(List.of(), status.get("problems"));
  }

  /** The first time warms up: what is there after it is the measure. */
  private void swapInAllWays(Swap swap, String name) throws Exception {
    swap.stopAndStart();
    if (!usesWrapper(name)) {
      old.add(swap.loader());
    }
    // Pools of the core grow when they have work, and start small when the store has been swapped.
    most = Holdings.now().max(most);
    swap.update(folder);
    old.add(swap.loader());
    swap.uninstallAndInstall();
    Holdings.assertNothingAddedSince(most, name);
  }

  /** The first user of a wrapped library may stay with it: its native threads know that loader. */
  private boolean usesWrapper(String name) throws IOException {
    return facts()
        .filter(bundle -> bundle.name().equals(name))
        .anyMatch(bundle -> bundle.imports().keySet().stream().anyMatch(wrapped::contains));
  }

  /** Another share of the chain comes through, whatever has been swapped. */
  private void goOn() throws InterruptedException {
    long passed = peer.gate().passed();
    peer.gate().letThrough(SHARE);
    peer.gate().awaitPassed(passed + SHARE);
    peer.gate().awaitHeld();
    assertFalse(synced.isDone(), "in mid-sync");
  }

  private String since() throws InterruptedException {
    return node.gogo("tessera:peers --json").replaceAll("(?s).*\"since\":\"([^\"]*)\".*", "$1");
  }

  private long slot() throws Exception {
    return ((Number) node.json("tessera:status").get("slot")).longValue();
  }
}
