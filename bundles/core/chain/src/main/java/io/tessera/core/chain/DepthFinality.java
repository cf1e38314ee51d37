package io.tessera.core.chain;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.FinalityRule;
import java.util.Optional;

/**
 * Finalizes what lies a number of blocks below the head: for chains without a finality gadget.
 *
 * @param depth how many blocks stay above the finalized one, at least 0
 */
record DepthFinality(int depth) implements FinalityRule {
  @Override
  public String description() {
    return "depth " + depth;
  }

  @Override
  public Optional<BlockRef> finalize(BlockEntry best, BlockEntry finalized, Ancestry chain) {
    long height = best.height() - depth;
    return height > finalized.height() ? Optional.of(chain.at(height)) : Optional.empty();
  }
}
