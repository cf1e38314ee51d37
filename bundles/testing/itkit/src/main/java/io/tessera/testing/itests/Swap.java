package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** What can be done to one bundle of a running node; everything else is watched meanwhile. */
final class Swap {
  private final NodeUnderTest node;
  private final String name;
  private final String location;
  private final Activations own;
  private final Set<String> components;
  private final Activations others;
  private int version;

  Swap(NodeUnderTest node, String symbolicName) throws InterruptedException {
    this.node = node;
    this.name = symbolicName;
    this.location = bundle().getLocation();
    this.own = new Activations(node, this::isThis);
    this.components = own.names();
    this.others = new Activations(node, any -> !isThis(any));
  }

  private Bundle bundle() {
    return node.bundle(name);
  }

  private boolean isThis(Bundle any) {
    return any.getSymbolicName().equals(name);
  }

  /** Does something to the bundle, of which no other bundle and no other component may notice. */
  void unnoticed(Step step) throws Exception {
    Set<String> events = new ConcurrentSkipListSet<>();
    SynchronousBundleListener listener = event -> note(event, events);
    Map<String, Object> before = others.traces();
    node.context().addBundleListener(listener);
    step.run();
    node.context().removeBundleListener(listener);
    assertEquals(Set.of(), events, "no other bundle stops, starts or is refreshed");
    assertEquals(
        Set.of(),
        Activations.different(before, others.traces()),
        "no component of another bundle is activated again");
  }

  /** Something that is done to a bundle. */
  interface Step {
    void run() throws Exception;
  }

  private void note(BundleEvent event, Set<String> events) {
    if (!isThis(event.getBundle())) {
      events.add(event.getBundle().getSymbolicName() + " event " + event.getType());
    }
  }

  /** Stops the bundle, does something, then updates it to another version and starts it. */
  void run(Path folder, Runnable whileStopped) throws Exception {
    unnoticed(
        () -> {
          shell("felix:stop " + bundle().getBundleId());
          assertEquals(Bundle.RESOLVED, bundle().getState());
          whileStopped.run();
          shell("felix:update " + bundle().getBundleId() + " " + newVersion(folder).toUri());
          refresh(() -> shell("felix:refresh " + bundle().getBundleId()));
          shell("felix:start " + bundle().getBundleId());
        });
    assertEquals(Bundle.ACTIVE, bundle().getState(), bundle() + Wait.tail(Paths.log()));
    assertIsNew();
  }

  private void assertIsNew() {
    assertTrue(bundle().getVersion().toString().endsWith("swap" + version), bundle().toString());
  }

  private void shell(String line) throws InterruptedException {
    String answer = node.gogo(line);
    assertTrue(!answer.contains("Exception") && !answer.contains("rror"), line + ": " + answer);
  }

  /** Stops and starts it; returns when its components are there again. */
  void stopAndStart() throws BundleException, InterruptedException {
    bundle().stop();
    start();
  }

  /** Updates it with a rebuilt jar of another version. */
  void update(Path folder) throws Exception {
    try (InputStream jar = Files.newInputStream(newVersion(folder))) {
      bundle().update(jar);
    }
    refresh(bundle());
    own.await("updated " + name, components);
    assertIsNew();
  }

  /** Uninstalls it and installs the distribution's jar again. */
  void uninstallAndInstall() throws Exception {
    Bundle gone = bundle();
    gone.uninstall();
    refresh(gone);
    node.context().installBundle(location);
    start();
  }

  private void start() throws BundleException, InterruptedException {
    bundle().start(Bundle.START_ACTIVATION_POLICY);
    own.await("started " + name, components);
  }

  private void refresh(Bundle old) throws InterruptedException {
    CompletableFuture<Void> refreshed = new CompletableFuture<>();
    node.context()
        .getBundle(0)
        .adapt(FrameworkWiring.class)
        .refreshBundles(List.of(old), event -> refreshed.complete(null));
    Wait.until("the refresh of " + name, refreshed);
  }

  /** The framework refreshes on a thread of its own, and a start in the meantime may fail. */
  private void refresh(Step step) throws Exception {
    CompletableFuture<Void> refreshed = new CompletableFuture<>();
    FrameworkListener listener =
        event -> {
          if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
            refreshed.complete(null);
          }
        };
    node.context().addFrameworkListener(listener);
    step.run();
    Wait.until("the refresh of " + name, refreshed);
    node.context().removeFrameworkListener(listener);
  }

  /** A copy of the bundle's jar with another version. */
  private Path newVersion(Path folder) throws IOException {
    version++;
    Path source = Path.of(URI.create(location.replaceFirst("^reference:", "")));
    Path copy = folder.resolve(name + "-swap" + version + ".jar");
    try (JarFile jar = new JarFile(source.toFile())) {
      Manifest manifest = new Manifest(jar.getManifest());
      manifest
          .getMainAttributes()
          .put(new Attributes.Name("Bundle-Version"), "0.1.0.swap" + version);
      try (OutputStream out = Files.newOutputStream(copy);
          JarOutputStream entries = new JarOutputStream(out, manifest)) {
        entries.setLevel(0);
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

  /** The loader of the bundle's classes as it is now, held weakly. */
  Loader loader() {
    return new Loader(name, bundle().adapt(BundleWiring.class).getClassLoader());
  }
}
