package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A browser of others sees a node. Avahi looks at interfaces that do multicast, so the node listens
 * on all of them here; skipped where there is no such browser, or no daemon that answers it.
 */
class AvahiIT {
  private static final Path CHAIN = Paths.trace("safrole").resolve("genesis.bin");
  private static final String MDNS = "io.tessera.discovery.mdns";
  private static final int ATTEMPTS = 10;
  private static final long PATIENCE_SECONDS = 30;

  /** What a command printed, if it could be run and ended well. */
  private static Optional<String> run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? Optional.of(printed) : Optional.empty();
    } catch (IOException notInstalled) {
      return Optional.empty();
    }
  }

  private static void skipUnless(boolean there, String reason) {
    if (!there) {
      System.out.println("AvahiIT is skipped: " + reason);
    }
    assumeTrue(there, reason);
  }

  @Test
  void avahiBrowseSeesTheNode(@TempDir Path folder) throws Exception {
    skipUnless(run("avahi-browse", "--version").isPresent(), "avahi-browse is not installed");
    skipUnless(run("avahi-browse", "-t", "-a").isPresent(), "avahi-browse reaches no Avahi daemon");
    Path file = folder.resolve("node.json");
    Files.writeString(
        file,
        JSON.std.asString(
            Map.of(
                "network_config",
                Map.of("listening_address", "0.0.0.0", "listening_port", 0),
                "chain_spec",
                CHAIN.toString(),
                "plugins",
                Map.of(MDNS, Map.of("enabled", true)))));
    Path data = Files.createDirectory(folder.resolve("data"));
    try (NodeUnderTest node = NodeUnderTest.start(Setup.of(data, CHAIN).withConfig(file))) {
      List<String> address = List.of(node.address().split("/", -1));
      String port = address.get(4);
      String peer = address.get(7);
      String seen = "";
      // Each attempt listens for about a second; the node announces itself within three.
      for (int i = 0; i < ATTEMPTS && !seen.contains(peer); i++) {
        seen = run("avahi-browse", "-rtp", "_jamnp-s._udp").orElse("");
      }
      String all = seen;
      assertTrue(all.contains("\"peer=" + peer + "\""), all);
      assertTrue(all.contains("\"chain="), all);
      assertTrue(all.contains(";" + port + ";"), all);
    }
  }
}
