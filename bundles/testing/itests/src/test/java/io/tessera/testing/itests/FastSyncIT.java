package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node takes the state of a chain from another one, each a process of its own. */
class FastSyncIT {
  private static final int BLOCKS = 100;
  private static final int KEYS = Soak.ON ? 20_000 : 5_000;

  /** L of a tiny chain. */
  private static final int AGE = 24;

  /** A configuration with one peer as quorum. */
  private static Path config(Path folder, Chains chain, String address, Map<String, Object> fast)
      throws Exception {
    Path file = folder.resolve("fast.json");
    Files.writeString(
        file,
        JSON.std.asString(
            Map.of(
                "network_config",
                Map.of(
                    "listening_address",
                    "127.0.0.1",
                    "listening_port",
                    0,
                    "bootstrap_nodes",
                    List.of(address),
                    "sync_mode",
                    "fast"),
                "chain_spec",
                chain.genesis().toString(),
                "plugins",
                Map.of("io.tessera.sync.fast", fast))));
    return file;
  }

  private static Cli holder(Path folder, Chains chain) throws Exception {
    Path data = folder.resolve("a");
    try (Cli load =
        Cli.start("import", "--data", data, "--chain", chain.genesis(), "--json", chain.blocks())) {
      assertEquals(0, load.status(), load + Wait.tail(load.err()));
    }
    return Cli.start("run", "--data", data, "--chain", chain.genesis(), "--listen", "127.0.0.1:0");
  }

  private static String address(Cli node, Path folder) throws Exception {
    Map<String, Object> file = node.nodeFile(folder.resolve("a"));
    return file.get("peer_id") + "@" + ((List<?>) file.get("listening")).get(0);
  }

  private static void assertSynced(NodeUnderTest node, Chains chain) throws Exception {
    Wait.until("the sync", node.synced());
    Map<String, Object> status = node.json("tessera:status");
    assertEquals(chain.head(), status.get("head"));
    assertEquals(chain.stateRoot(), status.get("state_root"));
    assertEquals(BLOCKS, ((Number) status.get("height")).intValue());
    assertEquals("1 peers", status.get("trust"));
    // Finality of the holder is three blocks below its head; the state is that of a parent.
    assertEquals(BLOCKS - 4, ((Number) status.get("beginning_slot")).intValue());
    long executed = ((Number) status.get("executed")).longValue();
    assertTrue(executed <= AGE, executed + " blocks executed");
  }

  @Test
  void aNodeThatSyncsFastReachesTheSameState(@TempDir Path folder) throws Exception {
    Chains chain = Chains.withState(folder, 3, BLOCKS, KEYS);
    try (Cli a = holder(folder, chain)) {
      Path config = config(folder, chain, address(a, folder), Map.of("quorum", 1));
      Path data = Files.createDirectory(folder.resolve("b"));
      NodeUnderTest.Setup setup = NodeUnderTest.Setup.of(data, chain.genesis()).withConfig(config);
      try (NodeUnderTest b = NodeUnderTest.start(setup)) {
        assertSynced(b, chain);
      }
      // And stands where it stood when it starts again.
      try (NodeUnderTest b = NodeUnderTest.start(setup)) {
        Wait.until("the sync", b.synced());
        assertEquals(chain.stateRoot(), b.json("tessera:status").get("state_root"));
      }
    }
  }
}
