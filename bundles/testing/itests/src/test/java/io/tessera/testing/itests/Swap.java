package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;

/** Swaps one bundle of a running node by shell commands, and watches everything else meanwhile. */
final class Swap {
  private static final String RUNTIME =
      "org.osgi.service.component.runtime.ServiceComponentRuntime";
  private static final int COLLECTIONS = 60;
  private static final long PAUSE_MILLIS = 200;

  private final NodeUnderTest node;
  private final Bundle bundle;
  private final Set<String> otherBundles = new ConcurrentSkipListSet<>();
  private int version;

  Swap(NodeUnderTest node, String symbolicName) {
    this.node = node;
    this.bundle = node.bundle(symbolicName);
  }

  /** Stops the bundle, does something, then updates it to another version and starts it. */
  void run(Path folder, Runnable whileStopped) throws IOException, InterruptedException {
    Set<String> before = activations();
    SynchronousBundleListener listener = this::note;
    node.context().addBundleListener(listener);
    shell("felix:stop " + bundle.getBundleId());
    assertEquals(Bundle.RESOLVED, bundle.getState());
    whileStopped.run();
    shell("felix:update " + bundle.getBundleId() + " " + newVersion(folder).toUri());
    refresh();
    shell("felix:start " + bundle.getBundleId());
    node.context().removeBundleListener(listener);
    assertEquals(Bundle.ACTIVE, bundle.getState(), bundle + Wait.tail(Paths.log()));
    assertTrue(bundle.getVersion().toString().endsWith("swap" + version), bundle.toString());
    assertEquals(Set.of(), otherBundles, "no other bundle stops, starts or is refreshed");
    assertEquals(before, activations(), "no component of another bundle is activated again");
  }

  /** The framework refreshes on a thread of its own, and a start in the meantime may fail. */
  private void refresh() throws InterruptedException {
    CompletableFuture<Void> refreshed = new CompletableFuture<>();
    FrameworkListener listener =
        event -> {
          if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
            refreshed.complete(null);
          }
        };
    node.context().addFrameworkListener(listener);
    shell("felix:refresh " + bundle.getBundleId());
    Wait.until("the refresh of " + bundle, refreshed);
    node.context().removeFrameworkListener(listener);
  }

  private void shell(String line) throws InterruptedException {
    String answer = node.gogo(line);
    assertTrue(!answer.contains("Exception") && !answer.contains("rror"), line + ": " + answer);
  }

  private void note(BundleEvent event) {
    if (event.getBundle().getBundleId() != bundle.getBundleId()) {
      otherBundles.add(event.getBundle().getSymbolicName() + " event " + event.getType());
    }
  }

  /** Each active or satisfied component of the other bundles, with the id of this activation. */
  private Set<String> activations() throws InterruptedException {
    Object runtime = node.service(RUNTIME);
    Set<String> all = new TreeSet<>();
    for (Object component : components(runtime, node.context().getBundles())) {
      Object owner = Reflect.field(Reflect.field(component, "bundle"), "id");
      if (!owner.equals(bundle.getBundleId())) {
        for (Object configuration :
            (Collection<?>) Reflect.call(runtime, "getComponentConfigurationDTOs", component)) {
          all.add(Reflect.field(component, "name") + " " + Reflect.field(configuration, "id"));
        }
      }
    }
    return all;
  }

  private static Collection<?> components(Object runtime, Bundle... bundles) {
    return (Collection<?>)
        Reflect.call(runtime, "getComponentDescriptionDTOs", new Object[] {bundles});
  }

  /** A copy of the bundle's jar with another version. */
  private Path newVersion(Path folder) throws IOException {
    version++;
    Path source = Path.of(URI.create(bundle.getLocation().replaceFirst("^reference:", "")));
    Path copy = folder.resolve(bundle.getSymbolicName() + "-swap" + version + ".jar");
    try (JarFile jar = new JarFile(source.toFile())) {
      Manifest manifest = new Manifest(jar.getManifest());
      manifest
          .getMainAttributes()
          .put(new Attributes.Name("Bundle-Version"), "0.1.0.swap" + version);
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

  /** The loader of the bundle's classes as it is now, held weakly. */
  Loader loader() {
    return new Loader(bundle.adapt(BundleWiring.class).getClassLoader());
  }

  /** A class loader that should be collected one day. */
  static final class Loader {
    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
    private final WeakReference<ClassLoader> reference;

    private Loader(ClassLoader loader) {
      reference = new WeakReference<>(loader, collected);
    }

    /** Collects garbage, so and so often at most, until it is gone. */
    void assertCollected() throws InterruptedException {
      for (int i = 0; i < COLLECTIONS; i++) {
        System.gc();
        if (collected.remove(PAUSE_MILLIS) != null) {
          return;
        }
      }
      throw new AssertionError(
          "still there: " + reference.get() + holders() + Wait.tail(Paths.log()));
    }

    /** Threads that were made while the loader's classes ran are the usual suspects. */
    private List<String> holders() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> Objects.equals(thread.getContextClassLoader(), reference.get()))
          .map(Thread::getName)
          .toList();
    }
  }
}
