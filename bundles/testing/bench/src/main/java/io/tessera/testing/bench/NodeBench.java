package io.tessera.testing.bench;

import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.testing.testkit.SealedChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The distribution's script as an operator runs it: how long until the node listens, how much
 * memory it takes up while it has nothing to do, and how long it takes to stop.
 */
final class NodeBench {
  private static final int ROUNDS = 5;
  private static final long IDLE_SECONDS = 8;
  private static final Pattern LISTENING = Pattern.compile("Listening on");

  private NodeBench() {}

  static void run() throws Exception {
    List<Double> ready = new ArrayList<>();
    List<Double> resident = new ArrayList<>();
    List<Double> stopped = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Path folder = Files.createTempDirectory("tessera-bench");
      try {
        SealedChain builder = SealedChain.tiny(1);
        Path chain = folder.resolve("genesis.bin");
        Files.write(chain, TraceGenesis.codec(builder.parameters()).encode(builder.genesis()));
        long start = System.nanoTime();
        try (NodeProcess node = start(folder.resolve("data"), chain)) {
          node.await(LISTENING);
          ready.add((System.nanoTime() - start) / 1e9);
          node.ignoreTheRest();
          TimeUnit.SECONDS.sleep(IDLE_SECONDS);
          resident.add(Figures.residentMegabytes(node.pid()));
          node.terminate();
          stopped.add(Figures.seconds(node::ended));
        }
      } finally {
        Figures.delete(folder);
      }
    }
    System.out.printf("boot to listening, s                    %9.2f%n", Figures.median(ready));
    System.out.printf(
        "resident after %d s idle, MB             %9.0f%n", IDLE_SECONDS, Figures.median(resident));
    System.out.printf("SIGTERM to exit, s                      %9.2f%n", Figures.median(stopped));
  }

  private static NodeProcess start(Path data, Path chain) throws IOException {
    return NodeProcess.start(
        "run", "--no-shell", "--data", data, "--chain", chain, "--listen", "127.0.0.1:0");
  }
}
