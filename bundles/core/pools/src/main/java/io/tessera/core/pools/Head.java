package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StateKnowledge;
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
}
