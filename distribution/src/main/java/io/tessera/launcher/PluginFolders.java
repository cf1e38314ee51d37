package io.tessera.launcher;

import io.tessera.launcher.PluginJar.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bundles dropped into a folder: a jar that comes is installed and started, one that changes
 * updates its bundle, one that goes takes it along. What cannot be used is told in one line, once,
 * and touches nothing else. A jar cannot take the place of a bundle of the distribution.
 *
 * <p>Folders are listed every second, which works on every file system. A jar that is still being
 * copied has no table of contents yet; it is broken when it has none and has stopped growing.
 */
final class PluginFolders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginFolders.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final BundleContext context;
  private final Path distribution;
  private final List<Path> folders;
  private final Map<Path, Plugin> plugins = new TreeMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "tessera-plugins");
  private Set<String> ofTheDistribution = Set.of();

  /**
   * For a framework whose own bundles are there.
   *
   * @param distribution the folder of the bundles that no plugin may replace
   */
  PluginFolders(BundleContext context, Path distribution, List<Path> folders) {
    this.context = context;
    this.distribution = distribution;
    this.folders = folders;
    thread.setDaemon(true);
    // Libraries look for their parts there first; the launcher's has nothing of a bundle's.
    thread.setContextClassLoader(null);
  }

  PluginFolders start() {
    thread.start();
    return this;
  }

  /** Ends by itself with the framework, which can be stopped from inside. */
  private void run() {
    try {
      do {
        try {
          scan();
        } catch (RuntimeException e) { // the edge: the next scan may do better
          if (isRunning()) {
            LOG.debug("scan", e);
            LOG.error("The folders {} cannot be looked through: {}", folders, Cause.line(e));
          }
        }
      } while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS) && isRunning());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isRunning() {
    return context.getBundle(0).getState() == Bundle.ACTIVE;
  }

  private void scan() throws InterruptedException {
    Map<Path, Stamp> now = list();
    boolean changed = false;
    for (Plugin plugin : List.copyOf(plugins.values())) {
      if (!now.containsKey(plugin.file)) {
        plugins.remove(plugin.file);
        plugin.remove();
        changed = true;
      }
    }
    for (Map.Entry<Path, Stamp> file : now.entrySet()) {
      changed |= look(plugins.computeIfAbsent(file.getKey(), this::plugin), file.getValue());
    }
    if (changed) {
      for (Plugin plugin : plugins.values()) {
        if (plugin.waits) {
          plugin.done = null; // in the next scan
        }
      }
    }
  }

  private Plugin plugin(Path file) {
    return new Plugin(context, file);
  }

  /** The jars that are there now. */
  Map<Path, Stamp> list() {
    Map<Path, Stamp> found = new TreeMap<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (file.toString().endsWith(".jar")) {
            stamp(file).ifPresent(stamp -> found.put(file, stamp));
          }
        }
      } catch (NoSuchFileException gone) { // a folder that is not there is empty
        LOG.trace("{}", folder, gone);
      } catch (IOException e) {
        throw new IllegalStateException(e.toString(), e);
      }
    }
    return found;
  }

  /** One file's trouble is not the folder's: all others would be taken for gone. */
  private Optional<Stamp> stamp(Path file) {
    try {
      return Optional.of(Stamp.of(file));
    } catch (NoSuchFileException gone) { // a link to nothing, or deleted since it was listed
      LOG.trace("{}", file, gone);
      return Optional.empty();
    } catch (IOException e) { // nobody knows: what came from it stays as it is
      LOG.trace("{}", file, e);
      return Optional.ofNullable(plugins.get(file)).map(known -> known.seen);
    }
  }

  /** Whether it has done something. */
  private boolean look(Plugin plugin, Stamp now) throws InterruptedException {
    if (now.equals(plugin.done)) {
      return false;
    }
    boolean still = now.equals(plugin.seen);
    plugin.seen = now;
    PluginJar jar;
    try {
      jar = PluginJar.read(plugin.file);
    } catch (IOException broken) {
      if (still) {
        plugin.done = now;
        plugin.unreadable(broken);
      }
      return false;
    }
    boolean again = plugin.done == null && plugin.waits;
    plugin.done = now;
    if (again && plugin.isInstalled()) {
      return plugin.startAgain();
    }
    plugin.waits = false;
    Optional<String> reason = reason(plugin, jar);
    if (reason.isPresent()) {
      plugin.refuse(reason.get());
      return false;
    }
    plugin.take(jar);
    return true;
  }

  /** Why it is not taken. */
  private Optional<String> reason(Plugin plugin, PluginJar jar) {
    if (jar.name().isEmpty()) {
      return Optional.of("it is no OSGi bundle: its manifest has no Bundle-SymbolicName");
    }
    if (jar.fragment()) {
      return Optional.of("it is a fragment, which cannot join a bundle that runs");
    }
    if (distributed().contains(jar.name())) {
      return Optional.of(
          jar.name()
              + " belongs to the distribution; 'swap' in the shell replaces it until the node ends");
    }
    for (Plugin other : plugins.values()) {
      if (other != plugin && other.provides(jar.name())) {
        plugin.waits = true;
        return Optional.of(
            jar.name() + " is here already, from " + other.file + ": keep one of the two");
      }
    }
    return Optional.empty();
  }

  /** Read when the first jar comes: most nodes have none. */
  private Set<String> distributed() {
    if (ofTheDistribution.isEmpty()) {
      try {
        ofTheDistribution = PluginJar.names(distribution);
      } catch (IOException e) {
        throw new IllegalStateException(e.toString(), e);
      }
    }
    return ofTheDistribution;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (!thread.join(PATIENCE)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
