package io.tessera.protocol.ce135;

import io.tessera.chain.Chain;
import io.tessera.chain.SlotClock;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.work.CoreAssignments;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Who should have a guarantee, when it makes sense, and who may bring it. */
record Recipients(CoreAssignments assignments, Chain chain, SlotClock clock) {

  /** The slot of the next block. */
  private long next() {
    return Math.max(clock.slot(), chain.best().slot() + 1);
  }

  /** Whether the guarantee's slot allows the next block to bring it. */
  boolean isDue(Guarantee guarantee) {
    ProtocolParameters parameters = chain.parameters();
    long next = next();
    return guarantee.slot() <= next
        && parameters.rotationOf(guarantee.slot()) >= parameters.rotationOf(next) - 1;
  }

  /**
   * All validators of the next block's epoch, and those of the epoch after it when the block is in
   * the last rotation.
   */
  Set<PeerId> all() throws InterruptedException {
    ProtocolParameters parameters = chain.parameters();
    long next = next();
    Set<PeerId> all = new HashSet<>(validators(next));
    long nextEpoch = (parameters.epochOf(next) + 1) * parameters.epochLength();
    if (parameters.rotationOf(next) == parameters.rotationOf(nextEpoch - 1)) {
      all.addAll(validators(nextEpoch));
    }
    return all;
  }

  private Set<PeerId> validators(long slot) throws InterruptedException {
    Set<PeerId> ids = new HashSet<>();
    Optional<GuarantorAssignments> at = assignments.at(slot);
    if (at.isPresent()) {
      for (ValidatorData validator : at.get().validators()) {
        if (!validator.equals(ValidatorData.NULL)) {
          ids.add(new PeerId(validator.ed25519()));
        }
      }
    }
    return ids;
  }

  /** Whether a peer is a guarantor of the report's core in the guarantee's slot. */
  boolean isGuarantor(PeerId peer, Guarantee guarantee) throws InterruptedException {
    Optional<GuarantorAssignments> at = assignments.at(guarantee.slot());
    OptionalInt core = at.isPresent() ? at.get().coreOf(peer.key()) : OptionalInt.empty();
    return core.isPresent() && core.getAsInt() == guarantee.report().coreIndex();
  }
}
