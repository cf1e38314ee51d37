package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A light node beside a full one, of the distribution as it is. */
class LightSyncIT {
  private static final int BLOCKS = 60;

  private static final int MANY = 5_000;
  private static final long PAUSE_MILLIS = 20;

  /** What the store's log takes at most, however many blocks there are. */
  private static final long LOG = 1 << 20;

  @Test
  void headersThenValuesThenTheWholeState(@TempDir Path folder) throws Exception {
    Chains chain = Chains.make(folder, 1, BLOCKS);
    try (NodeUnderTest a =
        NodeUnderTest.start(
            DiscoverySetup.of(folder, "a", chain.genesis(), List.of(), "bootstrap"))) {
      a.importBlocks(chain.blocks());
      try (NodeUnderTest b =
          NodeUnderTest.start(
              DiscoverySetup.of(
                  folder,
                  "b",
                  chain.genesis(),
                  List.of(a.address()),
                  "light",
                  List.of("bootstrap", "validators")))) {
        Wait.until("b is synced", b.synced());
        followsHeaders(b, chain);
        Map<String, Object> before = b.json("tessera:status");
        readsValues(a, b);
        learnsValidators(b);
        goesOverToFull(b, chain);
        // All of it in one process: the container has gone on.
        assertEquals(before.get("peer_id"), b.json("tessera:status").get("peer_id"));
        assertTrue(Files.isDirectory(folder.resolve("b/headers")));
        assertTrue(Files.isDirectory(folder.resolve("b/blocks")));
        assertTrue(Files.readString(folder.resolve("b/checkpoint")).contains(" light "));
        goesBackToLight(b, chain);
      }
    }
  }

  private static void followsHeaders(NodeUnderTest b, Chains chain) throws Exception {
    Map<String, Object> status = b.json("tessera:status");
    assertEquals(chain.head(), status.get("head"), status.toString());
    assertFalse(status.containsKey("state_root"), status.toString());
    assertEquals(0, status.get("executed"));
    assertEquals(BLOCKS, ((Map<?, ?>) status.get("unchecked")).get("state_transition"));
    assertEquals("light", ((Map<?, ?>) status.get("sync")).get("mode"));
  }

  /** The light node's values are the full one's, and say that they are proved. */
  private static void readsValues(NodeUnderTest a, NodeUnderTest b) throws Exception {
    for (String key : List.of("entropy", "safrole", "slot", "aa".repeat(31))) {
      Map<String, Object> own = a.json("tessera:state get " + key);
      Map<String, Object> proved = b.json("tessera:state get " + key);
      assertFalse(own.containsKey("peer"), own.toString());
      assertEquals(a.json("tessera:status").get("peer_id"), proved.remove("peer"));
      assertEquals(own, proved);
      assertEquals(!key.startsWith("aa"), own.get("present"));
    }
    String text = b.gogo("tessera:state get slot");
    assertTrue(text.contains("value   4 B " + littleEndian(BLOCKS - 1)), text);
    assertTrue(b.gogo("tessera:state get slot --at best").contains("has no child on this chain"));
    assertTrue(b.gogo("tessera:state get nonsense").contains("'nonsense' is no key"));
  }

  private static String littleEndian(int number) {
    return "%02x%02x0000".formatted(number & 0xff, number >> 8);
  }

  /** A node without the state learns the three sets by CE 129. */
  private static void learnsValidators(NodeUnderTest b) throws Exception {
    long end = System.nanoTime() + Wait.DEADLINE.toNanos();
    String discovery = b.gogo("tessera:discovery --json");
    while (!discovery.contains("6 addresses, proved by a peer")) {
      assertTrue(System.nanoTime() < end, discovery);
      discovery = b.gogo("tessera:discovery --json");
    }
  }

