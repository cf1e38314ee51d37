package io.tessera.lib.authoring;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What decides who may guarantee reports in a block of some slot: posterior values of that block
 * (Gray Paper, section "Guarantor Assignments"). Immutable.
 *
 * @param slot τ'
 * @param entropy η'
 * @param activeSet κ'
 * @param previousSet λ'
 * @param offenders ψ'_O
 */
public record GuarantorState(
    long slot,
    EntropyPool entropy,
    List<ValidatorData> activeSet,
    List<ValidatorData> previousSet,
    List<Ed25519Public> offenders) {

  /** Takes copies of the lists. */
  public GuarantorState {
    activeSet = List.copyOf(activeSet);
    previousSet = List.copyOf(previousSet);
    offenders = List.copyOf(offenders);
  }

  /**
   * For a block of a slot on a serialized state, but for the block's own randomness and offenders:
   * neither decides about assignments before the next epoch or the next block.
   *
   * @param state the value under a key, after the block's parent
   * @param slot of the block, or any slot not below the state's; when its epoch is a later one, as
   *     if it were the first block of it
   * @throws IllegalArgumentException when a component is missing
   */
  public static GuarantorState read(
      ProtocolParameters parameters, Function<StateKey, Optional<Bytes>> state, long slot) {
    EntropyPool entropy = read(StateComponent.ENTROPY, parameters, state);
    List<ValidatorData> active = read(StateComponent.ACTIVE_SET, parameters, state);
    List<Ed25519Public> offenders = read(StateComponent.DISPUTES, parameters, state).offenders();
    long prior = read(StateComponent.SLOT, parameters, state);
    if (parameters.epochOf(slot) > parameters.epochOf(prior)) {
      EntropyPool shifted =
          new EntropyPool(entropy.now(), entropy.now(), entropy.first(), entropy.second());
      List<ValidatorData> pending =
          read(StateComponent.SAFROLE, parameters, state).pendingSet();
      return new GuarantorState(slot, shifted, pending, active, offenders);
    }
    List<ValidatorData> previous = read(StateComponent.PREVIOUS_SET, parameters, state);
    return new GuarantorState(slot, entropy, active, previous, offenders);
  }

  private static <T> T read(
      StateComponent<T> component,
      ProtocolParameters parameters,
      Function<StateKey, Optional<Bytes>> state) {
    Bytes encoded =
        state
            .apply(component.key())
            .orElseThrow(() -> new IllegalArgumentException("no " + component + " in the state"));
    return component.codec(parameters).decode(encoded.toByteArray());
  }

  /** M: the assignments of the slot's own rotation. */
  public GuarantorAssignments current(ProtocolParameters parameters) {
    return GuarantorAssignments.of(parameters, entropy.second(), slot, activeSet, offenders);
  }

  /** M*: the assignments one rotation earlier, which may be in the epoch before. */
  public GuarantorAssignments previous(ProtocolParameters parameters) {
    long before = slot - parameters.rotationPeriod();
    boolean sameEpoch = Math.floorDiv(before, parameters.epochLength()) == parameters.epochOf(slot);
    return sameEpoch
        ? GuarantorAssignments.of(parameters, entropy.second(), before, activeSet, offenders)
        : GuarantorAssignments.of(parameters, entropy.third(), before, previousSet, offenders);
  }
}
