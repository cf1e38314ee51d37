package io.tessera.testing.bench;

import java.io.IOException;

/** Memory while a long chain is imported from a file: it must not grow with the chain. */
final class MemoryBench {
  private static final int BATCH = 1_000;
  private static final int POINTS = 4;

  private MemoryBench() {}

  static void run(BlockFile file) throws Exception {
    System.out.printf(
        "Import of %,d blocks with all checks, read from a file by %,d; MB:%n",
        file.count(), BATCH);
    try (BenchChain chain = BenchChain.verifying(file.parameters(), file.genesis());
        BlockFile.Reader blocks = file.open()) {
      print(0);
      double seconds = 0;
      for (int done = BATCH; done <= file.count(); done += BATCH) {
        seconds += Figures.seconds(() -> VerifiedImport.add(chain.chain(), blocks.next(BATCH)));
        if (done % (file.count() / POINTS) == 0) {
          print(100L * done / file.count());
        }
      }
      VerifiedImport.check(chain.chain(), file.count());
      System.out.printf("this import, blocks/s  %,.0f%n", file.count() / seconds);
    }
  }

  private static void print(long percent) throws IOException {
    System.out.printf(
        "at %3d %%: heap after a collection %6.1f, resident %5.0f%n",
        percent, Figures.heapMegabytes(), Figures.residentMegabytes(ProcessHandle.current().pid()));
  }
}
