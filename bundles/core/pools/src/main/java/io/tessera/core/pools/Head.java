package io.tessera.core.pools;

import io.tessera.chain.AncestorLookup;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.Hash;
import java.util.Optional;

/** Reads what the pools need of the chain's head. */
final class Head {
  private Head() {}

  /** The first slot that a block on the head can have. */
  static long nextSlot(Chain chain, SlotClock clock) {
    return Math.max(clock.slot(), chain.best().slot() + 1);
  }

  /** The state after a block, where all of it is known. */
  static Optional<BlockState> state(Chain chain, BlockRef block) {
    return chain.state(block.hash()).filter(state -> state.knowledge() == StateKnowledge.COMPLETE);
  }

  /** The ancestors of a child of a block. */
  static AncestorLookup ancestors(Chain chain, Hash parent) {
    return (hash, slot) ->
        chain
            .entry(hash)
            .filter(entry -> entry.ref().slot() == slot)
            .filter(entry -> isAncestor(chain, entry, parent))
            .isPresent();
  }

  private static boolean isAncestor(Chain chain, BlockEntry block, Hash parent) {
    long finalHeight = chain.entry(chain.finalized().hash()).map(BlockEntry::height).orElse(0L);
    if (block.height() == 0) {
      return true; // genesis, which no range of blocks has
    }
    if (block.height() <= finalHeight) {
      // Beneath the final block are its ancestors, and forks that nothing can be built on.
      BlockRequest itself = new BlockRequest(block.ref().hash(), Direction.DESCENDING, 1);
      return chain.range(itself, 1).isPresent();
    }
    Optional<BlockEntry> at = chain.entry(parent);
    while (at.isPresent() && at.get().height() > block.height()) {
      at = chain.entry(at.get().parent());
    }
    return at.filter(block::equals).isPresent();
  }
}
