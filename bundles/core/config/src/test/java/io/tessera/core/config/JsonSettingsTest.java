package io.tessera.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonSettingsTest {
  @TempDir private Path folder;

  private List<Setting> read(String text) throws Exception {
    return JsonSettings.ofFile(Files.writeString(folder.resolve("a.json"), text));
  }

  private String error(String text) {
    String line = assertThrows(ConfigException.class, () -> read(text)).getMessage();
    return line.substring(line.indexOf("a.json"));
  }

  @Test
  void flattensObjectsAndSaysWhereEachValueStands() throws Exception {
    List<Setting> settings =
        read("{ // why\n \"a\": { \"b\": 1,\n /* all */ \"c\": [\"x\", true] },\n \"d\": \"e\", }");
    assertEquals(
        List.of(List.of("a", "b"), List.of("a", "c"), List.of("d")),
        settings.stream().map(Setting::path).toList());
    assertEquals(
        List.<Object>of(1, List.of("x", true), "e"),
        settings.stream().map(Setting::value).toList());
    assertEquals(folder.resolve("a.json") + ":3", settings.get(1).origin());
  }

  @Test
  void namesTheLineOfAMistake() {
    assertEquals("a.json:2: is no JSON", error("{\n \"a\": bad }").split(": U", -1)[0]);
    assertEquals("a.json:2: x is null; leave the key out instead", error("{\n \"x\": null }"));
    assertEquals("a.json:1: must be one JSON object, { ... }", error("[]"));
    assertEquals("a.json:1: something follows the closing brace", error("{} 1"));
    assertEquals("a.json:1: x: a list holds only plain values", error("{\"x\": [{}]}"));
    assertEquals("a.json:1: x: a list holds only plain values", error("{\"x\": [[1]]}"));
  }

  @Test
  void anEndThatIsMissingIsSaidWithoutTheParsersOwnTerms() {
    assertEquals(
        "a.json:1: is no JSON: Unexpected end-of-input: expected close marker for Object",
        error("{ \"x\": 1"));
  }

  @Test
  void refusesAKeyThatStandsTwice() {
    assertEquals("a.json:2: is no JSON: Duplicate field 'x'", error("{ \"x\": 1,\n \"x\": 2 }"));
  }

  @Test
  void namesAFileThatIsMissing() {
    Path missing = folder.resolve("b.json");
    String line =
        assertThrows(ConfigException.class, () -> JsonSettings.ofFile(missing)).getMessage();
    assertEquals(missing + ": does not exist", line);
  }

  @Test
  void readsWhatShips() throws Exception {
    Path configs = Path.of(System.getProperty("tessera.root"), "configs");
    try (Stream<Path> files = Files.list(configs)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        new Schema(java.util.Map.of()).check(JsonSettings.ofFile(file));
      }
    }
  }
}
