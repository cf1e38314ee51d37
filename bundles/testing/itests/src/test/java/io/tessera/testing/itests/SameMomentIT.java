package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes dial each other at the same moment over QUIC: one connection is left, on both sides.
 */
class SameMomentIT {
  private static final int ROUNDS = Boolean.getBoolean("tessera.soak") ? 1_000 : 20;
  private static final Path CHAIN = Paths.trace("safrole").resolve("genesis.bin");

  private final ExecutorService hands = Executors.newFixedThreadPool(2);

  @Test
  void bothAgreeOnOneConnection(@TempDir Path folder) throws Exception {
    try (NodeUnderTest a = NodeUnderTest.start(Setup.of(folder.resolve("a"), CHAIN));
        NodeUnderTest b = NodeUnderTest.start(Setup.of(folder.resolve("b"), CHAIN))) {
      String toA = a.address();
      String toB = b.address();
      for (int round = 0; round < ROUNDS; round++) {
        CyclicBarrier moment = new CyclicBarrier(2);
        Future<String> fromB = hands.submit(() -> connect(moment, b, toA));
        Future<String> fromA = hands.submit(() -> connect(moment, a, toB));
        assertTrue(answer(fromA).startsWith("connected to"), answer(fromA));
        assertTrue(answer(fromB).startsWith("connected to"), answer(fromB));
        boolean dialedByA = one(a);
        for (long end = deadline(); dialedByA == one(b); dialedByA = one(a)) {
          assertTrue(System.nanoTime() < end, "round " + round + ": they do not agree");
        }
        assertTrue(a.gogo("tessera:disconnect " + id(toB)).startsWith("disconnected"));
        awaitNone(a);
        awaitNone(b);
      }
    } finally {
      hands.shutdownNow();
    }
  }

  private static String connect(CyclicBarrier moment, NodeUnderTest node, String to)
      throws Exception {
    moment.await(Wait.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    return node.gogo("tessera:connect " + to);
  }

  private static String answer(Future<String> command) throws Exception {
    return command.get(Wait.DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Whether the node has dialed its only connection. */
  private static boolean one(NodeUnderTest node) throws IOException, InterruptedException {
    List<Object> peers = peers(node);
    for (long end = deadline(); peers.size() != 1; peers = peers(node)) {
      assertTrue(System.nanoTime() < end, "connections: " + peers);
    }
    return (Boolean) ((Map<?, ?>) peers.getFirst()).get("initiator");
  }

  private static void awaitNone(NodeUnderTest node) throws IOException, InterruptedException {
    long end = deadline();
    while (!peers(node).isEmpty()) {
      assertTrue(System.nanoTime() < end, "still connected" + Wait.tail(Paths.log()));
    }
    assertEquals(List.of(), peers(node));
  }

  private static List<Object> peers(NodeUnderTest node) throws IOException, InterruptedException {
    return new ArrayList<>(JSON.std.listFrom(node.gogo("tessera:peers --json")));
  }

  private static long deadline() {
    return System.nanoTime() + Wait.DEADLINE.toNanos();
  }

  private static String id(String address) {
    return address.substring(address.lastIndexOf('/') + 1);
  }
}
