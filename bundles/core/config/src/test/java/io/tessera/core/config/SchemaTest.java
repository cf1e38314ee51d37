package io.tessera.core.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private static final String PID = Metatexts.PID;

  private final Schema schema = Metatexts.schema();

  private Map<String, Object> slice(String json) throws Exception {
    Settings settings = new Settings().with(JsonSettings.ofText(json, "f"));
    schema.check(settings.all());
    return schema.slice(PID, settings);
  }

  private String error(String json) {
    return assertThrows(ConfigException.class, () -> slice(json)).getMessage();
  }

  @Test
  void fillsInTheDefaultsOfTheMetatype() throws Exception {
    Map<String, Object> slice = slice("{}");
    assertEquals(30333, slice.get("network_config.listening_port"));
    assertEquals(30000L, slice.get("idle_timeout_ms"));
    assertEquals(true, slice.get("loud"));
    assertArrayEquals(new String[] {"a,b", "c"}, (String[]) slice.get("tags"));
    assertArrayEquals(new String[0], (String[]) slice.get("network_config.bootstrap_nodes"));
    assertFalse(slice.containsKey("node.data_path"));
  }

  @Test
  void takesEachValueFromItsPlaceInTheFile() throws Exception {
    Map<String, Object> slice =
        slice(
            """
            { "network_config": { "listening_port": 1, "bootstrap_nodes": ["1.2.3.4:5"] },
              "data_path": "d", "plugins": { "io.tessera.transport.quic": { "idle_timeout_ms": 7, "loud": false } } }
            """);
    assertEquals(1, slice.get("network_config.listening_port"));
    assertArrayEquals(
        new String[] {"1.2.3.4:5"}, (String[]) slice.get("network_config.bootstrap_nodes"));
    assertEquals("d", slice.get("node.data_path"));
    assertEquals(7L, slice.get("idle_timeout_ms"));
    assertEquals(false, slice.get("loud"));
  }

  @Test
  void namesKeyValueAndWhatIsAllowed() {
    assertEquals(
        "f: network_config.listening_port = 99999: must be an integer from 0 to 65535",
        error("{\"network_config\": {\"listening_port\": 99999}}"));
    assertEquals(
        "f: network_config.listening_port = 0: must be an integer from 1 to 65535",
        error("{\"network_config\": {\"listening_port\": 0}}"));
    assertEquals(
        "f: network_config.listening_port = \"80\": must be an integer from 0 to 65535",
        error("{\"network_config\": {\"listening_port\": \"80\"}}"));
    assertEquals(
        "f: network_config.listening_port = 1.5: must be an integer from 0 to 65535",
        error("{\"network_config\": {\"listening_port\": 1.5}}"));
    assertEquals(
        "f: network_config.sync_mode = \"fast\": must be one of full, light",
        error("{\"network_config\": {\"sync_mode\": \"fast\"}}"));
    assertEquals(
        "f: plugins.io.tessera.transport.quic.idle_timeout_ms = 0: must be an integer, at least 1",
        error("{\"plugins\": {\"io.tessera.transport.quic\": {\"idle_timeout_ms\": 0}}}"));
    assertEquals(
        "f: network_config.bootstrap_nodes = \"x\": must be a list, [ ... ], of which each is a string",
        error("{\"network_config\": {\"bootstrap_nodes\": \"x\"}}"));
    assertEquals(
        "f: network_config = 5: must be an object, { ... }", error("{\"network_config\": 5}"));
  }

  @Test
  void refusesAnAddressThatIsNone() {
    String line = error("{\"network_config\": {\"reserved_nodes\": [\"1.2.3.4\"]}}");
    assertEquals("f: network_config.reserved_nodes: '1.2.3.4' is no", line.substring(0, 49));
  }

  @Test
  void suggestsTheKeyThatWasMeant() {
    String line = error("{\"network_config\": {\"listening_prt\": 1}}");
    assertEquals(
        "f: network_config.listening_prt = 1: unknown key, did you mean listening_port?",
        line.substring(0, line.indexOf(" (known: ")));
    assertEquals(
        "f: network = 1: unknown key (known: $schema, chain_spec, data_path, network_config,"
            + " plugins)",
        error("{\"network\": 1}"));
  }

  @Test
  void aGroupThatIsUnknownHasNoValueOfOneOfItsKeys() {
    String line = error("{\"network_confi\": {\"max_peers\": 3}}");
    assertTrue(
        line.startsWith("f: network_confi: unknown key, did you mean network_config?"), line);
  }

  @Test
  void acceptsTheWholeShapeWhateverIsInstalled() throws Exception {
    String shape =
        """
        { "network_config": { "listening_address": "::", "listening_port": 1, "max_peers": 50,
            "bootstrap_nodes": [], "reserved_nodes": [], "sync_mode": "any" },
          "chain_spec": "c", "data_path": "d" }
        """;
    new Schema(Map.of()).check(JsonSettings.ofText(shape, "f"));
  }

  @Test
  void keepsTheSettingsOfAPluginThatIsNotThereYet() throws Exception {
    List<Setting> all = JsonSettings.ofText("{\"plugins\": {\"org.example\": {\"x\": 1}}}", "f");
    assertEquals(all, schema.check(all));
    assertEquals(
        "f: no such plugin is installed now: org.example; its settings wait for it",
        schema.waiting(all.getFirst()));
    String near = "{\"plugins\": {\"io.tessera.transport.quik\": {\"x\": 1}}}";
    List<Setting> misspelt = schema.check(JsonSettings.ofText(near, "f"));
    assertEquals(
        "f: no such plugin is installed now: io.tessera.transport.quik, did you mean "
            + PID
            + "?; its settings wait for it",
        schema.waiting(misspelt.getFirst()));
  }

  @Test
  void readsTheSwitchOfAPlugin() throws Exception {
    String off = "{\"plugins\": {\"" + PID + "\": {\"enabled\": false}}}";
    Settings settings = new Settings().with(JsonSettings.ofText(off, "f"));
    schema.check(settings.all());
    assertFalse(settings.enabled(PID, true));
    assertEquals(true, settings.enabled("other", true));
    assertEquals(
        "f: plugins." + PID + ".enabled = \"no\": must be true or false",
        error("{\"plugins\": {\"" + PID + "\": {\"enabled\": \"no\"}}}"));
  }

  @Test
  void aComponentMayBeOffUntilItIsSwitchedOn() throws Exception {
    assertEquals(true, schema.enabledByDefault(PID));
    String loud = "<AD id=\"loud\" type=\"Boolean\" default=\"true\"/>";
    String off = "<AD id=\"enabled\" type=\"Boolean\" default=\"false\"/>";
    Schema quiet = Metatexts.schema(Metatexts.XML.replace(loud, off));
    assertFalse(quiet.enabledByDefault(PID));
    String on = "{\"plugins\": {\"" + PID + "\": {\"enabled\": true}}}";
    Settings settings = new Settings().with(JsonSettings.ofText(on, "f"));
    quiet.check(settings.all());
    assertEquals(true, settings.enabled(PID, quiet.enabledByDefault(PID)));
    assertEquals(true, quiet.slice(PID, settings).get("enabled"));
  }

  @Test
  void refusesAChangeOfWhatIsReadAtStart() throws Exception {
    Settings now = new Settings().with(JsonSettings.ofText("{\"data_path\": \"a\"}", "f"));
    Settings same =
        new Settings()
            .with(
                JsonSettings.ofText(
                    "{\"data_path\": \"a\", \"network_config\": {\"listening_port\": 5}}", "f"));
    schema.checkRunning(now, same, List.of(PID));
    Settings other = new Settings().with(JsonSettings.ofText("{\"data_path\": \"b\"}", "f"));
    schema.checkRunning(now, other, List.of()); // nobody runs with it
    assertEquals(
        "f: data_path = \"b\": is read once, at start: restart the node for it; it runs with \"a\"",
        refused(now, other));
    assertEquals(
        "data_path is gone: is read once, at start: restart the node for it; it runs with \"a\"",
        refused(now, new Settings()));
  }

  private String refused(Settings now, Settings then) {
    return assertThrows(ConfigException.class, () -> schema.checkRunning(now, then, List.of(PID)))
        .getMessage();
  }

  @Test
  void aKeyWithSeveralReadersIsWhatAllOfThemTake() {
    List<Attribute> readers = schema.keys().get(List.of("network_config", "listening_port"));
    Attribute all = Attribute.all(readers);
    assertEquals("an integer from 1 to 65535", all.allowed());
    assertEquals(List.of("30333"), all.defaults());
    assertEquals("UDP port; 0 any free.", all.description());
    Attribute data = Attribute.all(schema.keys().get(List.of("data_path")));
    assertEquals(true, data.readAtStart(), "a reader says so");
  }
}
