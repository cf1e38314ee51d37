package io.tessera.core.chain.safrole;

import static io.tessera.core.chain.safrole.HeaderVerdict.refuse;

import io.tessera.core.chain.safrole.HeaderVerdict.Refused;
import io.tessera.core.chain.safrole.HeaderVerdict.Rule;
import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Culprit;
import io.tessera.lib.codec.block.Disputes;
import io.tessera.lib.codec.block.Fault;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.ValidatorKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a header's markers must say, for whoever has the state before the block and the block's
 * extrinsic. Whether they may be there, and their form, is checked by {@link HeaderRules}.
 */
public final class MarkerRules {
  /** What stands in the place of an offender. */
  private static final ValidatorKeys NULL_KEYS =
      new ValidatorKeys(
          BandersnatchPublic.wrap(new byte[BandersnatchPublic.SIZE]),
          Ed25519Public.wrap(new byte[Ed25519Public.SIZE]));

  private MarkerRules() {}

  /** Phi: validators with null keys in the place of offenders (Gray Paper, "Key Rotation"). */
  public static List<ValidatorKeys> withoutOffenders(
      List<ValidatorKeys> staging, Set<Ed25519Public> offenders) {
    return staging.stream()
        .map(keys -> offenders.contains(keys.ed25519()) ? NULL_KEYS : keys)
        .toList();
  }

  /**
   * The epoch marker announces what the staging set becomes.
   *
   * @param staging iota before the block
   * @param offenders psi O after the block: its own offenders count
   */
  public static Optional<Refused> epochMark(
      Header header, List<ValidatorKeys> staging, Set<Ed25519Public> offenders) {
    return header
        .epochMark()
        .filter(mark -> !mark.validators().equals(withoutOffenders(staging, offenders)))
        .flatMap(
            mark ->
                refuse(
                    Rule.EPOCH_MARK_VALIDATORS,
                    "the epoch marker's validators are not the staging set's"));
  }

  /**
   * The winning-tickets marker is there exactly when the contest ends with a full accumulator, and
   * says what is in it.
   *
   * @param parentSlot the parent's slot
   * @param accumulator gamma A before the block, ordered by id
   */
  public static Optional<Refused> winnersMark(
      Header header, long parentSlot, List<TicketBody> accumulator, ProtocolParameters parameters) {
    boolean due =
        HeaderRules.closesContest(parentSlot, header.slot(), parameters)
            && accumulator.size() == parameters.epochLength();
    Optional<List<TicketBody>> expected =
        due ? Optional.of(SlotSequences.outsideIn(accumulator)) : Optional.empty();
    return header.ticketsMark().equals(expected)
        ? Optional.empty()
        : refuse(
            Rule.WINNERS_MARK_TICKETS,
            due
                ? "the winning-tickets marker is not what is in the full accumulator"
                : "a winning-tickets marker with " + accumulator.size() + " tickets in all");
  }

  /** The offenders marker names culprits, then faults (Gray Paper, "Disputes", "Header"). */
  public static Optional<Refused> offendersMark(Header header, Disputes disputes) {
    List<Ed25519Public> expected = new ArrayList<>();
    disputes.culprits().stream().map(Culprit::key).forEach(expected::add);
    disputes.faults().stream().map(Fault::key).forEach(expected::add);
    return header.offendersMark().equals(expected)
        ? Optional.empty()
        : refuse(
            Rule.OFFENDERS_MARK_EXTRINSIC,
            "the offenders marker is not what the extrinsic says: " + expected.size() + " keys");
  }
}
