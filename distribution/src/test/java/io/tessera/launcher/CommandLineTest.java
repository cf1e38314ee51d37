package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
  @TempDir private Path folder;

  private static CommandLine parse(String... words) throws UsageException {
    return CommandLine.parse(List.of(words));
  }

  private static String error(String... words) {
    return assertThrows(UsageException.class, () -> parse(words)).getMessage();
  }

  @Test
  void readsEveryOptionOfRun() throws Exception {
    String file = Files.writeString(folder.resolve("a.json"), "{}").toString();
    CommandLine line =
        parse(
            "run",
            "--config",
            file,
            "--chain=" + file,
            "--data",
            folder.toString(),
            "--listen",
            "[::1]:4000",
            "--bootnode",
            "a",
            "--bootnode=b",
            "--sync",
            "full",
            "--no-shell",
            "--exit-when-synced",
            "--json");
    assertEquals(Optional.of(Path.of(file)), line.config());
    assertEquals(Optional.of(Path.of(file)), line.chain());
    assertEquals(Optional.of(folder), line.data());
    assertEquals(Optional.of(new Endpoint("::1", 4000)), line.listen());
    assertEquals(List.of("a", "b"), line.bootnodes());
    assertEquals(Optional.of("full"), line.sync());
    assertFalse(line.shell());
    assertTrue(line.exitWhenSynced());
    assertTrue(line.json());
  }

  @Test
  void handsTheOptionsOnInTheShapeOfTheFile() throws Exception {
    CommandLine line =
        parse("run", "--listen", "127.0.0.1:0", "--bootnode", "x\"y", "--sync", "full");
    assertEquals(
        "{\"network_config\":{\"listening_address\":\"127.0.0.1\",\"listening_port\":0,"
            + "\"bootstrap_nodes\":[\"x\\\"y\"],\"sync_mode\":\"full\"}}",
        Json.write(Settings.overrides(line)));
    assertEquals("{}", Json.write(Settings.overrides(parse("run"))));
  }

  @Test
  void makesTheFilesOfAnImportAbsolute() throws Exception {
    CommandLine line = parse("import", "--data", "d", "--json", ".");
    assertEquals(
        List.of(Path.of(".").toAbsolutePath().normalize().toString(), "--json"),
        line.serviceArguments());
    assertEquals(List.of("show"), parse("key", "show").serviceArguments());
  }

  @Test
  void helpIsThereForEveryCommand() throws Exception {
    assertEquals(List.of(), parse().arguments());
    assertEquals(List.of("run"), parse("run", "--data", "x", "--help").arguments());
    assertEquals(List.of("key"), parse("help", "key").arguments());
    assertEquals("version", parse("--version").command());
  }

  @Test
  void namesOptionValueAndRemedy() {
    assertEquals(
        "unknown command 'rnu', did you mean 'run'? The commands are run, exec, import, key, chain"
            + " and devnet (./tessera --help)",
        error("rnu"));
    assertEquals(
        "run: unknown option '--bootnodes', did you mean '--bootnode'? See ./tessera run --help",
        error("run", "--bootnodes", "x"));
    assertEquals("option --data needs a value. See ./tessera run --help", error("run", "--data"));
    assertEquals(
        "option --data needs a value. See ./tessera run --help", error("run", "--data", "--json"));
    assertEquals("option --json takes no value, but 'yes' is given", error("run", "--json=yes"));
    assertEquals("option --sync is given twice; keep one", error("run", "--sync=a", "--sync=b"));
    assertEquals("option --data: the path is empty", error("run", "--data="));
    assertEquals("run: unexpected argument 'x'. See ./tessera run --help", error("run", "x"));
    assertEquals(
        "option --config: '/no/file' does not exist or cannot be read",
        error("run", "--config", "/no/file"));
    assertEquals(
        "import: option --data DIR is missing. See ./tessera import --help", error("import", "x"));
    assertEquals(
        "import: '/no/file' does not exist or cannot be read",
        error("import", "--data", "d", "/no/file"));
    assertEquals("key: say 'key generate' or 'key show', not 'key make'", error("key", "make"));
    assertEquals(
        "key: unknown option '--listen'. See ./tessera key --help", error("key", "--listen", "x"));
  }

  @Test
  void refusesAnAddressToListenOnThatIsNone() throws Exception {
    for (String text :
        List.of(
            "1.2.3:9",
            "1.2.3.256:9",
            "host:9",
            "::1:9",
            "1.2.3.4",
            ":9",
            "1.2.3.4:",
            "[zz]:5",
            "[1]:5",
            "")) {
      assertEquals(
          "option --listen: '"
              + text
              + "' is no IP:PORT; write 0.0.0.0:30333, or [::]:30333 for IPv6",
          error("run", "--listen=" + text));
    }
    assertEquals(
        "option --listen: port 65536 in '1.2.3.4:65536' is above 65535",
        error("run", "--listen", "1.2.3.4:65536"));
    assertEquals(new Endpoint("::", 1), Endpoint.parse("--listen", "[::]:1"));
  }

  @Test
  void optionsForMakingBlocksBecomeTheAuthorsConfiguration() throws Exception {
    assertEquals(
        Map.of(
            "plugins",
            Map.of(
                "io.tessera.core.author",
                Map.of("dev_validators", "all", "fast", true, "blocks", 12L, "tickets", false))),
        Settings.overrides(parse("run", "--dev-all", "--fast", "--blocks", "12", "--no-tickets")));
    assertEquals(
        Map.of("plugins", Map.of("io.tessera.core.author", Map.of("dev_validators", "0,2"))),
        Settings.overrides(parse("run", "--dev-validator", "0,2")));
    assertEquals(
        Map.of(
            "plugins",
            Map.of(
                "io.tessera.core.author",
                Map.of("dev_validators", "3"),
                "io.tessera.core.peers.key",
                Map.of("dev_validator", 3))),
        Settings.overrides(parse("run", "--dev-validator", "3")));
    assertEquals(Map.of(), Settings.overrides(parse("run")));
  }

  @Test
  void optionsForMakingBlocksAreChecked() {
    assertEquals(
        "options --dev-all and --dev-validator: give one of them",
        error("run", "--dev-all", "--dev-validator", "1"));
    assertEquals(
        "option --fast needs --dev-all or --dev-validator. See ./tessera run --help",
        error("run", "--fast"));
    assertEquals(
        "option --dev-validator: 'x' is no index such as 0, nor a list as 0,2",
        error("run", "--dev-validator", "x"));
    assertEquals(
        "option --blocks: '-1' is no number from 0 to 999999999",
        error("run", "--dev-all", "--blocks", "-1"));
  }

  @Test
  void chainMakesADevelopmentChain() throws Exception {
    String file = folder.resolve("dev.json").toString();
    assertEquals(
        List.of("new-dev", "--out", file, "--state-keys", "7"),
        parse("chain", "new-dev", "--state-keys", "7", "--out", file).serviceArguments());
    assertEquals(
        "option --slot-seconds: '0' is no number from 1 to 99",
        error("chain", "new-dev", "--slot-seconds", "0"));
    assertEquals("chain: say 'chain new-dev', not 'chain'", error("chain"));
    assertEquals("chain: say 'chain new-dev', not 'chain old'", error("chain", "old"));
  }

  private static DevnetOptions devnet(String... words) throws UsageException {
    return DevnetOptions.of(parse(words).more());
  }

  @Test
  void devnetMakesAChainOrTakesATrace() throws Exception {
    assertEquals(
        new DevnetOptions(3, 30, true, Optional.empty(), DevnetOptions.Kind.EITHER),
        devnet("devnet"));
    assertEquals(
        new DevnetOptions(4, 60, false, Optional.empty(), DevnetOptions.Kind.AUTHORED),
        devnet("devnet", "--nodes", "4", "--blocks=60", "--no-tickets"));
    assertEquals(
        new DevnetOptions(3, 30, true, Optional.of("some/trace"), DevnetOptions.Kind.TRACE),
        devnet("devnet", "--trace", "some/trace", "--json"));
    for (String[] words : new String[][] {{"devnet", "--trace"}, {"devnet", "--trace", "--json"}}) {
      assertEquals(
          new DevnetOptions(3, 30, true, Optional.empty(), DevnetOptions.Kind.TRACE),
          devnet(words));
    }
    assertTrue(parse("devnet", "--trace", "--json").json());
    for (String one : List.of("--nodes=2", "--blocks=1", "--no-tickets")) {
      assertEquals(DevnetOptions.Kind.AUTHORED, devnet("devnet", one).kind());
    }
  }

  @Test
  void optionsOfDevnetAreChecked() {
    assertEquals("option --nodes: '1' is no number from 2 to 32", error("devnet", "--nodes", "1"));
    assertEquals(
        "option --nodes: '33' is no number from 2 to 32", error("devnet", "--nodes", "33"));
    assertEquals(
        "option --blocks: '0' is no number from 1 to 100000", error("devnet", "--blocks", "0"));
    assertEquals(
        "option --blocks: 'x' is no number from 1 to 100000", error("devnet", "--blocks", "x"));
    assertEquals(
        "options --trace and --blocks: a trace's blocks are made already",
        error("devnet", "--trace", "--blocks", "3"));
    assertEquals(
        "devnet: unexpected argument 'x'. See ./tessera devnet --help", error("devnet", "x"));
  }

  @Test
  void statusLinesComeAtAnInterval() throws Exception {
    CommandLine line = parse("run", "--status-every", "0.5", "--json");
    assertTrue(StatusOption.given(line.more()));
    assertEquals(List.of("0.5", "--json"), StatusOption.arguments(line));
    assertFalse(StatusOption.given(parse("run").more()));
    for (String wrong : List.of("0", "0.000", "1e3", "x", "123456", "-1")) {
      assertEquals(
          "option --status-every: '" + wrong + "' is no number of seconds such as 0.5 or 10",
          error("run", "--status-every=" + wrong));
    }
    assertEquals(
        "options --status-every and --exit-when-synced: give one of them",
        error("run", "--status-every", "1", "--exit-when-synced"));
  }

  @Test
  void telemetryGoesToAHostAndPort() throws Exception {
    for (String endpoint : List.of("127.0.0.1:9000", "[::1]:1", "tart.example:65535")) {
      assertEquals(
          Map.of("plugins", Map.of("io.tessera.operator.telemetry", Map.of("endpoint", endpoint))),
          Settings.overrides(parse("run", "--telemetry", endpoint)));
    }
    for (String wrong : List.of("", "host", ":9000", "host:0", "host:65536", "::1:9000")) {
      assertEquals(
          "option --telemetry: '"
              + wrong
              + "' is no HOST:PORT; write 127.0.0.1:9000, [::1]:9000 or tart.example:9000",
          error("run", "--telemetry=" + wrong));
    }
  }
}
