package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/**
 * A developer's bundle with one class, compiled and packed with nothing but the JDK and the bundles
 * of the distribution.
 */
final class DropIn {
  private static final String ECHO =
      """
      package example;

      import io.tessera.net.PeerStream;
      import io.tessera.net.StreamException;
      import io.tessera.net.StreamProtocol;
      import java.util.Map;

      public class Echo implements StreamProtocol {
        private String name;

        public void activate(Map<String, Object> properties) {
          name = "CE " + properties.get("stream.kind") + " echo";
        }

        @Override
        public String name() {
          return name;
        }

        @Override
        public void serve(PeerStream stream) throws StreamException {
          stream.finish();
        }
      }
      """;

  private static final String BROKEN =
      """
      package example;

      import org.osgi.framework.BundleActivator;
      import org.osgi.framework.BundleContext;

      public final class Broken extends Echo implements BundleActivator {
        @Override
        public void activate(java.util.Map<String, Object> properties) {
          throw new IllegalStateException("no component");
        }

        @Override
        public void start(BundleContext context) {
          throw new IllegalStateException("no luck");
        }

        @Override
        public void stop(BundleContext context) {}
      }
      """;

  private final String name;
  private final int kind;
  private final Map<String, String> headers = new TreeMap<>();
  private String implementation = "example.Echo";

  /** A protocol of a stream kind. */
  DropIn(String name, int kind) {
    this.name = name;
    this.kind = kind;
    headers.put("Manifest-Version", "1.0");
    headers.put("Bundle-ManifestVersion", "2");
    headers.put("Bundle-SymbolicName", name);
    headers.put("Bundle-Version", "1.0.0");
    headers.put("Import-Package", "io.tessera.net;version=\"[1,2)\",org.osgi.framework");
    headers.put(
        "Require-Capability",
        "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.3))\"");
    headers.put("Service-Component", "OSGI-INF/echo.xml");
  }

  /** Another value of a header. */
  DropIn with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /** A component that cannot be activated. */
  DropIn broken() {
    implementation = "example.Broken";
    return this;
  }

  /**
   * The jar, under its bundle's name.
   *
   * @param classes the folder that {@link #compile} has filled
   */
  Path build(Path classes) throws IOException {
    Path jar = classes.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest())) {
      put(entries, "OSGI-INF/echo.xml", component().getBytes(StandardCharsets.UTF_8));
      for (String type : List.of("example/Echo.class", "example/Broken.class")) {
        put(entries, type, Files.readAllBytes(classes.resolve(type)));
      }
    }
    return jar;
  }

  private String component() {
    return """
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s" activate="activate">
        <implementation class="%s"/>
        <property name="stream.kind" type="Integer" value="%d"/>
        <service><provide interface="io.tessera.net.StreamProtocol"/></service>
      </scr:component>
      """
        .formatted(name, implementation, kind);
  }

  /** Compiles the classes of all such bundles into a folder. */
  static void compile(Path folder) throws IOException {
    Path echo = Files.writeString(folder.resolve("Echo.java"), ECHO);
    Path broken = Files.writeString(folder.resolve("Broken.java"), BROKEN);
    List<String> words = List.of("--release", "21", "-proc:none", "-d", "" + folder);
    List<String> all = new ArrayList<>(words);
    all.addAll(
        List.of("-cp", String.join(File.pathSeparator, classPath()), "" + echo, "" + broken));
    int status =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, all.toArray(String[]::new));
    assertEquals(0, status, "the plugin compiles");
  }

  private static List<String> classPath() throws IOException {
    List<String> path = new ArrayList<>();
    path.add(bundle("io.tessera.api.net-").toString());
    path.add(bundle("io.tessera.lib.codec-").toString());
    try (var files = Files.list(Paths.distribution().resolve("lib"))) {
      files
          .filter(jar -> jar.toString().contains("felix.framework"))
          .forEach(f -> path.add("" + f));
    }
    return path;
  }

  /** A jar of the distribution, by the beginning of its name. */
  static Path bundle(String prefix) throws IOException {
    try (var files = Files.list(Paths.distribution().resolve("bundles"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow();
    }
  }

  private Manifest manifest() {
    Manifest manifest = new Manifest();
    headers.forEach(
        (header, value) -> manifest.getMainAttributes().put(new Attributes.Name(header), value));
    return manifest;
  }

  private static void put(JarOutputStream entries, String name, byte[] content) throws IOException {
    entries.putNextEntry(new JarEntry(name));
    entries.write(content);
    entries.closeEntry();
  }
}
