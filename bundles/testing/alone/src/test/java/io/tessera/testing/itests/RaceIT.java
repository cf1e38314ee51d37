package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Bundles that need each other start and stop at the same moment. */
class RaceIT {
  private static final int ROUNDS = Boolean.getBoolean("tessera.soak") ? 500 : 20;

  @Test
  void aTransportIsNeverLeftBehind(@TempDir Path data) throws Exception {
    Path chain = Paths.trace("safrole").resolve("genesis.bin");
    try (NodeUnderTest node = NodeUnderTest.start(Setup.of(data, chain));
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      long before = loops();
      assertEquals(1, transports(node));
      Bundle transport = node.bundle("io.tessera.transport.quic");
      Bundle streams = node.bundle("io.tessera.core.streams");
      for (int i = 0; i < ROUNDS; i++) {
        int round = i;
        CyclicBarrier together = new CyclicBarrier(2);
        List<Future<Void>> both =
            List.of(
                threads.submit(() -> restart(transport, together, round % 3 == 1)),
                threads.submit(() -> restart(streams, together, round % 3 == 2)));
        for (Future<Void> each : both) {
          each.get();
        }
        assertEquals(1, transports(node), "round " + round + Wait.tail(Paths.log()));
        assertEquals(before, loops(), "round " + round + Wait.tail(Paths.log()));
      }
    }
  }

  /** The other one waits too, before it starts and, if it is not the early one, before it stops. */
  private static Void restart(Bundle bundle, CyclicBarrier together, boolean early)
      throws Exception {
    if (early) {
      bundle.stop();
      together.await();
    } else {
      together.await();
      bundle.stop();
    }
    bundle.start();
    return null;
  }

  private static int transports(NodeUnderTest node) throws Exception {
    var all = node.context().getAllServiceReferences("io.tessera.net.transport.Transport", null);
    return all == null ? 0 : all.length;
  }

  /** Event loops of transports in this JVM. */
  private static long loops() {
    return Arrays.stream(threadNames()).filter(name -> name.startsWith("tessera-quic")).count();
  }

  private static String[] threadNames() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .toArray(String[]::new);
  }
}
