package io.tessera.operator.shell;

import static io.tessera.operator.shell.Fixtures.SESSION;
import static io.tessera.operator.shell.Fixtures.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.net.LiveConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigCommandTest {
  private static final String MDNS = "io.tessera.discovery.mdns";

  /** Remembers the last change, refuses what is called wrong. */
  private static final class Fake implements LiveConfiguration {
    private String changed = "";

    @Override
    public List<ConfigKey> keys() {
      return List.of(
          key("node", "data_path", "/a/very/long/path/to/some/data", "data", "/etc/n.json:3"),
          key("network_config", "max_peers", 20, 50, "/d/overlay.json:4"),
          new ConfigKey(
              "network_config",
              "bootstrap_nodes",
              Optional.of(List.of("a", "b")),
              Optional.of(List.of()),
              "command line",
              "a list, of which each is a string",
              List.of(),
              false,
              "Whom to ask first"),
          new ConfigKey(
              MDNS,
              "enabled",
              Optional.of(false),
              Optional.of(false),
              "default",
              "true or false",
              List.of("true", "false"),
              false,
              "Whether to look"));
    }

    private static ConfigKey key(
        String group, String name, Object value, Object standard, String at) {
      return new ConfigKey(
          group,
          name,
          Optional.of(value),
          Optional.of(standard),
          at,
          "anything",
          List.of(),
          false,
          "");
    }

    @Override
    public Outcome change(String group, Map<String, Optional<String>> values) {
      if (values.containsKey("wrong")) {
        throw new IllegalArgumentException("config set: wrong = 1: unknown key");
      }
      changed = group + " " + values;
      return new Outcome(List.of("a.B"), List.of(), List.of(), List.of("c.D"));
    }
  }

  private final Fake live = new Fake();
  private final ConfigCommand command = new ConfigCommand(Fixtures.diagnosis());

  ConfigCommandTest() {
    command.configuration = live;
  }

  @Test
  void showsEachKeyWithValueDefaultAndOrigin() throws Exception {
    assertEquals(
        """
        KEY                VALUE                         DEFAULT  ORIGIN
        node
          data_path        /a/very/long/path/to/some/d…  data     n.json:3
        network_config
          max_peers        20                            50       overlay.json:4
          bootstrap_nodes  a, b                          none     command line
        io.tessera.discovery.mdns
          enabled          false                         false    default
        config KEY shows one of them in full\
        """,
        command.config(session(72)));
  }

  @Test
  void showsWhatBeginsAlike() throws Exception {
    assertEquals(
        """
        io.tessera.discovery.mdns.enabled = false
          default  false
          origin   default
          allowed  true or false
          Whether to look\
        """,
        command.config(SESSION, "plugins." + MDNS));
    assertTrue(command.config(SESSION, "max_peers").startsWith("network_config.max_peers = 20\n"));
    assertEquals(5, command.config(SESSION, "network_config").lines().count());
    assertEquals(
        "{\"keys\":[{\"group\":\"network_config\",\"name\":\"max_peers\",\"value\":20,\"default\":50,"
            + "\"origin\":\"/d/overlay.json:4\",\"allowed\":\"anything\",\"options\":[],"
            + "\"read_at_start\":false,\"description\":\"\"}]}",
        command.config(SESSION, "--json", "network_config.max_peers"));
    assertEquals(
        "config: no key begins with 'xyz'; config alone shows all",
        assertThrows(CommandException.class, () -> command.config(SESSION, "xyz")).getMessage());
  }

  @Test
  void changesAndSaysWhatThatDid() throws Exception {
    assertEquals(
        "done; restarted a.B; stopped c.D",
        command.config(SESSION, "set", MDNS, "interfaces=a=b,c"));
    assertEquals(MDNS + " {interfaces=Optional[a=b,c]}", live.changed);
    command.config(SESSION, "unset", MDNS, "enabled");
    assertEquals(MDNS + " {enabled=Optional.empty}", live.changed);
    assertEquals(
        "{\"restarted\":[\"a.B\"],\"modified\":[],\"started\":[],\"stopped\":[\"c.D\"]}",
        command.config(SESSION, "set", MDNS, "enabled=true", "--json"));
  }

  @Test
  void refusesInOneLine() {
    refused("config set: wrong = 1: unknown key", "set", MDNS, "wrong=1");
    refused("config: give set GROUP NAME=VALUE…, see help config", "set", MDNS);
    refused("config: 'enabled' has no name and value; give NAME=VALUE", "set", MDNS, "enabled");
    refused("config: 'enabled=true' is no name; give NAME", "unset", MDNS, "enabled=true");
    assertEquals("", live.changed);
  }

  private void refused(String line, String... words) {
    assertEquals(
        line,
        assertThrows(CommandException.class, () -> command.config(SESSION, words)).getMessage());
  }

  @Test
  void theTabKeyOffersWhatFitsThere() {
    List<String> first = command.__config(List.of("config", ""));
    assertTrue(first.containsAll(List.of("set", "unset", MDNS, MDNS + ".enabled")), "" + first);
    assertEquals(
        List.of("node", "network_config", MDNS), command.__config(List.of("config", "set", "")));
    assertEquals(
        List.of("enabled=true", "enabled=false"),
        command.__config(List.of("config", "set", MDNS, "")));
    assertEquals(List.of("enabled"), command.__config(List.of("config", "unset", MDNS, "en")));
    assertEquals(
        List.of("max_peers=", "bootstrap_nodes="),
        command.__config(List.of("config", "set", "network_config", "max_peers=1", "")));
  }
}
