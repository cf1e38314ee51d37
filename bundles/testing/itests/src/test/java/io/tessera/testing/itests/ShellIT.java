package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.wiring.BundleWiring;

/** An operator at work: looks, is told why something is missing, and swaps bundles. */
class ShellIT {
  private static final String UP0 = "io.tessera.protocol.up0-block-announcement";
  private static final String SYNC = "io.tessera.core.sync";
  private static final String SATISFIED = "all components are satisfied";

  @TempDir Path folder;
  private NodeUnderTest node;

  @Test
  void looksAsksWhyAndSwaps() throws Exception {
    Path chain = Paths.trace("safrole").resolve("genesis.bin");
    Setup first = Setup.of(Files.createDirectory(folder.resolve("a")), chain);
    try (NodeUnderTest other = NodeUnderTest.start(first);
        NodeUnderTest started =
            NodeUnderTest.start(
                Setup.of(Files.createDirectory(folder.resolve("b")), chain, other.address()))) {
      node = started;
      await("traffic of UP 0", () -> number(announcements(), "bytes_received") > 0);
      looks();
      asksWhy();
      swaps();
      await(SATISFIED, () -> node.gogo("tessera:why").startsWith(SATISFIED));
    }
  }

  private void looks() throws Exception {
    assertEquals("no command 'staus'; did you mean status or state?", said("staus"));
    assertEquals("no command 'tessera:synk'; did you mean sync?", said("tessera:synk"));
    Map<String, Object> up0 = announcements();
    assertEquals("serves", up0.get("state"));
    assertEquals(UP0, up0.get("bundle"));
    assertEquals(1, up0.get("active"));
    assertTrue(up0.keySet().containsAll(List.of("version", "ranking", "failed")), up0.toString());
    Map<String, Object> quic = list("tessera:transport").getFirst();
    assertEquals(1, quic.get("connections"), quic.toString());
    assertTrue(number(quic, "bytes_sent") > 0, quic.toString());
    node.gogo("COLUMNS = 80");
    for (String command : List.of("protocols", "discovery", "sync", "transport", "peers")) {
      String text = node.gogo("tessera:" + command);
      assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
      assertTrue(text.lines().count() > 1, text);
    }
    node.gogo("COLUMNS = 200");
    String table = node.gogo("tessera:protocols");
    String up0Line =
        "(?s).*   0  UP 0 block announcement +serves +0 +1 +.* [1-9][0-9.]* K?B .*SNAPSHOT.*";
    assertTrue(table.matches(up0Line), table);
    String discovery = node.gogo("tessera:discovery");
    assertTrue(discovery.matches("(?s).*mdns +- +off .*off in the configuration.*"), discovery);
  }

  private void asksWhy() throws Exception {
    String why = node.gogo("tessera:why");
    assertTrue(why.startsWith(SATISFIED), why);
    Bundle sync = node.bundle(SYNC);
    sync.stop();
    String reason = "bundle " + SYNC + " is stopped; felix:start " + sync.getBundleId();
    assertEquals(
        "io.tessera.operator.shell.AwaitSync waits for Sync\n  " + reason,
        node.gogo("tessera:why AwaitSync"));
    assertTrue(node.gogo("tessera:why Sync").endsWith("is missing\n  " + reason));
    assertTrue(
        node.gogo("tessera:why").startsWith(reason + "\n  makes "), node.gogo("tessera:why"));
    assertTrue(said("tessera:sync").equals("no Sync service: " + reason), said("tessera:sync"));
    sync.start();
    Bundle peers = node.bundle("io.tessera.core.peers");
    peers.stop();
    // The peer manager registers its services by hand: no manifest tells who provides this one.
    String transport = node.gogo("tessera:why QuicComponent");
    assertTrue(transport.contains("  bundle io.tessera.core.peers is stopped"), transport);
    peers.start();
    await(SATISFIED, () -> node.gogo("tessera:why").startsWith(SATISFIED));
    await("the peer again", () -> number(announcements(), "active") == 1);
  }

