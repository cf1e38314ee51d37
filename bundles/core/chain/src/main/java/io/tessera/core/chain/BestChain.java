package io.tessera.core.chain;

import io.tessera.chain.BlockEntry;
import java.util.Comparator;

/**
 * Which of two heads is better: the one with more blocks beneath it, then the earlier slot, then
 * the lower hash, so that all nodes that know the same blocks agree. Stands in for the Gray Paper's
 * rule (section "Grandpa and the Best Chain"), which counts blocks sealed with tickets and needs
 * verified seals.
 */
final class BestChain {
  /** Orders by worth, the best last. */
  static final Comparator<BlockEntry> ORDER =
      Comparator.comparingLong(BlockEntry::height)
          .thenComparing(entry -> entry.ref().slot(), Comparator.reverseOrder())
          .thenComparing(entry -> entry.ref().hash(), Comparator.reverseOrder());

  private BestChain() {}

  /** The better of two heads. */
  static BlockNode better(BlockNode a, BlockNode b) {
    return ORDER.compare(a.entry(), b.entry()) >= 0 ? a : b;
  }
}
