package io.tessera.discovery.validators;

import io.tessera.chain.BlockState;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.BlsPublic;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.PeerAddress;
import java.util.ArrayList;
import java.util.List;

/** States with validators of the tests' own; validator n has a key of bytes n. */
final class States {
  static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private static final StateTrie DEV =
      StateTrie.of(DevGenesis.of(TINY, DevService.SMALL).state().keyvals());

  private States() {}

  /** A state with these sets. */
  static StateTrie of(
      List<ValidatorData> previous, List<ValidatorData> current, List<ValidatorData> next) {
    SafroleState safrole = decoded(DEV, StateComponent.SAFROLE);
    SafroleState changed =
        new SafroleState(next, safrole.epochRoot(), safrole.sealKeys(), safrole.accumulator());
    StateTrie state = put(DEV, StateComponent.PREVIOUS_SET, previous);
    state = put(state, StateComponent.ACTIVE_SET, current);
    return put(state, StateComponent.SAFROLE, changed);
  }

  static BlockState complete(StateTrie state) {
    return BlockState.of(StateKnowledge.COMPLETE, state);
  }

  static BlockState consensus(StateTrie state) {
    return BlockState.of(StateKnowledge.CONSENSUS, state);
  }

  private static <T> T decoded(StateTrie state, StateComponent<T> component) {
    return component.codec(TINY).decode(state.get(component.key()).orElseThrow().toByteArray());
  }

  private static <T> StateTrie put(StateTrie state, StateComponent<T> component, T value) {
    return state.put(component.key(), Bytes.wrap(component.codec(TINY).encode(value)));
  }

  /** Six validators from {@code first} on, at 9.0.0.n:n. */
  static List<ValidatorData> set(int first) {
    List<ValidatorData> set = new ArrayList<>();
    for (int n = first; n < first + TINY.validators(); n++) {
      set.add(
          validator(
              n, "00".repeat(10) + "ffff" + "090000%02x".formatted(n) + "%02x00".formatted(n)));
    }
    return set;
  }

  /** The same six without their addresses, as epoch markers tell of them. */
  static List<ValidatorData> keysOnly(int first) {
    List<ValidatorData> set = new ArrayList<>();
    for (int n = first; n < first + TINY.validators(); n++) {
      set.add(validator(n, "00".repeat(18)));
    }
    return set;
  }

  /** A validator with these first 18 bytes of metadata. */
  static ValidatorData validator(int n, String endpoint) {
    return new ValidatorData(
        BandersnatchPublic.fromHex("%02x".formatted(n).repeat(BandersnatchPublic.SIZE)),
        key(n),
        BlsPublic.fromHex("%02x".formatted(n).repeat(BlsPublic.SIZE)),
        Bytes.fromHex(endpoint + "dd".repeat(110)));
  }

  static Ed25519Public key(int n) {
    return Ed25519Public.fromHex("%02x".formatted(n).repeat(Ed25519Public.SIZE));
  }

  /** Where the six of {@link #set} are. */
  static List<PeerAddress> addresses(int first) {
    List<PeerAddress> addresses = new ArrayList<>();
    for (int n = first; n < first + TINY.validators(); n++) {
      addresses.add(PeerAddress.parse(new PeerId(key(n)).name() + "@9.0.0." + n + ":" + n));
    }
    return addresses;
  }
}
