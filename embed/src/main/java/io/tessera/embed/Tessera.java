package io.tessera.embed;

import io.tessera.chain.SlotClock;
import io.tessera.launcher.Exit;
import io.tessera.launcher.Node;
import io.tessera.launcher.Options;
import io.tessera.net.NetworkService;
import io.tessera.net.NetworkSwitch;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Dictionary;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/** A node that runs within this JVM. Any number of them can, each with its own data directory. */
public final class Tessera implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Node node;
  private final NetworkService network;

  private Tessera(Node node, NetworkService network) {
    this.node = node;
    this.network = network;
  }

  /**
   * Starts the container with all bundles of the distribution. The node then has its chain, its
   * store and its plugins, but touches no network before {@link NetworkService#start}.
   *
   * @throws IOException saying why the node cannot work: a wrong value in the file, a data
   *     directory that is in use or another chain's
   */
  public static Tessera launch(NodeConfig config) throws IOException, InterruptedException {
    return launch(config, context -> {});
  }

  /**
   * The same in another time than the system's: for tests, in which slots should pass when the test
   * says so. What the protocol does at some time follows it; how long a peer is waited for does
   * not.
   *
   * @param time tells what time it is, from before the launch until after {@link #close}
   * @param timer runs tasks when that time has come; not shut down here
   * @throws IOException as {@link #launch(NodeConfig)}
   */
  public static Tessera launch(
      NodeConfig config, InstantSource time, ScheduledExecutorService timer)
      throws IOException, InterruptedException {
    Dictionary<String, Object> mark =
        FrameworkUtil.asDictionary(Map.of(SlotClock.PROPERTY, Boolean.TRUE));
    return launch(
        config,
        context -> {
          context.registerService(InstantSource.class, time, mark);
          context.registerService(ScheduledExecutorService.class, timer, mark);
        });
  }

  private static Tessera launch(NodeConfig config, Consumer<BundleContext> prepare)
      throws IOException, InterruptedException {
    Options options =
        Options.of(config.home(), config.data())
            .withRoot(config.file().getParent())
            .withConfig(config.file())
            .withProperties(Map.of(NetworkSwitch.PROPERTY, NetworkSwitch.MANUAL))
            .asEmbedded();
    Node node = null;
    NetworkService network = null;
    try {
      node = Node.start(options, prepare);
      network = await(node);
      return new Tessera(node, network);
    } catch (BundleException e) {
      throw new IOException("the container does not start: " + e.getMessage(), e);
    } finally {
      if (node != null && network == null) {
        node.close();
      }
    }
  }

  /** The network service is there once the configuration has been read, unless that is wrong. */
  private static NetworkService await(Node node) throws IOException, InterruptedException {
    CompletableFuture<NetworkService> there = new CompletableFuture<>();
    node.ended().whenComplete((exit, failure) -> there.completeExceptionally(problem(exit)));
    ServiceTracker<NetworkService, NetworkService> tracker =
        new ServiceTracker<>(node.framework().getBundleContext(), NetworkService.class, null) {
          @Override
          public NetworkService addingService(ServiceReference<NetworkService> reference) {
            NetworkService service = super.addingService(reference);
            there.complete(service);
            return service;
          }
        };
    tracker.open();
    try {
      return there.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException problem ? problem : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(
          "the node has no network service after " + PATIENCE.toSeconds() + " s; see its log", e);
    }
  }

  private static IOException problem(Exit exit) {
    return new IOException(exit.line().isEmpty() ? "the node has stopped" : exit.line());
  }

  /** The door to the network. */
  public NetworkService network() {
    return network;
  }

  /** The container, for its other services and its bundles. */
  public Framework framework() {
    return node.framework();
  }

  /** Stops every bundle and waits for it, for at most 4.5 seconds. */
  @Override
  public void close() {
    node.close();
  }
}
