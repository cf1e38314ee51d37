package io.tessera.testing.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What it costs to verify a chain: the parts on one core, then whole imports, then memory. */
final class VerifyBench {
  private static final int AUTHORED = 2_000;
  private static final int LONG = 20_000;

  private VerifyBench() {}

  static void run() throws Exception {
    Path file = Files.createTempFile("tessera-bench", ".blocks");
    try {
      double[] seconds = new double[1];
      BlockFile authored = made(file, seconds);
      System.out.printf(
          "%,d blocks without tickets, tiny parameters, signed and executed in %.0f s%n",
          LONG, seconds[0]);
      System.out.println("One core, by the time that the thread had it:");
      HashBench.run();
      HeaderBench.run(authored);
      TicketBench.run();
      System.out.println(
          "Imports with all checks, blocks decoded from memory, a new RocksDB each round:");
      RecordedChain safrole = RecordedChain.read(Path.of("../shared/vectors/traces/safrole"));
      VerifiedImport.run(safrole.description(), safrole.genesis(), safrole.blocks());
      try (BlockFile.Reader blocks = authored.open()) {
        List<byte[]> first = blocks.next(AUTHORED);
        VerifiedImport.run("authored, no tickets", authored.genesis(), first);
      }
      MemoryBench.run(authored);
    } finally {
      Files.delete(file);
    }
  }

  private static BlockFile made(Path file, double[] seconds) throws Exception {
    BlockFile[] made = new BlockFile[1];
    seconds[0] = Figures.seconds(() -> made[0] = BlockFile.make(file, LONG));
    return made[0];
  }
}
