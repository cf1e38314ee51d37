package io.tessera.core.chain;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.testing.testkit.ChainBuilder;
import java.nio.file.Path;
import java.util.List;

/** The process that {@link KillTest} kills: imports blocks and says what is safe on disk. */
final class KilledProcess {
  private static final int BATCH = 20;

  private KilledProcess() {}

  /**
   * Imports for as long as it lives, a side fork with every third batch.
   *
   * @param arguments data directory, specification, seed of the chain
   */
  public static void main(String[] arguments) throws Exception {
    ChainBuilder builder = ChainBuilder.tiny(Long.parseLong(arguments[2]));
    try (FileImporterTest.DiskNode node = new FileImporterTest.DiskNode(Path.of(arguments[0]))) {
      node.open(arguments[1]);
      ChainService chain = node.chain().orElseThrow();
      System.out.println("ready");
      for (int round = 0; true; round++) {
        List<EncodedBlock> blocks = builder.chain(chain.best(), BATCH, round % 50);
        if (round % 3 == 0) {
          chain.importBlocks(builder.chain(chain.best(), 3, 7), Origin.FILE);
        }
        chain.importBlocks(blocks, Origin.FILE);
        System.out.println(blocks.getLast().hash().toHex());
      }
    }
  }
}
