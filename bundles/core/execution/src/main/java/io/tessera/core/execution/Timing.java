package io.tessera.core.execution;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.ProtocolParameters;

/**
 * Where a block stands in time (Gray Paper, section "Timekeeping").
 *
 * @param priorSlot τ: slot of the block before
 * @param slot τ': slot of the block
 * @param priorEpoch e: epoch of the block before
 * @param epoch e': epoch of the block
 * @param priorPhase m: how many slots of its epoch precede the block before
 * @param phase m': how many slots of its epoch precede the block
 */
record Timing(long priorSlot, long slot, long priorEpoch, long epoch, int priorPhase, int phase) {

  /** The step from one slot to a later one. */
  static Timing of(ProtocolParameters parameters, long priorSlot, long slot)
      throws BlockRejectedException {
    if (slot <= priorSlot) {
      throw new BlockRejectedException(
          BlockFault.BAD_SLOT, "slot " + slot + " is not above the prior one, " + priorSlot);
    }
    return new Timing(
        priorSlot,
        slot,
        parameters.epochOf(priorSlot),
        parameters.epochOf(slot),
        parameters.phaseOf(priorSlot),
        parameters.phaseOf(slot));
  }

  /** Whether the block is the first of its epoch: e' > e. */
  boolean newEpoch() {
    return epoch > priorEpoch;
  }
}
