package io.tessera.core.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private static final String PID = "io.tessera.transport.quic";

  private static final String XML =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
        <OCD id="o" name="n">
          <AD id="network_config.listening_port" type="Integer" default="30333" min="1" max="65535"/>
          <AD id="network_config.bootstrap_nodes" type="String" cardinality="2147483647" default=""/>
          <AD id="network_config.sync_mode" type="String" default="full"><Option label="f" value="full"/><Option label="l" value="light"/></AD>
          <AD id="node.data_path" type="String"/>
          <AD id="idle_timeout_ms" type="Long" default="30000" min="1"/>
          <AD id="tags" type="String" cardinality="3" default="a\\,b, c"/>
          <AD id="loud" type="Boolean" default="true"/>
        </OCD>
        <Designate pid="io.tessera.transport.quic"><Object ocdref="o"/></Designate>
        <Designate factoryPid="many"><Object ocdref="o"/></Designate>
      </metatype:MetaData>
      """;

  private final Schema schema;

  SchemaTest() throws Exception {
    schema =
        new Schema(
            MetatypeXml.read(new ByteArrayInputStream(XML.getBytes(StandardCharsets.UTF_8))));
  }

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
        "f: network = 1: unknown key (known: chain_spec, data_path, network_config, plugins)",
        error("{\"network\": 1}"));
    assertEquals(
        "f: plugins.io.tessera.transport.quik = 1: unknown key, did you mean io.tessera.transport.quic?"
            + " (known: io.tessera.transport.quic)",
        error("{\"plugins\": {\"io.tessera.transport.quik\": {\"loud\": 1}}}"));
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
    Schema quiet =
        new Schema(
            MetatypeXml.read(
                new ByteArrayInputStream(XML.replace(loud, off).getBytes(StandardCharsets.UTF_8))));
    assertFalse(quiet.enabledByDefault(PID));
    String on = "{\"plugins\": {\"" + PID + "\": {\"enabled\": true}}}";
    Settings settings = new Settings().with(JsonSettings.ofText(on, "f"));
    quiet.check(settings.all());
    assertEquals(true, settings.enabled(PID, quiet.enabledByDefault(PID)));
    assertEquals(true, quiet.slice(PID, settings).get("enabled"));
  }
}
