package io.tessera.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {
  private static final List<String> DATA = List.of("data_path");

  @TempDir private Path folder;

  @Test
  void theCommandLineWinsOverTheFile() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.json"),
            "{\"chain_spec\": \"c.json\", \"network_config\": {\"max_peers\": 1,"
                + " \"listening_port\": 2}}");
    Source source =
        new Source(
            Optional.of(file),
            "{\"network_config\": {\"listening_port\": 3}}",
            folder,
            Optional.of("/d"));
    List<Setting> inFile = source.readFile();
    Settings settings =
        new Layers(inFile, List.of(), source.readCommandLine(inFile), List.of()).merged();
    assertEquals(3, settings.at(List.of("network_config", "listening_port")).get().value());
    assertEquals(1, settings.at(List.of("network_config", "max_peers")).get().value());
    assertEquals(
        folder.resolve("c.json").toString(), settings.at(List.of("chain_spec")).get().value());
    assertEquals(new Setting(DATA, "/d", "default"), settings.at(DATA).get());
  }

  @Test
  void theLauncherDecidesWhereTheDataIs() throws Exception {
    Path file = Files.writeString(folder.resolve("a.json"), "{\"data_path\": \"here\"}");
    String here = folder.resolve("here").toString();
    assertEquals(new Setting(DATA, here, file + ":1"), data(file, "{}", here));
    assertEquals(new Setting(DATA, "/d", "command line"), data(file, "{}", "/d"));
    assertEquals(
        new Setting(DATA, here, "command line"), data(file, "{\"data_path\": \"here\"}", here));
  }

  private Setting data(Path file, String overrides, String data) throws Exception {
    Source source = new Source(Optional.of(file), overrides, folder, Optional.of(data));
    List<Setting> inFile = source.readFile();
    return new Layers(inFile, List.of(), source.readCommandLine(inFile), List.of())
        .merged()
        .at(DATA)
        .get();
  }

  @Test
  void aNodeThatOnlyImportsOpensNoSocket() {
    assertTrue(Mode.of("run").wants("org.example.plugin"));
    assertFalse(Mode.of("import").wants("io.tessera.transport.quic"));
    assertFalse(Mode.of("import").wants("org.example.plugin"));
    assertTrue(Mode.of("import").wants("io.tessera.store.rocksdb"));
    assertFalse(Mode.of("key").wants("io.tessera.store.rocksdb"));
    assertTrue(Mode.of("key").wants("io.tessera.core.peers"));
    assertFalse(Mode.of("key").wants(null));
    assertFalse(Mode.of("chain").wants("io.tessera.core.peers"));
  }
}
