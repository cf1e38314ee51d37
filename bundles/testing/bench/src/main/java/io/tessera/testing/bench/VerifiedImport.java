package io.tessera.testing.bench;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.Origin;
import io.tessera.core.chain.ChainService;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.trace.TraceGenesis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Imports of one chain of tiny parameters again and again, everything checked and executed. */
final class VerifiedImport {
  private static final double WARM_UP_SECONDS = 30;
  private static final int ROUNDS = 9;
  private static final int BATCH = 1024;
  private static final Codec<EncodedBlock> CODEC = EncodedBlock.codec(ProtocolParameters.TINY);

  private VerifiedImport() {}

  static void run(String name, TraceGenesis genesis, List<byte[]> blocks) throws Exception {
    double warm = 0;
    while (warm < WARM_UP_SECONDS) {
      warm += round(genesis, blocks).seconds;
    }
    List<Double> rates = new ArrayList<>();
    List<Double> cores = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      Round round = round(genesis, blocks);
      rates.add(blocks.size() / round.seconds);
      cores.add(round.coreSeconds / blocks.size());
    }
    System.out.printf(
        "%s: %,d blocks, median of %d, blocks/s  %,.0f (%,.0f to %,.0f), %.2f ms of cores a block%n",
        name,
        blocks.size(),
        ROUNDS,
        Figures.median(rates),
        rates.stream().min(Double::compare).orElseThrow(),
        rates.stream().max(Double::compare).orElseThrow(),
        1e3 * Figures.median(cores));
  }

  /** How long an import took, and what all threads had cores for meanwhile. */
  private record Round(double seconds, double coreSeconds) {}

  private static Round round(TraceGenesis genesis, List<byte[]> blocks) throws Exception {
    try (BenchChain chain = BenchChain.verifying(ProtocolParameters.TINY, genesis)) {
      double before = Figures.processSeconds();
      double seconds = Figures.seconds(() -> add(chain.chain(), blocks));
      double coreSeconds = Figures.processSeconds() - before;
      check(chain.chain(), blocks.size());
      return new Round(seconds, coreSeconds);
    }
  }

  /** Decodes and imports blocks, in batches of the size in which the pipeline commits. */
  static void add(ChainService chain, List<byte[]> blocks) {
    for (int from = 0; from < blocks.size(); from += BATCH) {
      List<byte[]> batch = blocks.subList(from, Math.min(blocks.size(), from + BATCH));
      ImportResult result =
          chain.importBlocks(batch.stream().map(CODEC::decode).toList(), Origin.FILE);
      if (result.imported() != batch.size()) {
        throw new IllegalStateException(result.toString());
      }
    }
  }

  /** Throws unless all blocks were executed and every rule was checked. */
  static void check(ChainService chain, int blocks) {
    if (chain.height() != blocks
        || chain.verification().executed() != blocks
        || !chain.verification().unchecked().equals(Map.of())) {
      throw new IllegalStateException(chain.height() + " blocks, " + chain.verification());
    }
  }
}
