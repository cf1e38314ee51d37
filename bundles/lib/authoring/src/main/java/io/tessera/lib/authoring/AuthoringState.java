package io.tessera.lib.authoring;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a block's author needs of the state after the parent.
 *
 * @param slot τ: the parent's slot
 * @param entropy η
 * @param safrole γ
 * @param activeSet κ: the validators of the parent's epoch
 * @param stagingSet ι: those that the first block of an epoch announces
 * @param offenders ψ_O: validators that misbehaved, whose keys the announcement leaves out
 */
public record AuthoringState(
    long slot,
    EntropyPool entropy,
    SafroleState safrole,
    List<ValidatorData> activeSet,
    List<ValidatorData> stagingSet,
    List<Ed25519Public> offenders) {

  /** Takes copies of the lists. */
  public AuthoringState {
    activeSet = List.copyOf(activeSet);
    stagingSet = List.copyOf(stagingSet);
    offenders = List.copyOf(offenders);
  }

  /**
   * Reads it from a serialized state.
   *
   * @param state the value under a key
   * @throws IllegalArgumentException when a component is missing
   * @throws io.tessera.lib.codec.CodecException when one is not what it should be
   */
  public static AuthoringState read(
      ProtocolParameters parameters, Function<StateKey, Optional<Bytes>> state) {
    return new AuthoringState(
        read(StateComponent.SLOT, parameters, state),
        read(StateComponent.ENTROPY, parameters, state),
        read(StateComponent.SAFROLE, parameters, state),
        read(StateComponent.ACTIVE_SET, parameters, state),
        read(StateComponent.STAGING_SET, parameters, state),
        read(StateComponent.DISPUTES, parameters, state).offenders());
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
}
