package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.trace.TraceStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows: one node syncs real blocks from another, each a process of its own. */
@Order(Lanes.LONG)
class SyncIT {
  private static final String HEAD =
      "b53a8b4c781189261d16bc071c0de827f5afa590d4277aa6c1bdcdac9f533ac8";
  private static final Path CHAIN = Paths.trace("safrole").resolve("genesis.bin");

  private static final int BLOCKS = 100;

  /** The depth of finality below the head, by default. */
  private static final int DEPTH = 3;

  @Test
  void twoProcesses(@TempDir Path folder) throws Exception {
    Path dataA = folder.resolve("a");
    Path trace = Paths.trace("safrole");
    // A block, then all of them: the folder's genesis is the chain.
    try (Cli load =
        Cli.start("import", "--data", dataA, "--chain", CHAIN, "--json", fileOf(1), trace)) {
      assertEquals(0, load.status(), load + Wait.tail(load.err()));
      Map<String, Object> loaded = JSON.std.mapFrom(load.out().get(0));
      assertEquals(HEAD, loaded.get("head"));
      assertEquals(BLOCKS, loaded.get("blocks"), loaded.toString());
      assertEquals(1, loaded.get("known"), loaded.toString());
    }
    try (Cli a = Cli.start("run", "--data", dataA, "--chain", CHAIN, "--listen", "127.0.0.1:0")) {
      Map<String, Object> node = a.nodeFile(dataA);
      String address = node.get("peer_id") + "@" + ((List<?>) node.get("listening")).get(0);
      syncFrom(address, folder.resolve("b"));
      stopsCleanly(a, dataA);
    }
  }

  private static void syncFrom(String address, Path data) throws Exception {
    try (Cli b =
        Cli.start(
            "run",
            "--data",
            data,
            "--chain",
            CHAIN,
            "--listen",
            "127.0.0.1:0",
            "--bootnode",
            address,
            "--exit-when-synced",
            "--json")) {
      assertEquals(0, b.status(), b + Wait.tail(b.err()));
      assertEquals(1, b.out().size(), b.out().toString());
      Map<String, Object> line = JSON.std.mapFrom(b.out().get(0));
      assertEquals(
          List.of("head", "slot", "finalized", "blocks", "seconds", "peers"),
          List.copyOf(line.keySet()));
      assertEquals(HEAD, line.get("head"));
      assertEquals(BLOCKS, line.get("slot"));
      assertEquals(hashOf(BLOCKS - DEPTH), line.get("finalized"));
      assertEquals(BLOCKS, line.get("blocks"));
      assertTrue(((Number) line.get("seconds")).doubleValue() > 0, line.toString());
      assertEquals(1, line.get("peers"));
    }
  }

  private static Path fileOf(int number) {
    return Paths.trace("safrole").resolve("%08d.bin".formatted(number));
  }

  /** The hash of a block of the trace. */
  private static String hashOf(int number) throws IOException {
    TraceStep step =
        TraceStep.codec(ProtocolParameters.TINY).decode(Files.readAllBytes(fileOf(number)));
    return EncodedBlock.of(step.block(), ProtocolParameters.TINY).hash().toHex();
  }

  /** A has had its standard input closed all the time and is still up; SIGTERM ends it. */
  private static void stopsCleanly(Cli node, Path data) throws Exception {
    assertTrue(node.isAlive(), node + Wait.tail(node.err()));
    node.stop();
    assertFalse(Files.exists(data.resolve("node.json")), "the transport was stopped in order");
  }

  @Test
  void devnet() throws Exception {
    try (Cli devnet = Cli.start("devnet")) {
      // Three nodes that start one after another, of which two execute 100 blocks.
      assertEquals(
          0, devnet.status(Wait.DEADLINE.multipliedBy(4)), devnet + Wait.tail(devnet.err()));
      String last = devnet.out().get(devnet.out().size() - 1);
      assertEquals("devnet: ok " + HEAD, last);
      assertTrue(devnet.out().stream().filter(line -> line.contains(HEAD)).count() >= 3);
    }
  }
}
