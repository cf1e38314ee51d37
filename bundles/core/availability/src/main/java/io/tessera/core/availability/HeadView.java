package io.tessera.core.availability;

import io.tessera.chain.BlockState;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.PendingReports;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What an assurer needs of the state after a head. Immutable.
 *
 * @param parameters of the chain
 * @param slot τ: the head's slot
 * @param previous λ: the validators of the epoch before
 * @param active κ: those of the head's epoch, whose assurances the next block may bring
 * @param pending γ_P: those of the next epoch
 * @param reports ρ: the reports that are not available yet
 */
record HeadView(
    ProtocolParameters parameters,
    long slot,
    List<PeerId> previous,
    List<PeerId> active,
    List<PeerId> pending,
    PendingReports reports) {

  /**
   * Reads it; empty where too little of the state is known. May call native code: to be called on
   * platform threads only.
   *
   * @param self whose view it is: of the others' reports, which may be megabytes, and of the other
   *     sets a node that is no validator of the epoch reads nothing
   */
  static Optional<HeadView> of(ProtocolParameters parameters, BlockState state, PeerId self) {
    if (state.knowledge() == StateKnowledge.HEADERS) {
      return Optional.empty();
    }
    long slot = state.read(StateComponent.SLOT, parameters);
    List<PeerId> active = peers(state.read(StateComponent.ACTIVE_SET, parameters));
    if (!active.contains(self)) {
      PendingReports none =
          new PendingReports(Collections.nCopies(parameters.cores(), Optional.empty()));
      return Optional.of(new HeadView(parameters, slot, List.of(), active, List.of(), none));
    }
    return Optional.of(
        new HeadView(
            parameters,
            slot,
            peers(state.read(StateComponent.PREVIOUS_SET, parameters)),
            active,
            peers(state.read(StateComponent.SAFROLE, parameters).pendingSet()),
            state.read(StateComponent.PENDING_REPORTS, parameters)));
  }

  private static List<PeerId> peers(List<ValidatorData> set) {
    return set.stream().map(validator -> new PeerId(validator.ed25519())).toList();
  }

  /**
   * The validators of a slot that is not before the head's: however many epochs are skipped, the
   * next ones take over.
   */
  List<PeerId> validatorsAt(long at) {
    return parameters.epochOf(at) > parameters.epochOf(slot) ? pending : active;
  }

  /**
   * Who may author a block of a slot, and who is to assure for it (JAMNP-S, "CE 141"). Assurances
   * go out 2 seconds before the slot. The authors are the validators of the slot itself: they
   * change 2 seconds before an epoch. The assurers are those of the slot before: they change 4
   * seconds after the beginning of an epoch.
   */
  List<PeerId> assurersFor(long at) {
    return validatorsAt(Math.max(slot, at - 1));
  }
}
