package io.tessera.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node in this JVM: a framework with the distribution's bundles, started. Any number of them
 * can run in one JVM, each with a data directory of its own. Safe from any thread.
 *
 * <p>A bundle tells that a part of the node cannot work with a service; see {@link ProblemWatch}.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration STOP_DEADLINE = Duration.ofMillis(4500);

  private final Framework framework;
  private final Options options;
  private final SharedPackages shared;
  private final DataLock lock;
  private final CompletableFuture<Exit> ended = new CompletableFuture<>();
  private volatile PluginFolders plugins;

  private Node(Framework framework, Options options, SharedPackages shared, DataLock lock) {
    this.framework = framework;
    this.options = options;
    this.shared = shared;
    this.lock = lock;
  }

  /**
   * Takes the data directory and starts. Returns when every bundle has been started; what the node
   * still does then (listening, syncing) its services tell.
   *
   * @throws IOException when the data directory is in use or cannot be written
   */
  public static Node start(Options options) throws IOException, BundleException {
    return start(options, context -> {});
  }

  /**
   * The same, for who brings services from outside, as a time of its own (see {@code
   * io.tessera.chain.SlotClock}).
   *
   * @param prepare is called before any bundle is started; what it registers goes when the node is
   *     stopped
   */
  public static Node start(Options options, Consumer<BundleContext> prepare)
      throws IOException, BundleException {
    boolean alone = options.needsChain();
    DataLock lock = alone ? DataLock.take(options.data()) : null;
    Node node = null;
    try {
      Files.createDirectories(options.cache());
      if (alone) {
        Files.createDirectories(options.data().resolve("plugins"));
        TemporaryFiles.delete(options.temporaryFiles());
        Files.createDirectories(options.temporaryFiles());
      }
      SharedPackages shared =
          options.embedded()
              ? SharedPackages.of(options.home().resolve("bundles"))
              : SharedPackages.NONE;
      Framework framework =
          new FrameworkFactory().newFramework(FrameworkSettings.of(options, shared));
      node = new Node(framework, options, shared, lock);
      node.boot(prepare);
      return node;
    } finally {
      if (node == null && lock != null) {
        lock.close();
      }
    }
  }

  private void boot(Consumer<BundleContext> prepare) throws IOException, BundleException {
    long begin = System.nanoTime();
    boolean booted = false;
    try {
      framework.init();
      prepare.accept(framework.getBundleContext());
      // All services: where the launcher is embedded, its class path may hold another Problem.
      ProblemWatch problems =
          new ProblemWatch(framework.getBundleContext(), System::nanoTime, ended::complete);
      problems.open(true);
      OsgiLog.register(framework.getBundleContext());
      BundleFolder.logErrors(framework.getBundleContext());
      List<Bundle> bundles = BundleFolder.install(framework.getBundleContext(), options, shared);
      framework.start();
      int started = BundleFolder.start(framework, bundles, options.shell());
      problems.booted();
      watchStop();
      plugins = plugins();
      booted = true;
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      LOG.info("{} bundles started in {} ms, data in {}", started, millis, options.data());
    } finally {
      if (!booted) {
        stop();
      }
    }
  }

  /** Where an operator's own bundles are dropped; a command that ends has no use for them. */
  private PluginFolders plugins() {
    if (!options.mode().equals("run")) {
      return null;
    }
    List<Path> folders =
        List.of(options.home().resolve("plugins"), options.data().resolve("plugins"));
    Path own = options.home().resolve("bundles");
    return new PluginFolders(framework.getBundleContext(), own, folders).start();
  }

  /** The framework can also be stopped from inside: by the shell's {@code shutdown}. */
  private void watchStop() {
    Thread watcher =
        new Thread(
            () -> {
              try {
                framework.waitForStop(0);
                ended.complete(new Exit(0, ""));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "tessera-stop-watch");
    watcher.setDaemon(true);
    watcher.start();
  }

  /** The framework, for its services and bundles. */
  public Framework framework() {
    return framework;
  }

  /** The options it was started with. */
  public Options options() {
    return options;
  }

  /** Completed when the node has been told to end, from inside or by {@link #stop}. */
  public CompletionStage<Exit> ended() {
    return ended.minimalCompletionStage();
  }

  /**
   * Calls a command that a bundle provides; see {@link CommandCall}.
   *
   * @param deadline how long to wait for the service to appear
   */
  public int call(String command, List<String> arguments, Duration deadline)
      throws InterruptedException {
    return new CommandCall(framework.getBundleContext(), ended).call(command, arguments, deadline);
  }

  /** Stops every bundle and waits for it, for at most 4.5 seconds in all. */
  public void stop() {
    long begin = System.nanoTime();
    try {
      if (plugins != null) {
        plugins.close();
      }
      framework.stop();
      FrameworkEvent event = framework.waitForStop(millisLeft(System.nanoTime() - begin));
      if (event.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
        LOG.error(
            "The node did not stop within {} ms; what it stores is whole all the same",
            STOP_DEADLINE.toMillis());
      }
    } catch (BundleException e) {
      LOG.error("The framework does not stop: {}; end the process", Cause.line(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.complete(new Exit(0, ""));
      release();
    }
  }

  /** What is left of the time to stop in; 0 would be no bound. */
  static long millisLeft(long nanosGone) {
    return Math.max(1, STOP_DEADLINE.minusNanos(nanosGone).toMillis());
  }

  private void release() {
    try {
      if (lock != null) {
        lock.close();
      } else {
        TemporaryFiles.delete(options.cache());
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be tidied up; the next start does it: {}", options.data(), e.toString());
    }
  }

  @Override
  public void close() {
    stop();
  }
}
