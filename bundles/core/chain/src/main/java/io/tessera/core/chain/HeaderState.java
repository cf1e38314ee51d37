package io.tessera.core.chain;

import io.tessera.core.chain.safrole.Consensus;
import io.tessera.core.chain.safrole.SlotSequences;
import io.tessera.core.chain.safrole.ValidatorSet;
import io.tessera.lib.codec.BlsPublic;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.EpochRoot;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.merkle.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes what headers tell where a state is kept otherwise, so that {@link ConsensusReader} finds
 * it again: under the keys of the components, with zeroes for what headers do not tell. The reverse
 * of {@link ConsensusReader}.
 */
final class HeaderState {
  private static final BlsPublic NO_BLS = ValidatorData.NULL.bls();
  private static final Bytes NO_METADATA = ValidatorData.NULL.metadata();
  private static final EpochRoot NO_ROOT = EpochRoot.wrap(new byte[EpochRoot.SIZE]);

  private final ProtocolParameters parameters;

  HeaderState(ProtocolParameters parameters) {
    this.parameters = parameters;
  }

  /** All of it. */
  List<StateChange> of(Consensus consensus) {
    List<StateChange> changes = new ArrayList<>();
    put(changes, StateComponent.SLOT, consensus.slot());
    put(changes, StateComponent.ENTROPY, consensus.entropy());
    put(changes, StateComponent.PREVIOUS_SET, validators(consensus.previous()));
    put(changes, StateComponent.ACTIVE_SET, validators(consensus.current()));
    put(changes, StateComponent.SAFROLE, safrole(consensus));
    return changes;
  }

  /** What a block changes of it: the large parts once or twice in an epoch. */
  List<StateChange> changes(Consensus before, Consensus after) {
    List<StateChange> changes = new ArrayList<>();
    put(changes, StateComponent.SLOT, after.slot());
    put(changes, StateComponent.ENTROPY, after.entropy());
    if (!after.previous().equals(before.previous())) {
      put(changes, StateComponent.PREVIOUS_SET, validators(after.previous()));
    }
    if (!after.current().equals(before.current())) {
      put(changes, StateComponent.ACTIVE_SET, validators(after.current()));
    }
    boolean same =
        after.next().equals(before.next())
            && after.seals().equals(before.seals())
            && after.winners().equals(before.winners());
    if (!same) {
      put(changes, StateComponent.SAFROLE, safrole(after));
    }
    return changes;
  }

  private static List<ValidatorData> validators(ValidatorSet set) {
    return set.keys().stream()
        .map(keys -> new ValidatorData(keys.bandersnatch(), keys.ed25519(), NO_BLS, NO_METADATA))
        .toList();
  }

  /** Winners are an accumulator that is full; of one that is not, headers tell nothing. */
  private static SafroleState safrole(Consensus consensus) {
    return new SafroleState(
        validators(consensus.next()),
        NO_ROOT,
        consensus.seals(),
        consensus.winners().map(SlotSequences::insideOut).orElse(List.of()));
  }

  private <T> void put(List<StateChange> changes, StateComponent<T> component, T value) {
    Bytes encoded = Bytes.wrap(component.codec(parameters).encode(value));
    changes.add(new StateChange(component.key(), Optional.of(encoded)));
  }
}
