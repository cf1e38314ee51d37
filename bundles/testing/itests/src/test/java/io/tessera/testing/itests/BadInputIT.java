package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.launcher.Exit;
import io.tessera.testing.itests.NodeUnderTest.Setup;
import io.tessera.testing.testkit.ChainBuilder;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator can get wrong ends the node with one line that names it. */
class BadInputIT {
  private static final Path SAFROLE = Paths.trace("safrole").resolve("genesis.bin");

  @TempDir private Path folder;

  private Exit exitOf(Setup setup) throws Exception {
    try (NodeUnderTest node = NodeUnderTest.start(setup)) {
      return Wait.until("the node's end", node.ended());
    }
  }

  private static void assertLine(Exit exit, int status, String... parts) {
    assertEquals(status, exit.status(), exit.toString());
    assertEquals(1, exit.line().lines().count(), exit.line());
    for (String part : parts) {
      assertTrue(exit.line().contains(part), part + " in: " + exit.line());
    }
  }

  @ParameterizedTest
  @CsvSource({"max_pears, 3, max_peers", "max_peers, \"many\", many"})
  void aWrongKeyOrValue(String key, String value, String expected) throws Exception {
    Path config = folder.resolve("node.json");
    Files.writeString(config, "{\n\"network_config\": { \"" + key + "\": " + value + " } }");
    Setup setup = Setup.of(folder, SAFROLE).withConfig(config);
    assertLine(exitOf(setup), 2, config + ":2", key, expected);
  }

  @Test
  void aChainSpecificationWithoutAField() throws Exception {
    Path spec = folder.resolve("chain.json");
    String whole = ChainBuilder.tiny(1).chainSpec();
    Files.writeString(spec, whole.replaceFirst("\"genesis_header\":\"[0-9a-f]*\",", ""));
    assertLine(exitOf(Setup.of(folder, spec)), 2, spec.toString(), "genesis_header");
  }

  @Test
  void aPortInUse() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (DatagramSocket taken = new DatagramSocket(any)) {
      int port = taken.getLocalPort();
      assertLine(exitOf(Setup.of(folder, SAFROLE).withPort(port)), 1, String.valueOf(port));
    }
  }

  @Test
  void aValidatorThatTheChainDoesNotHaveLeavesNoKeyBehind() throws Exception {
    assertLine(exitOf(ofValidator(77)), 2, "there is no validator 77 among 6");
    assertFalse(Files.exists(folder.resolve("node.key")), "a secret that everybody knows");
  }

  @Test
  void aKeyThatIsNotTheValidatorsIsSaid() throws Exception {
    Path key = Files.writeString(folder.resolve("node.key"), "01".repeat(32) + "\n");
    try (NodeUnderTest node = NodeUnderTest.start(ofValidator(3))) {
      node.service("io.tessera.net.NodeKey");
    }
    String line = key + " is not the key of development validator 3, by which";
    assertTrue(Files.readString(Paths.log()).contains(line), line);
  }

  private Setup ofValidator(int index) throws IOException {
    String config =
        """
        { "chain_spec": "%s", "network_config": { "listening_address": "127.0.0.1", "listening_port": 0 },
          "plugins": { "io.tessera.core.peers.key": { "dev_validator": %d } } }
        """;
    Path file = folder.resolve("validator.json");
    Files.writeString(file, config.formatted(SAFROLE, index));
    return Setup.of(folder, SAFROLE).withConfig(file);
  }

  @Test
  void aDataDirectoryOfAnotherChain() throws Exception {
    try (NodeUnderTest node = NodeUnderTest.start(Setup.of(folder, SAFROLE))) {
      node.service("io.tessera.chain.Chain");
    }
    // The same genesis header, another genesis state.
    Path other = Paths.chainSpec("polkajam-dev.json");
    assertLine(exitOf(Setup.of(folder, other)), 2, folder.toString());
  }

  @Test
  void theProcessPrintsTheOneLineAndItsStatus() throws Exception {
    Path config = Files.writeString(folder.resolve("node.json"), "{ \"data_psth\": \"x\" }");
    try (Cli cli = Cli.start("run", "--config", config, "--data", folder.resolve("d"))) {
      assertEquals(2, cli.status(), cli + Wait.tail(cli.err()));
      List<String> lines = cli.err().stream().filter(l -> l.startsWith("tessera: ")).toList();
      assertEquals(1, lines.size(), Wait.tail(cli.err()));
      assertTrue(lines.get(0).contains("data_psth"), lines.get(0));
    }
  }
}
