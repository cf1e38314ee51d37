package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.chain.SlotClock;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.testing.itests.NodeUnderTest.Setup;
import io.tessera.testing.testkit.TestPackage;
import io.tessera.testing.testkit.VirtualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * JIP-2 on a node that makes a development chain's blocks, in a time that passes when the test says
 * so: all methods, subscriptions that see heads move, and the door opened and closed while the node
 * runs.
 */
class RpcIT {
  private static final String RPC = "io.tessera.operator.rpc";
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final DevService SERVICE = new DevService(16, 128, 3, 32);
  private static final Pattern LISTENS =
      Pattern.compile("RPC \\(JIP-2\\) listens on ws://127\\.0\\.0\\.1:(\\d+)");

  private final VirtualClock clock = new VirtualClock(SlotClock.COMMON_ERA);
  private int listened;

  @Test
  void allMethodsOfANodeThatIsSwitchedOnAndOff(@TempDir Path folder) throws Exception {
    Path genesis = folder.resolve("genesis.bin");
    Files.write(genesis, TraceGenesis.codec(TINY).encode(DevGenesis.of(TINY, SERVICE)));
    Map<String, Object> author =
        Map.of("io.tessera.core.author", Map.of("dev_validators", "all", "tickets", false));
    Setup setup = DiscoverySetup.of(folder, "node", genesis, List.of(), "full", List.of(), author);
    try (NodeUnderTest node = NodeUnderTest.start(setup.withShell(), clock)) {
      node.service("io.tessera.chain.Sync");
      assertEquals(0, threads(), "off by default");
      listened = lines().size(); // an older log has been replaced by now

      enable(folder, true);
      RpcTool tool = new RpcTool(port());
      blocks(tool);
      states(tool);
      work(tool);
      assertEquals(Set.of(), minus(documented(), tool.asked()), "all were asked");

      enable(folder, false);
      assertEquals(1001, tool.closed());
      enable(folder, true);
      swapped(node, folder);
    }
    assertEquals(0, threads());
  }

  /** The methods that the operator's manual lists. */
  private static Set<String> documented() throws IOException {
    String manual = Files.readString(Paths.root().resolve("docs/operations.md"));
    return Pattern.compile("`(\\w+)\\([\\w, ]*\\)`")
        .matcher(manual.substring(manual.indexOf("## RPC")))
        .results()
        .map(method -> method.group(1))
        .collect(Collectors.toSet());
  }

  private static Set<String> minus(Set<String> all, Set<String> some) {
    Set<String> left = new TreeSet<>(all);
    left.removeAll(some);
    assertTrue(all.size() > 20, all.toString());
    return left;
  }

  // ---- what it answers

  private void blocks(RpcTool tool) throws Exception {
    Object parameters = tool.result("parameters");
    assertEquals(12, ((Map<?, ?>) ((Map<?, ?>) parameters).get("V1")).get("epoch_period"));
    Map<?, ?> genesis = (Map<?, ?>) tool.result("bestBlock");
    assertEquals(genesis, tool.result("finalizedBlock"));
    Object best = tool.result("subscribeBestBlock");
    Object finalized = tool.result("subscribeFinalizedBlock");
    assertEquals(genesis, tool.next(best));
    assertEquals(genesis, tool.next(finalized));
    Map<?, ?> parent = genesis;
    for (int slot = 1; slot <= 4; slot++) {
      nextSlot();
      Map<?, ?> head = (Map<?, ?>) tool.next(best);
      assertEquals(slot, head.get("slot"));
      assertEquals(parent, tool.result("parent", head.get("header_hash")));
      parent = head;
    }
    assertEquals(1, ((Map<?, ?>) tool.next(finalized)).get("slot"), "three blocks beneath");
    assertEquals(true, tool.result("unsubscribeBestBlock", best));
    assertEquals(true, tool.result("unsubscribeFinalizedBlock", finalized));
    assertEquals(1, tool.code("parent", base64(Hash.ZERO)));
    assertEquals(-32602, tool.code("parent", "00"));
    assertEquals(-32601, tool.code("chain_getBlock"));
    assertNotEquals(
        tool.result("stateRoot", genesis.get("header_hash")),
        tool.result("stateRoot", parent.get("header_hash")));
    Map<?, ?> sync = (Map<?, ?>) tool.result("syncState");
    assertEquals(Map.of("num_peers", 0, "status", "InProgress"), sync, "nobody is there");
    Object status = tool.result("subscribeSyncStatus");
    assertEquals("InProgress", tool.next(status));
    assertEquals(true, tool.result("unsubscribeSyncStatus", status));
  }

