package io.tessera.core.chain.safrole;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.ValidatorKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The components of a state that decide about headers, read out of its serialization (Gray Paper,
 * appendix "State Merklization"): where following a chain begins, and what {@link MarkerRules} asks
 * for.
 *
 * @param consensus what decides about the next header
 * @param accumulator gamma A: the tickets of the contest so far, ordered by id
 * @param staging iota: the validators that a new epoch announces
 * @param offenders psi O: the keys of all that have misbehaved
 */
public record SafroleState(
    Consensus consensus,
    List<TicketBody> accumulator,
    List<ValidatorKeys> staging,
    Set<Ed25519Public> offenders) {

  private static final int BLS_AND_METADATA = 144 + 128;
  private static final int RING_ROOT = 144;
  private static final int TICKETS = 0;
  private static final int KEYS = 1;

  /** Fewest bytes of a ticket. */
  private static final int TICKET = Hash.SIZE + 1;

  /** Takes copies. */
  public SafroleState {
    accumulator = List.copyOf(accumulator);
    staging = List.copyOf(staging);
    offenders = Set.copyOf(offenders);
  }

  /**
   * Reads components 4 to 9 and 11 of a state.
   *
   * @throws CodecException when one of them is missing or not what it should be
   */
  public static SafroleState read(Map<StateKey, Bytes> state, ProtocolParameters parameters) {
    JamReader time = component(state, 11);
    long slot = time.u32();
    time.expectEnd();
    JamReader accumulators = component(state, 6);
    Entropy entropy = entropy(accumulators);
    accumulators.expectEnd();
    JamReader safrole = component(state, 4);
    ValidatorSet pending = new ValidatorSet(validators(safrole, parameters));
    safrole.skip(RING_ROOT);
    SealKeys seals = seals(safrole, parameters);
    List<TicketBody> accumulator = safrole.list(TicketBody.CODEC, TICKET);
    safrole.expectEnd();
    Consensus consensus =
        new Consensus(
            slot,
            entropy,
            seals,
            winners(slot, accumulator, parameters),
            set(state, 9, parameters),
            set(state, 8, parameters),
            pending);
    List<ValidatorKeys> staging = set(state, 7, parameters).keys();
    return new SafroleState(consensus, accumulator, staging, offenders(component(state, 5)));
  }

  /**
   * What is decided once the contest has ended: the tickets of the next epoch, if they are enough.
   */
  static Optional<List<TicketBody>> winners(
      long slot, List<TicketBody> accumulator, ProtocolParameters parameters) {
    return parameters.phaseOf(slot) >= parameters.ticketSubmissionEnd()
            && accumulator.size() == parameters.epochLength()
        ? Optional.of(SlotSequences.outsideIn(accumulator))
        : Optional.empty();
  }

  private static JamReader component(Map<StateKey, Bytes> state, int number) {
    byte[] key = new byte[StateKey.SIZE];
    key[0] = (byte) number;
    JamReader in = new JamReader(state.getOrDefault(StateKey.wrap(key), Bytes.EMPTY).toByteArray());
    in.enter("state component " + number);
    return in;
  }

  private static ValidatorSet set(
      Map<StateKey, Bytes> state, int number, ProtocolParameters parameters) {
    JamReader in = component(state, number);
    ValidatorSet set = new ValidatorSet(validators(in, parameters));
    in.expectEnd();
    return set;
  }

  static List<ValidatorKeys> validators(JamReader in, ProtocolParameters parameters) {
    List<ValidatorKeys> validators = new ArrayList<>();
    for (int i = 0; i < parameters.validators(); i++) {
      validators.add(ValidatorKeys.CODEC.decode(in));
      in.skip(BLS_AND_METADATA);
    }
    return validators;
  }

  static SealKeys seals(JamReader in, ProtocolParameters parameters) {
    int kind = in.u8();
    return switch (kind) {
      case TICKETS -> new SealKeys.Tickets(in.elements(TicketBody.CODEC, parameters.epochLength()));
      case KEYS ->
          new SealKeys.Keys(in.elements(BandersnatchPublic.CODEC, parameters.epochLength()));
      default -> throw in.fail("seal keys of kind " + kind);
    };
  }

  static Entropy entropy(JamReader in) {
    return new Entropy(
        Hash.CODEC.decode(in), Hash.CODEC.decode(in), Hash.CODEC.decode(in), Hash.CODEC.decode(in));
  }

  private static Set<Ed25519Public> offenders(JamReader in) {
    for (int i = 0; i < 3; i++) {
      in.list(Hash.CODEC, Hash.SIZE); // good, bad and wonky reports
    }
    Set<Ed25519Public> offenders = Set.copyOf(in.list(Ed25519Public.CODEC, Ed25519Public.SIZE));
    in.expectEnd();
    return offenders;
  }
}
