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

  /** Gives a state's components, decoded. */
  @FunctionalInterface
  public interface Components {
    /** The value of one. */
    <T> T get(StateComponent<T> component);
  }

  /**
   * For a block of a slot on a state, as far as it does not depend on what the block brings: only
   * offenders that the block itself reports are missing.
   *
   * @param prior the state after the block's parent
   * @param slot of the block, or any slot not below the state's; when its epoch is a later one, as
   *     if no block came before it
   */
  public static GuarantorState of(ProtocolParameters parameters, Components prior, long slot) {
    EntropyPool entropy = prior.get(StateComponent.ENTROPY);
    List<ValidatorData> active = prior.get(StateComponent.ACTIVE_SET);
    List<Ed25519Public> offenders = prior.get(StateComponent.DISPUTES).offenders();
    if (parameters.epochOf(slot) == parameters.epochOf(prior.get(StateComponent.SLOT))) {
      List<ValidatorData> previous = prior.get(StateComponent.PREVIOUS_SET);
      return new GuarantorState(slot, entropy, active, previous, offenders);
    }
    EntropyPool shifted =
        new EntropyPool(
            entropy.now(),
            /* first= */ entropy.now(),
            /* second= */ entropy.first(),
            /* third= */ entropy.second());
    List<ValidatorData> next = prior.get(StateComponent.SAFROLE).pendingSet();
    return new GuarantorState(slot, shifted, next, active, offenders);
  }

  /**
   * For a block of a slot on a serialized state; see {@link #of}.
   *
   * @param state the value under a key
   * @throws IllegalArgumentException when a component is missing
   */
  public static GuarantorState read(
      ProtocolParameters parameters, Function<StateKey, Optional<Bytes>> state, long slot) {
    return of(
        parameters,
        new Components() {
          @Override
          public <T> T get(StateComponent<T> component) {
            return decode(component, parameters, state);
          }
        },
        slot);
  }

  private static <T> T decode(
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
