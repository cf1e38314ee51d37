package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * One node with all five ways to find peers: each is stopped and started while the others go on.
 */
class DiscoverySwapIT {
  private static final List<String> ALL =
      List.of("bootstrap", "dht", "exchange", "mdns", "validators");
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Path folder;
  private Path chain;

  private Setup setup(String name, List<String> known) throws Exception {
    return DiscoverySetup.of(folder, name, chain, known, ALL.toArray(new String[0]));
  }

  @Test
  void theOthersGoOn(@TempDir Path temporary) throws Exception {
    Soak.unless(false, "discoveries stand in for each other; BundleSwapIT swaps each");
    folder = temporary;
    chain = Chains.make(folder, 1, 1).genesis();
    try (NodeUnderTest a = NodeUnderTest.start(setup("a", List.of()));
        NodeUnderTest b = NodeUnderTest.start(setup("b", List.of(a.address())).withShell());
        PeersWatch peersOfB = new PeersWatch(b)) {
      peersOfB.await("b connects", LIMIT, peers -> peers.size() == 1);
      for (String name : ALL) {
        awaitDiscovery(b, name);
      }
      assertEquals(ALL, names(b));
      String since = since(b);
      for (String name : List.of("validators", "dht", "mdns", "exchange")) {
        swap(b, name, () -> assertEquals(allBut(name), names(b)));
      }
      assertEquals(since, since(b), "the connection stands");
      swap(b, "bootstrap", () -> isToldOfAnother(a, b, peersOfB));
      assertEquals(ALL, names(b));
    }
  }

  /** Without its boot nodes it is told of a new node by the others. */
  private void isToldOfAnother(NodeUnderTest a, NodeUnderTest b, PeersWatch peersOfB)
      throws Exception {
    assertEquals(allBut("bootstrap"), names(b));
    try (NodeUnderTest c = NodeUnderTest.start(setup("c", List.of(a.address())))) {
      String address = c.address();
      String name = address.substring(address.lastIndexOf('/') + 1);
      peersOfB.await("b finds c", LIMIT, peers -> peers.contains(name));
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private void swap(NodeUnderTest node, String name, Step whileStopped) throws Exception {
    new Swap(node, "io.tessera.discovery." + name)
        .run(
            folder,
            () -> {
              try {
                whileStopped.run();
              } catch (Exception e) {
                throw new AssertionError(name + " is stopped", e);
              }
            });
    awaitDiscovery(node, name);
  }

  private static List<String> allBut(String name) {
    return ALL.stream().filter(each -> !each.equals(name)).toList();
  }

  private static List<String> names(NodeUnderTest node) throws InterruptedException {
    return node.gogo("tessera:discovery")
        .lines()
        .filter(line -> line.matches("[a-z]+ +\\d+ .*"))
        .map(line -> line.split(" ", 2)[0])
        .sorted()
        .toList();
  }

  private static String since(NodeUnderTest node) throws InterruptedException {
    String json = node.gogo("tessera:peers --json");
    return json.replaceAll("(?s).*\"since\"\\s*:\\s*\"([^\"]*)\".*", "$1");
  }

  /** Waits for the plugin's service. */
  private static void awaitDiscovery(NodeUnderTest node, String name) throws InterruptedException {
    CompletableFuture<Void> there = new CompletableFuture<>();
    ServiceTracker<Object, Object> tracker =
        new ServiceTracker<>(node.context(), "io.tessera.net.Discovery", null) {
          @Override
          public Object addingService(ServiceReference<Object> reference) {
            if (reference.getBundle().getSymbolicName().endsWith("." + name)) {
              there.complete(null);
            }
            return super.addingService(reference);
          }
        };
    tracker.open(true);
    try {
      Wait.until("discovery " + name, there);
    } finally {
      tracker.close();
    }
  }
}
