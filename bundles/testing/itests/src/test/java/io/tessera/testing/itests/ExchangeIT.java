package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that know one other each find all by asking each other, and by nothing else. */
class ExchangeIT {
  private static final int NODES = Soak.ON ? 8 : 3;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void aLineOfNodesBecomesANetwork(@TempDir Path folder) throws Exception {
    Path chain = Chains.make(folder, 1, 1).genesis();
    List<NodeUnderTest> nodes = new ArrayList<>();
    List<PeersWatch> watches = new ArrayList<>();
    try {
      String before = null;
      for (int i = 0; i < NODES; i++) {
        List<String> known = before == null ? List.of() : List.of(before);
        NodeUnderTest node =
            NodeUnderTest.start(
                DiscoverySetup.of(folder, "node" + i, chain, known, "bootstrap", "exchange"));
        nodes.add(node);
        before = node.address();
        watches.add(new PeersWatch(node));
      }
      long start = System.nanoTime();
      for (int i = 0; i < NODES; i++) {
        Duration left = LIMIT.minusNanos(System.nanoTime() - start);
        Set<String> found =
            watches.get(i).await("node " + i, left, peers -> peers.size() == NODES - 1);
        assertTrue(nodes.get(i).address().contains("/p2p/"), found.toString());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      String table = nodes.get(NODES - 1).gogo("tessera:discovery");
      System.out.printf(
          "%d nodes in a line found each other %.1f s after the last was up%n%s%n",
          NODES, took.toMillis() / 1e3, table);
      // The last knew one other from its configuration: the rest it was told.
      assertEquals(1, rows(table, "bootstrap").size(), table);
      assertTrue(rows(table, "exchange").get(0).matches("exchange +" + (NODES - 2) + " .*"), table);
    } finally {
      watches.forEach(PeersWatch::close);
      nodes.forEach(NodeUnderTest::close);
    }
  }

  private static List<String> rows(String table, String name) {
    return table.lines().filter(line -> line.startsWith(name + " ")).toList();
  }
}
