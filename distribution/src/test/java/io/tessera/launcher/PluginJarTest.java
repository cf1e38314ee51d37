package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginJarTest {
  @TempDir private Path folder;

  private PluginJar jar(String version) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", "org.example;singleton:=true");
    manifest.getMainAttributes().putValue("Bundle-Version", version);
    Path file = folder.resolve("example.jar");
    try (OutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      out.flush();
    }
    return PluginJar.read(file);
  }

  @Test
  void aVersionThatIsNoneIsNamed() throws Exception {
    assertEquals(
        Optional.of("its Bundle-Version is 'foo.bar'; write MAJOR.MINOR.MICRO, such as 1.0.0"),
        jar("foo.bar").mistake());
    assertEquals(new PluginJar("org.example", "1.2.3.x", false), jar("1.2.3.x"));
    assertEquals(Optional.empty(), jar("1.2.3.x").mistake());
  }
}
