package io.tessera.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.net.LiveConfiguration.ConfigKey;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditTest {
  private static final String PID = Metatexts.PID;
  private static final List<String> LEVEL = List.of("plugins", PID, "level");

  private final Schema schema = Metatexts.schema();

  @TempDir private Path folder;

  private static Layers layers(String file, String commandLine) throws Exception {
    return new Layers(
        JsonSettings.ofText(file, "f"),
        List.of(),
        JsonSettings.ofText(commandLine, "command line"),
        List.of());
  }

  private Layers set(Layers now, String group, String name, String value) throws Exception {
    return Edit.of(schema, now, group, Map.of(name, Optional.of(value)));
  }

  private String refused(Layers now, String group, String name, Optional<String> value) {
    return assertThrows(
            ConfigException.class,
            () -> schema.check(Edit.of(schema, now, group, Map.of(name, value)).merged().all()))
        .getMessage();
  }

  @Test
  void whatIsTypedBecomesWhatAFileWouldSay() throws Exception {
    Layers now = layers("{\"network_config\": {\"listening_port\": 7}}", "{}");
    Layers all = set(now, "network_config", "listening_port", "8");
    all = set(all, PID, "loud", "false");
    all = set(all, PID, "tags", "a\\,b,c");
    all = set(all, PID, "share", "1e-1");
    all = set(all, PID, "sign", "7");
    schema.check(all.merged().all());
    assertEquals(
        new BigDecimal(8),
        all.merged().at(List.of("network_config", "listening_port")).get().value());
    Map<String, Object> slice = schema.slice(PID, all.merged());
    assertEquals(false, slice.get("loud"));
    assertEquals(List.of("a,b", "c"), List.of((String[]) slice.get("tags")));
    assertEquals(0.1, slice.get("share"));
    assertEquals('7', slice.get("sign"));
    assertEquals(
        0, ((String[]) schema.slice(PID, set(all, PID, "tags", "").merged()).get("tags")).length);
  }

  @Test
  void whatCannotBeIsRefused() throws Exception {
    Layers now = layers("{}", "{\"network_config\": {\"listening_port\": 7}}");
    assertEquals(
        "config set: network_config.listening_port = \"8\": the command line says what it is, and"
            + " wins; start the node without that",
        refused(now, "network_config", "listening_port", Optional.of("8")));
    assertEquals(
        "config set: plugins." + PID + ".level = \"x\": must be one of 1, 2",
        refused(now, PID, "level", Optional.of("x")));
    assertEquals(
        "config set: io.tessera.transport.quik is no component that is installed and reads a"
            + " configuration, did you mean "
            + PID
            + "?; see config",
        refused(now, "io.tessera.transport.quik", "level", Optional.of("1")));
    assertTrue(
        refused(now, PID, "levl", Optional.of("1"))
            .startsWith(
                "config set: plugins." + PID + ".levl = \"1\": unknown key, did you mean level?"));
    assertEquals(
        "config unset: plugins." + PID + ".level was not set; its value comes from: default",
        refused(now, PID, "level", Optional.empty()));
  }

  @Test
  void theOverlayWinsOverTheFileUntilItIsTakenBack() throws Exception {
    Layers now = layers("{\"plugins\": {\"" + PID + "\": {\"level\": 1}}}", "{}");
    Layers told = now.withTold(List.of(new Setting(LEVEL, 1, "told")));
    Layers set = set(told, PID, "level", "2");
    assertEquals(new BigDecimal(2), set.merged().at(LEVEL).get().value());
    assertEquals(List.of(), set.told(), "what was told before is over");
    Layers back = Edit.of(schema, set, PID, Map.of("level", Optional.empty()));
    assertEquals(1, back.merged().at(LEVEL).get().value());
  }

  @Test
  void theOverlayIsAFileForItsOwnerAlone() throws Exception {
    Overlay overlay = new Overlay(folder.resolve("data"));
    assertEquals(List.of(), overlay.read());
    List<Setting> settings =
        List.of(
            new Setting(LEVEL, new BigDecimal(2), "x"),
            new Setting(List.of("network_config", "bootstrap_nodes"), List.of("a\"b", "ü"), "x"),
            new Setting(List.of("plugins", PID, "loud"), false, "x"),
            new Setting(List.of("network_config", "listening_port"), 5, "x"));
    List<Setting> written = overlay.write(settings);
    assertEquals(written, overlay.read());
    Settings read = new Settings().with(written);
    assertEquals(List.of(), new Settings().with(settings).changesTo(read));
    Path file = folder.resolve("data/overlay.json");
    assertEquals(file + ":5", read.at(LEVEL).get().origin());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.writeString(file.resolveSibling("overlay.json.part"), "left by a crash");
    overlay.write(settings.subList(0, 1));
    assertEquals(1, overlay.read().size());
    overlay.write(List.of());
    assertFalse(Files.exists(file), "nothing to keep");
  }

  @Test
  void anOverlayThatCannotBeWrittenIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Overlay overlay = new Overlay(file);
    List<Setting> settings = List.of(new Setting(LEVEL, new BigDecimal(2), "x"));
    String line = assertThrows(ConfigException.class, () -> overlay.write(settings)).getMessage();
    assertTrue(
        line.startsWith("config: " + file.resolve("overlay.json") + " cannot be written: "), line);
  }

  @Test
  void aKeyTellsValueDefaultAndOrigin() throws Exception {
    Layers now =
        layers(
            "{\"plugins\": {\"" + PID + "\": {\"level\": 2}, \"org.x\": {\"a\": {\"b\": 1}}}}",
            "{}");
    List<ConfigKey> keys = Keys.of(schema, now.merged());
    ConfigKey level = find(keys, PID, "level");
    assertEquals(Optional.of(2), level.value());
    assertEquals(Optional.of(new BigDecimal(1)), level.standard());
    assertEquals("f", level.origin());
    assertEquals(List.of("1", "2"), level.options());
    assertEquals(List.of("true", "false"), find(keys, PID, "loud").options());
    assertEquals(Optional.of(true), find(keys, PID, "enabled").value());
    assertEquals(Optional.of(List.of("a,b", "c")), find(keys, PID, "tags").value());
    assertTrue(find(keys, "node", "data_path").readAtStart());
    assertEquals("anything: no such plugin is installed now", find(keys, "org.x", "a.b").allowed());
    assertEquals("node", keys.getFirst().group());
    List<String> groups = keys.stream().map(ConfigKey::group).distinct().toList();
    assertEquals(List.of("node", "network_config", PID, "org.x"), groups);
  }

  private static ConfigKey find(List<ConfigKey> keys, String group, String name) {
    return keys.stream()
        .filter(key -> key.group().equals(group) && key.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
