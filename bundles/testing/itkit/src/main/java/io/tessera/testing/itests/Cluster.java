package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;

/** Nodes of one chain on loopback, with the plugins that a test is about. */
final class Cluster implements AutoCloseable {
  private static final Path CHAIN = Paths.trace("safrole").resolve("genesis.bin");

  private final Path folder;
  private final Map<String, Object> plugins;
  private final List<NodeUnderTest> nodes = new ArrayList<>();
  private final List<PeerWatch> watches = new ArrayList<>();

  /** No nodes yet; each will have these settings of plugins. */
  Cluster(Path folder, Map<String, Object> plugins) {
    this.folder = folder;
    this.plugins = plugins;
  }

  /** Starts one more node, which knows these addresses. */
  NodeUnderTest add(String... bootnodes) throws Exception {
    int number = nodes.size();
    Path data = Files.createDirectory(folder.resolve("node" + number));
    Path file = folder.resolve("node" + number + ".json");
    Map<String, Object> network =
        Map.of(
            "listening_address",
            "127.0.0.1",
            "listening_port",
            0,
            "bootstrap_nodes",
            List.of(bootnodes));
    Files.writeString(
        file,
        JSON.std.asString(
            Map.of("network_config", network, "chain_spec", CHAIN.toString(), "plugins", plugins)));
    NodeUnderTest node = NodeUnderTest.start(Setup.of(data, CHAIN).withConfig(file).withShell());
    nodes.add(node);
    watches.add(new PeerWatch(node));
    return node;
  }

  /** A node by its number. */
  NodeUnderTest node(int number) {
    return nodes.get(number);
  }

  /** Whom a node is connected to. */
  PeerWatch watch(int number) {
    return watches.get(number);
  }

  /** Waits until each is connected to all others; how long that took from now on. */
  Duration awaitAll() throws InterruptedException {
    long start = System.nanoTime();
    for (PeerWatch watch : watches) {
      Wait.until("a connection to each", watch.reached(nodes.size() - 1));
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Stops or starts a bundle of a node in its shell. */
  void shell(int number, String command, String symbolicName) throws InterruptedException {
    Bundle bundle = node(number).bundle(symbolicName);
    String answer = node(number).gogo("felix:" + command + " " + bundle.getBundleId());
    int state = command.equals("stop") ? Bundle.RESOLVED : Bundle.ACTIVE;
    assertTrue(bundle.getState() == state, bundle + ": " + answer);
  }

  /** All at once: some plugins take their time to say goodbye. */
  @Override
  public void close() {
    watches.forEach(PeerWatch::close);
    List<Thread> closing =
        nodes.stream().map(node -> Thread.ofPlatform().start(node::close)).toList();
    for (Thread thread : closing) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
