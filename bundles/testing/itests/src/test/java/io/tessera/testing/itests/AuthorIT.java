package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A development chain from nothing: made, filled by one node, synced by another, gone on with. */
class AuthorIT {
  private static final int BLOCKS = 30;
  private static final String LISTEN = hasIpv6() ? "[::1]:0" : "127.0.0.1:0";

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
      syncs(chain, folder.resolve("b"), address);
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
        LISTEN,
        "--dev-all",
        "--fast",
        "--blocks",
        BLOCKS,
        more);
  }

  private static void syncs(Path chain, Path data, String address) throws Exception {
    try (Cli b =
        Cli.start(
            "run",
            "--chain",
            chain,
            "--data",
            data,
            "--listen",
            LISTEN,
            "--bootnode",
            address,
            "--exit-when-synced")) {
      assertEquals(0, b.status(), b + Wait.tail(b.err()));
      String line = b.out().get(0);
      assertTrue(line.matches("synced: head [0-9a-f]{64} slot " + BLOCKS + ", .*"), line);
    }
  }

  private static boolean hasIpv6() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }
}
