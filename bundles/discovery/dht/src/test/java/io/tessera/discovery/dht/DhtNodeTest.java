package io.tessera.discovery.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.net.Endpoint;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.ethereum.beacon.discovery.schema.NodeRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DhtNodeTest {
  private static final int PATIENCE = 60;

  @TempDir Path folder;

  private LoopbackNode node(int n, int wanted, List<NodeRecord> bootstrap) throws IOException {
    return new LoopbackNode(n, LoopbackNode.CHAIN, wanted, folder.resolve("node" + n), bootstrap);
  }

  private static void await(LoopbackNode node) throws Exception {
    node.enough().get(PATIENCE, TimeUnit.SECONDS);
  }

  @Test
  void aTableOnDiskIsTheWayBack() throws Exception {
    long before;
    try (LoopbackNode a = node(1, 1, List.of())) {
      try (LoopbackNode b = node(2, 1, List.of(a.record()))) {
        await(b);
        await(a);
        assertEquals(Set.of(a.id()), b.found().keySet());
        before = b.record().getSeq().toLong();
      }
      assertTrue(Files.exists(folder.resolve("node2").resolve(RecordFile.NAME)));
      try (LoopbackNode again = node(2, 1, List.of())) {
        await(again);
        assertEquals(Set.of(a.id()), again.found().keySet());
        assertTrue(again.record().getSeq().toLong() > before, "the newer record counts");
      }
    }
  }

  @Test
  void aPeerIntroducesItselfWithItsOwnRecord() throws Exception {
    try (LoopbackNode a = node(1, 1, List.of());
        LoopbackNode b = node(2, 1, List.of());
        LoopbackNode c = node(3, 1, List.of())) {
      Bytes record = Records.ours(b.record().serialize());
      assertFalse(a.node().introduce(c.id(), record).get(), "b's record from c");
      assertTrue(a.node().introduce(b.id(), record).get());
      await(a);
      assertEquals(Set.of(b.id()), a.found().keySet());
      ExecutionException none =
          assertThrows(
              ExecutionException.class,
              () -> a.node().introduce(b.id(), Bytes.fromHex("c0")).get());
      assertEquals(IllegalArgumentException.class, none.getCause().getClass());
    }
  }

  @Test
  void theRecordFollowsTheTransport() throws Exception {
    try (LoopbackNode a = node(1, 1, List.of())) {
      NodeRecord before = a.record();
      a.moveTo(Place.of(List.of(Endpoint.of(LoopbackNode.loopback(9_999)))));
      NodeRecord after = a.record();
      assertTrue(after.isValid());
      assertNotEquals(before.getSeq(), after.getSeq());
      Records records = new Records(LoopbackNode.CHAIN);
      assertEquals(9_999, records.peer(after).orElseThrow().endpoints().get(0).port());
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(LoopbackNode.loopback(0))) {
      IOException refused =
          assertThrows(
              IOException.class,
              () -> new UdpSocket(LoopbackNode.loopback(taken.getLocalPort()), "test").close());
      assertTrue(refused.getMessage().contains(":" + taken.getLocalPort()), refused.getMessage());
    }
  }

  @Test
  void aClosedNodeLeavesNothing() throws Exception {
    int port;
    try (LoopbackNode a = node(5, 1, List.of());
        LoopbackNode b = node(6, 1, List.of(a.record()))) {
      await(b);
      port = b.node().local().getPort();
    }
    try (DatagramSocket free = new DatagramSocket(LoopbackNode.loopback(port))) {
      assertEquals(port, free.getLocalPort());
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("tessera-dht-")
          || thread.getName().startsWith("discovery-expiration")) {
        thread.join(PATIENCE * 1_000L);
        assertFalse(thread.isAlive(), thread.getName());
      }
    }
  }
}
