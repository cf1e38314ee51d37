package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;

/** A developer's protocol, dropped into the folder for plugins, starts; taken away, it stops. */
class DropInIT {
  private static final String NAME = "example.echo";

  private static final String SOURCE =
      """
      package example.echo;

      import io.tessera.net.PeerStream;
      import io.tessera.net.StreamException;
      import io.tessera.net.StreamProtocol;

      public final class Echo implements StreamProtocol {
        @Override
        public String name() {
          return "CE 200 echo";
        }

        @Override
        public void serve(PeerStream stream) throws StreamException {
          stream.finish();
        }
      }
      """;
  private static final String COMPONENT =
      """
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="example.echo.Echo">
        <implementation class="example.echo.Echo"/>
        <property name="stream.kind" type="Integer" value="200"/>
        <service><provide interface="io.tessera.net.StreamProtocol"/></service>
      </scr:component>
      """;

  @Test
  void aJarInThePluginsFolderStartsAndItsRemovalStopsIt(@TempDir Path folder) throws Exception {
    Path jar = build(folder);
    Path data = Files.createDirectory(folder.resolve("data"));
    Path chain = Paths.trace("safrole").resolve("genesis.bin");
    try (NodeUnderTest node = NodeUnderTest.start(Setup.of(data, chain))) {
      node.address();
      assertFalse(node.gogo("tessera:protocols").contains("CE 200"));
      CompletableFuture<Void> came = new CompletableFuture<>();
      CompletableFuture<Void> left = new CompletableFuture<>();
      watch(node, came, left);
      Path plugin = data.resolve("plugins").resolve("echo.jar");
      Files.move(jar, plugin, StandardCopyOption.ATOMIC_MOVE);
      Wait.until("the plugin's protocol", came);
      String protocols = node.gogo("tessera:protocols");
      assertTrue(protocols.matches("(?s).*200  CE 200 echo +serves .*example\\.echo.*"), protocols);
      Files.delete(plugin);
      Wait.until("the protocol's end", left);
      assertFalse(node.gogo("tessera:protocols").contains("CE 200"));
    }
  }

  /**
   * The framework tells such listeners once all that the start or the stop brings about is done.
   */
  private static void watch(
      NodeUnderTest node, CompletableFuture<Void> came, CompletableFuture<Void> left) {
    BundleListener listener =
        event -> {
          if (NAME.equals(event.getBundle().getSymbolicName())) {
            switch (event.getType()) {
              case BundleEvent.STARTED -> came.complete(null);
              case BundleEvent.STOPPED -> left.complete(null);
              default -> {}
            }
          }
        };
    node.context().addBundleListener(listener);
  }

  /** Compiles and packs the plugin with nothing but the JDK and the bundles of the distribution. */
  private static Path build(Path folder) throws IOException {
    Path source = Files.createDirectories(folder.resolve("example/echo")).resolve("Echo.java");
    Files.writeString(source, SOURCE);
    String classes = bundle("api.net") + File.pathSeparator + bundle("lib.codec");
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "21",
                "-proc:none",
                "-cp",
                classes,
                source.toString());
    assertEquals(0, status, "the plugin compiles");
    Path jar = folder.resolve("echo.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest())) {
      put(entries, "OSGI-INF/echo.xml", COMPONENT.getBytes(StandardCharsets.UTF_8));
      put(
          entries,
          "example/echo/Echo.class",
          Files.readAllBytes(source.resolveSibling("Echo.class")));
    }
    return jar;
  }

  private static Path bundle(String room) throws IOException {
    try (var files = Files.list(Paths.distribution().resolve("bundles"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("io.tessera." + room + "-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Map<String, String> headers =
        Map.of(
            "Manifest-Version", "1.0",
            "Bundle-ManifestVersion", "2",
            "Bundle-SymbolicName", NAME,
            "Bundle-Version", "1.0.0",
            "Import-Package", "io.tessera.net;version=\"[1,2)\"",
            "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.3))\"",
            "Service-Component", "OSGI-INF/echo.xml");
    headers.forEach(
        (name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
    return manifest;
  }

  private static void put(JarOutputStream entries, String name, byte[] content) throws IOException {
    entries.putNextEntry(new JarEntry(name));
    entries.write(content);
    entries.closeEntry();
  }
}