  private void states(RpcTool tool) throws Exception {
    Object head = ((Map<?, ?>) tool.result("bestBlock")).get("header_hash");
    assertEquals(32, decoded(tool.result("beefyRoot", head)).length);
    assertEquals(List.of(0), tool.result("listServices", head));
    assertTrue(decoded(tool.result("serviceData", head, 0)).length > 80);
    assertEquals(null, tool.result("serviceData", head, 1));
    String key = base64(Bytes.fromHex("0200000000000000"));
    assertEquals(32, decoded(tool.result("serviceValue", head, 0, key)).length);

    Preimage preimage = SERVICE.preimage(3);
    String blob = base64(preimage.blob());
    String hash = base64(Blake2b.hash(preimage.blob()));
    Object data = tool.result("subscribeServiceData", 0, false);
    Object value = tool.result("subscribeServiceValue", 0, key, false);
    Object provided = tool.result("subscribeServicePreimage", 0, hash, false);
    Object request = tool.result("subscribeServiceRequest", 0, hash, 128, false);
    Object statistics = tool.result("subscribeStatistics", false);
    assertEquals(tool.result("serviceData", head, 0), value(tool.next(data)));
    assertEquals(tool.result("serviceValue", head, 0, key), value(tool.next(value)));
    assertEquals(null, value(tool.next(provided)));
    assertEquals(List.of(), value(tool.next(request)));
    assertEquals(tool.result("statistics", head), value(tool.next(statistics)));

    assertEquals(null, tool.result("submitPreimage", 0, blob));
    assertEquals(0, tool.code("submitPreimage", 1, blob));
    nextSlot();
    assertEquals(blob, value(tool.next(provided)));
    assertEquals(List.of(5), value(tool.next(request)));
    Object now = ((Map<?, ?>) tool.result("bestBlock")).get("header_hash");
    assertEquals(tool.result("statistics", now), value(tool.next(statistics)));
    assertEquals(blob, tool.result("servicePreimage", now, 0, hash));
    assertEquals(List.of(5), tool.result("serviceRequest", now, 0, hash, 128));
    assertEquals(null, tool.result("servicePreimage", head, 0, hash), "before it");
    assertEquals(true, tool.result("unsubscribeServiceData", data));
    assertEquals(true, tool.result("unsubscribeServiceValue", value));
    assertEquals(true, tool.result("unsubscribeServicePreimage", provided));
    assertEquals(true, tool.result("unsubscribeServiceRequest", request));
    assertEquals(true, tool.result("unsubscribeStatistics", statistics));
  }

  private void work(RpcTool tool) throws Exception {
    Object head = ((Map<?, ?>) tool.result("bestBlock")).get("header_hash");
    TestPackage work = TestPackage.of(TINY, 0, 1, 64, 2);
    String hash = base64(work.report().packageSpec().hash());
    Map<?, ?> reportable = Map.of("Reportable", Map.of("remaining_blocks", 8));
    assertEquals(reportable, tool.result("workPackageStatus", head, hash, head));
    Object status = tool.result("subscribeWorkPackageStatus", hash, head, false);
    assertEquals(reportable, value(tool.next(status)));
    nextSlot();
    assertEquals(Map.of("Reportable", Map.of("remaining_blocks", 7)), value(tool.next(status)));
    assertEquals(true, tool.result("unsubscribeWorkPackageStatus", status));
    assertEquals(2, tool.code("workReport", hash));
    assertEquals(3, tool.code("fetchWorkPackageSegments", hash, List.of(0)));
    assertEquals(3, tool.code("fetchSegments", hash, List.of(0)));
    assertEquals(-32602, tool.code("submitWorkPackage", 0, "AAAA", List.of()));
    // It is sound; but nobody is connected, and guarantors have keys that this node has not.
    assertEquals(0, tool.code("submitWorkPackageBundle", 0, base64(work.coded().bundle())));
  }

  private void nextSlot() {
    clock.advance(Duration.ofSeconds(TINY.slotSeconds()));
  }

  private static Object value(Object update) {
    return ((Map<?, ?>) update).get("value");
  }

  private static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static byte[] decoded(Object blob) {
    return Base64.getDecoder().decode((String) blob);
  }

  // ---- on and off

  /** The first swap warms up; the second must not leave classes behind. */
  private void swapped(NodeUnderTest node, Path folder) throws Exception {
    Swap swap = new Swap(node, RPC);
    Loader old = null;
    for (int i = 0; i < 2; i++) {
      RpcTool tool = new RpcTool(port());
      assertTrue(tool.result("subscribeBestBlock") instanceof Integer);
      old = swap.loader();
      swap.run(folder, () -> assertEquals(0, threads()));
      assertEquals(1001, tool.closed());
    }
    assertEquals("InProgress", ((Map<?, ?>) new RpcTool(port()).result("syncState")).get("status"));
    Objects.requireNonNull(old).assertCollected();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tessera-rpc"))
        .count();
  }

  /** Changes the configuration file, which the node watches. */
  private static void enable(Path folder, boolean on) throws IOException {
    Path file = folder.resolve("node.json");
    Map<String, Object> config = new HashMap<>(JSON.std.mapFrom(Files.readString(file)));
    Map<String, Object> plugins = new HashMap<>();
    ((Map<?, ?>) config.get("plugins")).forEach((pid, it) -> plugins.put(pid.toString(), it));
    plugins.put(RPC, Map.of("enabled", on, "port", 0));
    config.put("plugins", plugins);
    Files.writeString(file, JSON.std.asString(config));
  }

  /** Waits until it listens once more; where. */
  private int port() throws Exception {
    listened++;
    Wait.forFile(Paths.log(), text -> count(text) >= listened, () -> Wait.tail(Paths.log()));
    return lines().get(listened - 1);
  }

  private static List<Integer> lines() throws IOException {
    return LISTENS
        .matcher(Files.exists(Paths.log()) ? Files.readString(Paths.log()) : "")
        .results()
        .map(line -> Integer.valueOf(line.group(1)))
        .toList();
  }

  private static long count(String text) {
    return LISTENS.matcher(text).results().count();
  }
}
