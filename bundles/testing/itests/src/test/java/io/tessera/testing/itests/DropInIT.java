package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Jars dropped into a node's folder for plugins: good ones start and go, and what cannot be used is
 * told in one line and harms nobody.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DropInIT {
  @TempDir private static Path folder;
  private Path plugins;
  private NodeUnderTest node;
  private LogLines log;

  /** What happened to bundles of others. */
  private final Set<String> harm = new ConcurrentSkipListSet<>();

  @BeforeAll
  void start() throws Exception {
    DropIn.compile(folder);
    log = LogLines.open();
    Path data = Files.createDirectory(folder.resolve("data"));
    node = NodeUnderTest.start(Setup.of(data, Paths.trace("safrole").resolve("genesis.bin")));
    plugins = data.resolve("plugins");
    node.address();
    SynchronousBundleListener listener =
        event -> {
          String name = event.getBundle().getSymbolicName();
          if (!name.startsWith("example.")) {
            harm.add(name + " event " + event.getType());
          }
        };
    node.context().addBundleListener(listener);
    dropWhatCannotBeUsed();
  }

  /** All at once: the folder is looked through every second. */
  private void dropWhatCannotBeUsed() throws IOException {
    Files.writeString(plugins.resolve("broken.jar"), "not a zip file");
    drop(
        new DropIn("example.api", 202)
            .with("Import-Package", "io.tessera.net;version=\"[9,10)\",org.osgi.framework"),
        "api.jar");
    drop(new DropIn("example.boom", 203).with("Bundle-Activator", "example.Broken"), "boom.jar");
    drop(new DropIn("example.component", 204).broken(), "component.jar");
    Path ours = DropIn.bundle("io.tessera.protocol.ce128");
    drop(Files.copy(ours, folder.resolve("copy.jar")), "ours.jar");
  }

  @AfterAll
  void harmsNobody() throws Exception {
    try {
      // One more that is good: the scans after all others' have been made by then.
      drop(new DropIn("example.last", 209), "z-last.jar");
      log.awaitAll("z-last.jar", "started");
      assertEquals(Set.of(), harm, "bundles of the distribution are left alone");
      for (String name : List.of("broken", "api", "boom", "component", "half", "twice", "ours")) {
        assertEquals(1, problems(name).size(), name + ": " + problems(name));
      }
    } finally {
      node.close();
      log.close();
    }
  }

  /** Lines about a plugin but for what went well. */
  private List<String> problems(String name) {
    return log.with(name).stream()
        .filter(line -> line.contains(plugins.toString()) || line.startsWith("Container: "))
        .filter(line -> !line.contains(".jar started: ") && !line.contains(".jar is gone: "))
        .toList();
  }

  private Path drop(DropIn plugin, String file) throws IOException {
    return drop(plugin.build(folder), file);
  }

  private Path drop(Path jar, String file) throws IOException {
    return Files.move(jar, plugins.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }

  private String protocols() throws InterruptedException {
    return node.gogo("tessera:protocols");
  }

  private Bundle installed(String name) {
    return Arrays.stream(node.context().getBundles())
        .filter(bundle -> name.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElse(null);
  }

  @Test
  void aJarStartsAndItsRemovalStopsIt() throws Exception {
    assertFalse(protocols().contains("CE 200"));
    Path jar = drop(new DropIn("example.echo", 200), "echo.jar");
    log.awaitAll("echo.jar started: example.echo 1.0.0");
    assertTrue(
        protocols().matches("(?s).*200  CE 200 echo +serves .*example\\.echo.*"), protocols());
    drop(new DropIn("example.echo", 201).with("Bundle-Version", "1.0.1"), "echo.jar");
    log.awaitAll("echo.jar started: example.echo 1.0.1");
    assertTrue(protocols().contains("CE 201"), protocols());
    assertFalse(protocols().contains("CE 200"), protocols());
    Files.delete(jar);
    log.awaitAll("echo.jar is gone: example.echo 1.0.1");
    assertFalse(protocols().contains("CE 201"));
    assertEquals(null, installed("example.echo"));
  }

  @Test
  void whatIsNoJar() throws Exception {
    log.awaitAll(plugins.resolve("broken.jar") + " is no whole jar: ", "copy it again");
  }

  @Test
  void anotherVersionOfTheApi() throws Exception {
    String line = log.awaitAll("api.jar (example.api 1.0.0) does not start");
    String there = node.bundle("io.tessera.api.net").getHeaders("").get("Export-Package");
    String version = there.replaceFirst("(?s).*io\\.tessera\\.net;.*?version=\"([^\"]+)\".*", "$1");
    assertTrue(
        line.endsWith(
            "it imports package io.tessera.net [9.0.0,10.0.0), and there is "
                + version
                + " (io.tessera.api.net): build it against that version"),
        line);
  }

  @Test
  void anActivatorThatThrows() throws Exception {
    String line = log.awaitAll("boom.jar (example.boom 1.0.0) does not start");
    assertTrue(line.endsWith("java.lang.IllegalStateException: no luck (Broken.java:14)"), line);
  }

  @Test
  void aComponentThatThrows() throws Exception {
    log.awaitAll("component.jar started");
    String line = log.awaitAll("Container: ", "example.component");
    assertTrue(
        line.contains("java.lang.IllegalStateException: no component (Broken.java:9)"), line);
    assertFalse(protocols().matches("(?s).*CE 204 echo +serves.*"), protocols());
  }

  @Test
  void halfAJarIsTakenOnceItIsWhole() throws Exception {
    byte[] whole = Files.readAllBytes(new DropIn("example.half", 205).build(folder));
    Path jar = plugins.resolve("half.jar");
    Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
    log.awaitAll("half.jar is no whole jar");
    byte[] rest = Arrays.copyOfRange(whole, whole.length / 2, whole.length);
    Files.write(jar, rest, StandardOpenOption.APPEND);
    log.awaitAll("half.jar started");
  }

  @Test
  void oneNameHasOneJar() throws Exception {
    Path first = drop(new DropIn("example.twice", 206), "twice-1.jar");
    log.awaitAll("twice-1.jar started");
    drop(new DropIn("example.twice", 206).with("Bundle-Version", "1.2.0"), "twice-2.jar");
    log.awaitAll("twice-2.jar is not taken: example.twice is here already, from " + first);
    assertEquals("1.0.0", installed("example.twice").getVersion().toString());
    Files.delete(first);
    log.awaitAll("twice-2.jar started: example.twice 1.2.0");
  }

  @Test
  void whatTheDistributionHasStays() throws Exception {
    log.awaitAll("ours.jar is not taken: io.tessera.protocol.ce128", "belongs to the distribution");
    Files.delete(plugins.resolve("ours.jar"));
    assertEquals(Bundle.ACTIVE, installed("io.tessera.protocol.ce128-block-request").getState());
  }
}