  private void swaps() throws Exception {
    Bundle up0 = node.bundle(UP0);
    String version = up0.getVersion().toString();
    Path good = jar(up0, "Bundle-Version", "0.1.0.swap1");
    Map<String, Object> report = JSON.std.mapFrom(swap(UP0, good, "--json"));
    assertEquals(version, report.get("from"), report.toString());
    assertEquals("0.1.0.swap1", report.get("to"));
    assertEquals(1, report.get("streams_reset"), report.toString());
    assertEquals(1, report.get("peers_after"), report.toString());
    assertEquals(List.of(), report.get("disturbed"));
    assertTrue(report.get("active").toString().contains("io.tessera.protocol.up0."));
    assertTrue(up0.getVersion().toString().endsWith("swap1"));

    Path broken = jar(up0, "Bundle-Version", "0.1.0.swap2", "Bundle-Activator", "no.Such");
    String failure = swap(UP0, broken);
    assertEquals(1, failure.lines().count(), failure);
    assertTrue(failure.startsWith("swap: " + UP0 + " 0.1.0.swap2 does not start: "), failure);
    assertTrue(failure.endsWith("; it is back at 0.1.0.swap1"), failure);
    assertEquals(Bundle.ACTIVE, up0.getState());
    await("the announcements again", () -> number(announcements(), "active") == 1);

    Path needs = jar(up0, "Import-Package", "io.nowhere;version=\"[1,2)\"");
    assertTrue(swap(UP0, needs).contains("it needs package io.nowhere [1,2), which no bundle has"));
    Path otherName = jar(up0, "Bundle-SymbolicName", "io.other");
    assertTrue(swap(UP0, otherName).endsWith(" is io.other, not " + UP0));
    Path api = jar(node.bundle("io.tessera.api.net"), "Bundle-Version", "1");
    assertTrue(swap("io.tessera.api.net", api).matches(".* \\d+ other bundles .*give --all.*"));
    assertEquals("swap: there is no bundle 'none'; lb lists them", swap("none", good));
    withAllThatIsBuiltOnIt();
  }

  /** The shell is built on it too. */
  private void withAllThatIsBuiltOnIt() throws Exception {
    CompletableFuture<Void> refreshed = new CompletableFuture<>();
    FrameworkListener listener =
        event -> {
          if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
            refreshed.complete(null);
          }
        };
    node.context().addFrameworkListener(listener);
    Bundle shell = node.bundle("io.tessera.operator.shell");
    Object before = shell.adapt(BundleWiring.class);
    Bundle erasure = node.bundle("io.tessera.lib.erasure");
    String said = swap("io.tessera.lib.erasure", jar(erasure, "Bundle-Version", "0.1.1"), "--all");
    assertTrue(said.matches(".* → 0\\.1\\.1: \\d+ bundles restart now, the shell .*"), said);
    Wait.until("the refresh", refreshed);
    node.context().removeFrameworkListener(listener);
    assertNotSame(before, shell.adapt(BundleWiring.class));
    assertEquals("0.1.1", erasure.getVersion().toString());
  }

  private String swap(String bundle, Path jar, String... options) throws InterruptedException {
    return said("tessera:swap " + bundle + " " + jar + " " + String.join(" ", options));
  }

  private String said(String line) throws InterruptedException {
    return node.gogo(line);
  }

  private Map<String, Object> announcements() throws IOException, InterruptedException {
    return list("tessera:protocols").stream()
        .filter(each -> Integer.valueOf(0).equals(each.get("kind")))
        .findFirst()
        .orElse(Map.of());
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> list(String command) throws IOException, InterruptedException {
    String text = node.gogo(command + " --json");
    return (List<Map<String, Object>>) (List<?>) JSON.std.listFrom(text);
  }

  private static long number(Map<String, Object> values, String name) {
    return values.get(name) instanceof Number number ? number.longValue() : 0;
  }

  private void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Wait.DEADLINE.toNanos();
    while (!condition.call()) {
      assertTrue(
          System.nanoTime() < end, what + ": " + node.gogo("tessera:why") + Wait.tail(Paths.log()));
    }
  }

  /** A copy of the bundle's jar, as it was installed, with other headers. */
  private Path jar(Bundle bundle, String... headers) throws IOException {
    Path source = Path.of(URI.create(bundle.getLocation().replaceFirst("^reference:", "")));
    Path copy = Files.createTempFile(folder, "made", ".jar");
    try (JarFile jar = new JarFile(source.toFile())) {
      Manifest manifest = new Manifest(jar.getManifest());
      for (int i = 0; i < headers.length; i += 2) {
        manifest.getMainAttributes().put(new Attributes.Name(headers[i]), headers[i + 1]);
      }
      try (OutputStream out = Files.newOutputStream(copy);
          JarOutputStream entries = new JarOutputStream(out, manifest)) {
        for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
          if (!entry.getName().equals(JarFile.MANIFEST_NAME) && !entry.isDirectory()) {
            entries.putNextEntry(new JarEntry(entry.getName()));
            jar.getInputStream(entry).transferTo(entries);
            entries.closeEntry();
          }
        }
      }
    }
    return copy;
  }
}
