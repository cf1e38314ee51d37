package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No node is told of another; all find all by multicast on loopback. */
class MdnsIT {
  private static final String MDNS = "io.tessera.discovery.mdns";
  private static final int NODES = Soak.ON ? 8 : 3;
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void allFindAll(@TempDir Path folder) throws Exception {
    try (Cluster cluster = new Cluster(folder, Map.of(MDNS, Map.of("enabled", true)))) {
      for (int i = 0; i < NODES; i++) {
        cluster.add().address();
      }
      Duration took = cluster.awaitAll();
      System.out.println(
          "mdns: " + NODES + " nodes know each other after " + took.toMillis() + " ms");
      assertTrue(took.compareTo(SOON) < 0, took.toString());

      cluster.shell(0, "stop", MDNS);
      assertTrue(cluster.node(0).gogo("tessera:discovery").matches("(?s).*\\bmdns +- +stopped .*"));
      assertEquals(NODES - 1, cluster.watch(0).connected().size(), "its connections stay");
      cluster.shell(0, "start", MDNS);
      assertTrue(
          cluster.node(0).gogo("tessera:discovery").matches("(?s).*\\bmdns +\\d+ +active .*"));
      if (Soak.ON) {
        swapped(cluster, folder);
      }
    }
  }

  /** The first swap warms up; the second must not leave classes behind. */
  private static void swapped(Cluster cluster, Path folder) throws Exception {
    Swap swap = new Swap(cluster.node(1), MDNS);
    swap.run(folder, () -> {});
    Loader old = swap.loader();
    swap.run(folder, () -> {});
    old.assertCollected();
  }
}
