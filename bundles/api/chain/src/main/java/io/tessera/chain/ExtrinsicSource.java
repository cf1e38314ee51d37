package io.tessera.chain;

import io.tessera.lib.codec.block.Assurance;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.TicketEnvelope;
import java.util.List;

/**
 * What waits to be brought into a block: the pools of core/pools register one each, and the author
 * asks all of them when it makes a block. What they give was verified before; the author orders it,
 * leaves out what the block has no room for, and tries the block before it seals it. Methods are
 * called on platform threads and may read the state; they should take some milliseconds at most.
 */
public interface ExtrinsicSource {

  /** Tickets with valid proofs for this contest, in any order. */
  default List<TicketEnvelope> tickets(TicketContest contest) {
    return List.of();
  }

  /** Preimages that are requested in the state after the block's parent, the oldest first. */
  default List<Preimage> preimages(BlockState prior) {
    return List.of();
  }

  /** Assurances whose anchor is the block's parent, each validator's once. */
  default List<Assurance> assurances(BlockRef parent, BlockState prior) {
    return List.of();
  }

  /**
   * Guarantees that a block of a slot may report, at most one a core.
   *
   * @param slot of the block
   * @param parent of the block
   * @param prior the state after the parent
   */
  default List<Guarantee> guarantees(long slot, BlockRef parent, BlockState prior) {
    return List.of();
  }

  /** Verdicts with culprits and faults that the state does not know yet, in the order of blocks. */
  default Disputes disputes(BlockState prior) {
    return Extrinsic.EMPTY.disputes();
  }
}
