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

/** A development chain from nothing: made, filled by one node, synced by another, gone on with. */
class AuthorIT {
  private static final int BLOCKS = 30;

  @Test
  void aDevelopmentChainGrows(@TempDir Path folder) throws Exception {
    Path chain = folder.resolve("dev.json");
    try (Cli make = Cli.start("chain", "new-dev", "--out", chain, "--state-keys", "100")) {
      assertEquals(0, make.status(), make + Wait.tail(make.err()));
    }
    Path dataA = folder.resolve("a");
    try (Cli a = author(chain, dataA, "--no-tickets")) {
      a.line(line -> line.contains("As many blocks as wanted are made"));
      Map<String, Object> node = a.nodeFile(dataA);
      String address = node.get("peer_id") + "@" + ((List<?>) node.get("listening")).get(0);
      assertEquals(BLOCKS, slotAfterSync(chain, folder.resolve("b"), address));
      a.stop();
    }
    assertEquals(BLOCKS + "\n", Files.readString(dataA.resolve("author.slot")));
    try (Cli again = author(chain, dataA, "--no-tickets")) {
      String first = again.line(line -> line.contains("Authored"));
      assertTrue(first.contains("#36 "), "the first epoch after slot " + BLOCKS + ": " + first);
      again.line(line -> line.contains("As many blocks as wanted are made"));
    }
  }

  private static Cli author(Path chain, Path data, String more) throws Exception {
    return Cli.start(
        "run",
        "--chain",
        chain,
        "--data",
        data,
        "--listen",
        "127.0.0.1:0",
        "--dev-all",
        "--fast",
        "--blocks",
        BLOCKS,
        more);
  }

  private static Object slotAfterSync(Path chain, Path data, String address) throws Exception {
    try (Cli b =
        Cli.start(
            "run",
            "--chain",
            chain,
            "--data",
            data,
            "--listen",
            "127.0.0.1:0",
            "--bootnode",
            address,
            "--exit-when-synced",
            "--json")) {
      assertEquals(0, b.status(), b + Wait.tail(b.err()));
      return JSON.std.mapFrom(b.out().get(0)).get("slot");
    }
  }
}
