package io.tessera.discovery.validators;

import io.tessera.chain.StateView;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sets that connectivity follows.
 *
 * @param previous λ: the validators of the epoch before
 * @param current κ: those of this epoch
 * @param next γ_P: those of the next epoch
 */
record ValidatorSets(
    List<ValidatorData> previous, List<ValidatorData> current, List<ValidatorData> next) {

  /** The components that they stand in. */
  static final List<StateComponent<?>> COMPONENTS =
      List.of(StateComponent.PREVIOUS_SET, StateComponent.ACTIVE_SET, StateComponent.SAFROLE);

  /**
   * Reads them out of a state.
   *
   * @throws IllegalArgumentException when one is missing
   * @throws io.tessera.lib.codec.CodecException when one is malformed
   */
  static ValidatorSets read(StateView state, ProtocolParameters parameters) {
    return new ValidatorSets(
        value(state, StateComponent.PREVIOUS_SET, parameters),
        value(state, StateComponent.ACTIVE_SET, parameters),
        value(state, StateComponent.SAFROLE, parameters).pendingSet());
  }

  private static <T> T value(
      StateView state, StateComponent<T> component, ProtocolParameters parameters) {
    return state
        .get(component.key())
        .map(encoded -> component.codec(parameters).decode(encoded.toByteArray()))
        .orElseThrow(() -> new IllegalArgumentException("no " + component + " in the state"));
  }

  /** All validators; one that is in several sets comes several times. */
  Stream<ValidatorData> all() {
    return Stream.of(previous, current, next).flatMap(List::stream);
  }

  /** Whether the sets have the same validators in the same order, whatever else is said of them. */
  boolean sameKeys(ValidatorSets other) {
    return keys().equals(other.keys());
  }

  private List<List<Object>> keys() {
    return all().map(one -> List.<Object>of(one.bandersnatch(), one.ed25519())).toList();
  }
}
