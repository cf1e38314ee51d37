package io.tessera.testing.bench;

import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.testing.testkit.SealedChain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The distribution's script as an operator runs it: how long until the node listens, how much
 * memory it takes up while it has nothing to do, and how long it takes to stop.
 */
final class NodeBench {
  private static final int ROUNDS = 5;
  private static final long IDLE_SECONDS = 8;

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
        Process node = start(folder.resolve("data"), chain);
        try {
          awaitListening(node);
          ready.add((System.nanoTime() - start) / 1e9);
          node.waitFor(IDLE_SECONDS, TimeUnit.SECONDS);
          resident.add(Figures.residentMegabytes(node.pid()));
        } finally {
          // By the handle: Process.destroy would close the outputs too.
          node.toHandle().destroy();
        }
        stopped.add(Figures.seconds(() -> ended(node)));
      } finally {
        delete(folder);
      }
    }
    System.out.printf("boot to listening, s                    %9.2f%n", Figures.median(ready));
    System.out.printf(
        "resident after %d s idle, MB             %9.0f%n", IDLE_SECONDS, Figures.median(resident));
    System.out.printf("SIGTERM to exit, s                      %9.2f%n", Figures.median(stopped));
  }

  private static Process start(Path data, Path chain) throws IOException {
    return new ProcessBuilder(
            script().toString(),
            "run",
            "--no-shell",
            "--data",
            data.toString(),
            "--chain",
            chain.toString(),
            "--listen",
            "127.0.0.1:0")
        .redirectErrorStream(true)
        .start();
  }

  private static Path script() throws IOException {
    try (Stream<Path> targets = Files.list(Path.of("distribution/target"))) {
      return targets
          .map(target -> target.resolve("bin/tessera").toAbsolutePath())
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(() -> new IOException("no distribution: mvn package -DskipTests"));
    }
  }

  /** Reads on afterwards too, so that the node never waits for this end of the pipe. */
  private static void awaitListening(Process node) throws IOException {
    BufferedReader lines = node.inputReader();
    String line = lines.readLine();
    while (line != null && !line.contains("Listening on")) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("the node has ended before it listened");
    }
    Thread.ofVirtual().start(() -> lines.lines().forEach(rest -> {}));
  }

  private static void ended(Process node) throws InterruptedException {
    if (!node.waitFor(20, TimeUnit.SECONDS)) {
      node.destroyForcibly();
      throw new IllegalStateException("the node did not stop");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
