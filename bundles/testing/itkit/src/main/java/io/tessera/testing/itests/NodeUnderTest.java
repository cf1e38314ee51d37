package io.tessera.testing.itests;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.launcher.Exit;
import io.tessera.launcher.Node;
import io.tessera.launcher.Options;
import io.tessera.testing.testkit.VirtualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A node in this JVM, started by the distribution's launcher from the distribution's bundles.
 * Services are reached by name and reflection, since the container's classes are not those of this
 * class path.
 */
final class NodeUnderTest implements AutoCloseable {
  private static final String PROCESSOR = "org.apache.felix.service.command.CommandProcessor";

  private final Node node;
  private Gogo gogo;

  private NodeUnderTest(Node node) {
    this.node = node;
  }

  /**
   * What a node is started with.
   *
   * @param port to listen on; 0 lets the system choose
   */
  record Setup(
      Path home,
      Path data,
      Path chain,
      List<String> bootnodes,
      int port,
      Optional<Path> config,
      boolean shell) {
    /** The distribution as it is, on a chain. */
    static Setup of(Path data, Path chain, String... bootnodes) {
      return new Setup(
          Paths.distribution(), data, chain, List.of(bootnodes), 0, Optional.empty(), false);
    }

    /** The same with another distribution folder. */
    Setup withHome(Path other) {
      return new Setup(other, data, chain, bootnodes, port, config, shell);
    }

    /** The same on another port. */
    Setup withPort(int other) {
      return new Setup(home, data, chain, bootnodes, other, config, shell);
    }

    /** The same with a configuration file, of which only the data directory is overridden. */
    Setup withConfig(Path file) {
      return new Setup(home, data, chain, bootnodes, port, Optional.of(file), shell);
    }

    /** The same with the bundle of the prompt started, as at a terminal. */
    Setup withShell() {
      return new Setup(home, data, chain, bootnodes, port, config, true);
    }

    private Options options() throws IOException {
      Map<String, Object> all = new HashMap<>();
      all.put("data_path", data.toString());
      if (config.isPresent()) {
        Options options =
            Options.of(home, data).withConfig(config.get()).withOverrides(JSON.std.asString(all));
        return shell ? shell(options) : options;
      }
      Map<String, Object> network = new LinkedHashMap<>();
      network.put("listening_address", "127.0.0.1");
      network.put("listening_port", port);
      network.put("bootstrap_nodes", bootnodes);
      all.put("network_config", network);
      all.put("chain_spec", chain.toString());
      Options options = Options.of(home, data).withOverrides(JSON.std.asString(all));
      return shell ? shell(options) : options;
    }

    /** With a shell, but without its prompt: the standard input is not the test's. */
    private static Options shell(Options o) {
      Map<String, String> noPrompt = Map.of("gosh.args", "--nointeractive");
      return new Options(
          o.home(), o.root(), o.data(), o.mode(), o.config(), o.overrides(), true, noPrompt, false);
    }
  }

  /** Starts a node; what it does on its own after that, tests wait for. */
  static NodeUnderTest start(Setup setup) throws IOException, BundleException {
    return new NodeUnderTest(Node.start(setup.options()));
  }

  /** The same in a time that the test lets pass. */
  static NodeUnderTest start(Setup setup, VirtualClock clock) throws IOException, BundleException {
    Dictionary<String, Object> theTime = FrameworkUtil.asDictionary(Map.of("tessera.clock", true));
    return new NodeUnderTest(
        Node.start(
            setup.options(),
            context -> {
              context.registerService(InstantSource.class, clock, theTime);
              context.registerService(ScheduledExecutorService.class, clock.timer(), theTime);
            }));
  }

  /** Waits until it listens; its address as other nodes' configuration has it. */
  String address() throws IOException, InterruptedException {
    String text =
        Wait.forFile(
            node.options().data().resolve("node.json"),
            content -> content.contains("\"listening\":[\""),
            () -> Wait.tail(Paths.log()));
    Map<String, Object> file = JSON.std.mapFrom(text);
    String[] ipAndPort = ((List<?>) file.get("listening")).get(0).toString().split(":", 2);
    return "/ip4/%s/udp/%s/quic-v1/p2p/%s"
        .formatted(ipAndPort[0], ipAndPort[1], file.get("peer_id"));
  }

  /** Runs a line in the node's shell; what it printed and returned. */
  String gogo(String line) throws InterruptedException {
    return shell().run(line);
  }

  /** A session of the node's shell, which ends with it. */
  Gogo shell() throws InterruptedException {
    if (gogo == null) {
      gogo = new Gogo(service(PROCESSOR));
    }
    return gogo;
  }

  /** Imports a file or folder once the node can; what the command answers. */
  String importBlocks(Path source) throws InterruptedException {
    service("io.tessera.chain.ChainImporter");
    return gogo("tessera:import " + source);
  }

  /** Runs a command of ours with {@code --json} and reads what it returns. */
  Map<String, Object> json(String command) throws IOException, InterruptedException {
    String text = gogo(command + " --json");
    try {
      return JSON.std.mapFrom(text);
    } catch (IOException e) {
      throw new AssertionError(command + " answers: " + text + Wait.tail(Paths.log()), e);
    }
  }

  /** Waits for a service; by the name of its type. */
  Object service(String type) throws InterruptedException {
    CompletableFuture<Object> found = new CompletableFuture<>();
    ServiceTracker<Object, Object> tracker =
        new ServiceTracker<>(context(), type, null) {
          @Override
          public Object addingService(ServiceReference<Object> reference) {
            Object service = super.addingService(reference);
            found.complete(service);
            return service;
          }
        };
    tracker.open(true);
    try {
      return Wait.until("service " + type, found);
    } finally {
      tracker.close();
    }
  }

  /** Completes when the node is synced. */
  CompletionStage<?> synced() throws InterruptedException {
    return (CompletionStage<?>) Reflect.call(service("io.tessera.chain.Sync"), "whenSynced");
  }

  /** The bundle with a symbolic name. */
  Bundle bundle(String symbolicName) {
    return Arrays.stream(context().getBundles())
        .filter(bundle -> bundle.getSymbolicName().equals(symbolicName))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no bundle " + symbolicName));
  }

  BundleContext context() {
    return node.framework().getBundleContext();
  }

  /** Completes when the node has been told to end. */
  CompletionStage<Exit> ended() {
    return node.ended();
  }

  @Override
  public void close() {
    if (gogo != null) {
      gogo.close();
    }
    node.close();
  }
}
