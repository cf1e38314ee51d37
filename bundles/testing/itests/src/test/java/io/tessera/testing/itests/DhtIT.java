package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each node is told of one other, the one before; all find all by the DHT. */
class DhtIT {
  private static final String DHT = "io.tessera.discovery.dht";
  private static final int NODES = Soak.ON ? 8 : 3;
  private static final int SWAPS = 2;
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void allFindAll(@TempDir Path folder) throws Exception {
    try (Cluster cluster = new Cluster(folder, Map.of(DHT, Map.of("enabled", true, "port", 0)))) {
      String before = cluster.add().address();
      for (int i = 1; i < NODES; i++) {
        before = cluster.add(before).address();
      }
      Duration took = cluster.awaitAll();
      System.out.println(
          "dht: " + NODES + " nodes know each other after " + took.toMillis() + " ms");
      assertTrue(took.compareTo(SOON) < 0, took.toString());

      // Stopped on one node: the others take a newcomer in, which that node does not find.
      cluster.shell(0, "stop", DHT);
      assertTrue(cluster.node(0).gogo("tessera:discovery").matches("(?s).*\\bdht +- +stopped .*"));
      assertEquals(NODES - 1, cluster.watch(0).connected().size(), "its connections stay");
      cluster.add(before);
      Wait.until("the newcomer's peers", cluster.watch(NODES).reached(NODES - 1));

      // Started again, it finds the newcomer.
      cluster.shell(0, "start", DHT);
      cluster.awaitAll();
      String shown = cluster.node(0).gogo("tessera:discovery");
      assertTrue(shown.matches("(?s).*\\bdht +\\d+ +active .*"), shown);
      if (Soak.ON) {
        swapped(cluster, folder);
      }
    }
  }

  /** The first swap warms up; later ones must not leave classes behind. */
  private static void swapped(Cluster cluster, Path folder) throws Exception {
    Swap swap = new Swap(cluster.node(1), DHT);
    swap.run(folder, () -> {});
    for (int i = 1; i < SWAPS; i++) {
      Loader old = swap.loader();
      swap.run(folder, () -> {});
      old.assertCollected();
    }
  }
}
