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
  @TempDir private Path folder;

  @Test
  void theCommandLineWinsOverTheFile() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.json"),
            "{\"chain_spec\": \"c.json\", \"network_config\": {\"max_peers\": 1,"
                + " \"listening_port\": 2}}");
    Settings settings =
        new Source(
                Optional.of(file),
                "{\"network_config\": {\"listening_port\": 3}}",
                folder,
                Optional.of("/d"))
            .read();
    assertEquals(3, settings.at(List.of("network_config", "listening_port")).get().value());
    assertEquals(1, settings.at(List.of("network_config", "max_peers")).get().value());
    assertEquals(
        folder.resolve("c.json").toString(), settings.at(List.of("chain_spec")).get().value());
    assertEquals("/d", settings.at(List.of("data_path")).get().value());
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