  private static void goesOverToFull(NodeUnderTest b, Chains chain) throws Exception {
    String line = switchTo(b, "full");
    assertTrue(line.contains("mode light has kept no bodies and no state"), line);
    Map<String, Object> status = b.json("tessera:status");
    assertEquals(chain.head(), status.get("head"), status.toString());
    assertEquals(chain.stateRoot(), status.get("state_root"), status.toString());
    assertEquals(BLOCKS, status.get("executed"));
  }

  /** What was there before is there again. */
  private static void goesBackToLight(NodeUnderTest b, Chains chain) throws Exception {
    switchTo(b, "light");
    Map<String, Object> status = b.json("tessera:status");
    assertEquals(chain.head(), status.get("head"), status.toString());
    assertFalse(status.containsKey("state_root"), status.toString());
    assertEquals(Map.of(), status.get("unchecked"), "nothing was imported again");
  }

  /**
   * Goes over to a mode and waits until the chain of that mode is there and synced; what the
   * command says. Chain and controller restart one after the other: no single event tells the end
   * of it.
   */
  private static String switchTo(NodeUnderTest node, String mode) throws Exception {
    String line = node.gogo("tessera:sync mode " + mode);
    assertTrue(line.startsWith("mode " + mode + " from now on; "), line);
    long end = System.nanoTime() + Wait.DEADLINE.toNanos();
    Map<String, Object> status = node.json("tessera:status");
    while (!isSynced(status, mode)) {
      assertTrue(System.nanoTime() < end, status + Wait.tail(Paths.log()));
      Thread.sleep(PAUSE_MILLIS);
      status = node.json("tessera:status");
    }
    return line;
  }

  private static boolean isSynced(Map<String, Object> status, String mode) {
    return status.get("sync") instanceof Map<?, ?> sync
        && mode.equals(sync.get("mode"))
        && "synced".equals(sync.get("state"))
        && status.containsKey("head")
        && status.containsKey("state_root") != mode.equals("light");
  }

  /** What a light node takes of disk and memory; printed, and bounded. */
  @Test
  void takesLittle(@TempDir Path folder) throws Exception {
    Soak.unless(false, "what a light node takes");
    Chains chain = Chains.make(folder, 2, MANY);
    Path dataA = folder.resolve("a");
    try (Cli load =
        Cli.start("import", "--data", dataA, "--chain", chain.genesis(), chain.blocks())) {
      assertEquals(0, load.status(), load + Wait.tail(load.err()));
    }
    long container = residentAt(0, folder.resolve("alone"), chain);
    try (Cli a =
        Cli.start("run", "--data", dataA, "--chain", chain.genesis(), "--listen", "127.0.0.1:0")) {
      Map<String, Object> node = a.nodeFile(dataA);
      String address = node.get("peer_id") + "@" + ((List<?>) node.get("listening")).get(0);
      Path dataB = folder.resolve("b");
      long resident = residentAt(MANY, dataB, chain, "--bootnode", address);
      long disk = bytes(dataB.resolve("headers"));
      System.out.printf(
          "light: %d blocks, %d bytes on disk a block, %.1f MB resident, %.1f MB beyond the container%n",
          MANY, disk / MANY, resident / 1e6, (resident - container) / 1e6);
      assertTrue(disk - LOG < 1_024L * MANY, disk + " bytes on disk");
      assertTrue(resident - container < 120_000_000, resident + " bytes resident");
    }
  }

  /** Runs a light node until its head is there; its resident bytes then. */
  private static long residentAt(int slot, Path data, Chains chain, String... more)
      throws Exception {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "run",
                "--data",
                data,
                "--chain",
                chain.genesis(),
                "--listen",
                "127.0.0.1:0",
                "--sync",
                "light",
                "--status-every",
                "0.5",
                "--json"));
    words.addAll(List.of(more));
    try (Cli light = Cli.start(words.toArray())) {
      light.line(line -> line.startsWith("{") && line.contains("\"slot\":" + slot + ","));
      Map<String, Object> node = light.nodeFile(data);
      return resident(((Number) node.get("pid")).longValue());
    }
  }

  private static long resident(long pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", "" + pid, "status"))) {
      String line = lines.filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
      return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
