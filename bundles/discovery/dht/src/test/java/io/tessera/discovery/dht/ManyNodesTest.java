package io.tessera.discovery.dht;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.PeerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.ethereum.beacon.discovery.schema.NodeRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two chains that share a table: each node knows one other node, of either chain. With {@code
 * -Dtessera.soak=true} there are 200, nearly all of which shake hands with each other: two minutes
 * of computing in all.
 */
class ManyNodesTest {
  private static final boolean SOAK = Boolean.getBoolean("tessera.soak");
  private static final int NODES = SOAK ? 200 : 20;
  private static final int WANTED = SOAK ? 50 : 8;
  private static final long PATIENCE_SECONDS = 600;

  @Test
  void eachFindsPeersOfItsChainAndNoneOfTheOther(@TempDir Path folder) throws Exception {
    List<LoopbackNode> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < NODES; i++) {
        Path data = Files.createDirectory(folder.resolve("node" + i));
        List<NodeRecord> one = i == 0 ? List.of() : List.of(nodes.get(i / 2).record());
        nodes.add(
            new LoopbackNode(
                i, i % 2 == 0 ? LoopbackNode.CHAIN : LoopbackNode.OTHER_CHAIN, WANTED, data, one));
      }
      LongSummaryStatistics millis = new LongSummaryStatistics();
      for (LoopbackNode node : nodes) {
        millis.accept(node.enough().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      IntSummaryStatistics hops = new IntSummaryStatistics();
      IntSummaryStatistics lookups = new IntSummaryStatistics();
      for (int i = 0; i < NODES; i++) {
        Set<PeerId> ofItsChain = new HashSet<>();
        for (int j = i % 2; j < NODES; j += 2) {
          ofItsChain.add(nodes.get(j).id());
        }
        Set<PeerId> found = nodes.get(i).found().keySet();
        assertTrue(ofItsChain.containsAll(found), "no peer of the other chain");
        assertTrue(found.size() >= WANTED);
        nodes.get(i).found().values().forEach(hops::accept);
        lookups.accept((int) nodes.get(i).node().status().lookups());
      }
      System.out.printf(
          "dht: %d nodes of 2 chains, each has found %d peers of its chain and none of the other;"
              + " seconds %.1f to %.1f, average %.1f; hops %.1f on average, %d at most;"
              + " lookups %.1f on average, %d at most%n",
          NODES,
          WANTED,
          millis.getMin() / 1e3,
          millis.getMax() / 1e3,
          millis.getAverage() / 1e3,
          hops.getAverage(),
          hops.getMax(),
          lookups.getAverage(),
          lookups.getMax());
    } finally {
      nodes.forEach(LoopbackNode::close);
    }
  }
}
