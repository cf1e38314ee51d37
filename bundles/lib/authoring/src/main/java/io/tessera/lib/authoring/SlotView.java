package io.tessera.lib.authoring;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.ValidatorKeys;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.SafroleState;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.codec.state.ValidatorData;
import java.util.List;
import java.util.Optional;

/**
 * How things stand for a block of a given slot on a given state, before its own randomness: the
 * posterior values that its author signs with and announces (Gray Paper, section "Block Production
 * and Chain Growth").
 *
 * @param parameters of the chain
 * @param slot the block's slot
 * @param newEpoch whether the block is the first of its epoch
 * @param ticketEntropy η'_2: what tickets are made with in this epoch
 * @param sealEntropy η'_3: what seals are made with in this epoch
 * @param activeSet κ': the validators of this epoch; the author index counts in it
 * @param pendingSet γ_P': those of the next epoch, the ring that tickets are proven in
 * @param sealKeys γ_S': who may seal in which slot of this epoch
 * @param accumulator the best tickets before this block, none in a new epoch
 * @param epochMark what H_E must be
 * @param winnersMark what H_W must be
 */
public record SlotView(
    ProtocolParameters parameters,
    long slot,
    boolean newEpoch,
    Hash ticketEntropy,
    Hash sealEntropy,
    List<ValidatorData> activeSet,
    List<ValidatorData> pendingSet,
    SealKeys sealKeys,
    List<TicketBody> accumulator,
    Optional<EpochMark> epochMark,
    Optional<List<TicketBody>> winnersMark) {

  /** Takes copies of the lists. */
  public SlotView {
    activeSet = List.copyOf(activeSet);
    pendingSet = List.copyOf(pendingSet);
    accumulator = List.copyOf(accumulator);
    winnersMark = winnersMark.map(List::copyOf);
  }

  /**
   * The view of a slot, for a block that reports no new offenders.
   *
   * @throws IllegalArgumentException when the slot is not above the state's
   */
  public static SlotView of(ProtocolParameters parameters, AuthoringState prior, long slot) {
    if (slot <= prior.slot()) {
      throw new IllegalArgumentException("slot " + slot + " on a state of slot " + prior.slot());
    }
    return parameters.epochOf(slot) > parameters.epochOf(prior.slot())
        ? firstOfEpoch(parameters, prior, slot)
        : withinEpoch(parameters, prior, slot);
  }

  private static SlotView withinEpoch(
      ProtocolParameters parameters, AuthoringState prior, long slot) {
    SafroleState safrole = prior.safrole();
    boolean contestEnds = !contestEnded(parameters, prior.slot()) && contestEnded(parameters, slot);
    Optional<List<TicketBody>> winners =
        contestEnds && isFull(parameters, safrole)
            ? Optional.of(SlotKeys.outsideIn(safrole.accumulator()))
            : Optional.empty();
    return new SlotView(
        parameters,
        slot,
        false,
        prior.entropy().second(),
        prior.entropy().third(),
        prior.activeSet(),
        safrole.pendingSet(),
        safrole.sealKeys(),
        safrole.accumulator(),
        Optional.empty(),
        winners);
  }

  private static SlotView firstOfEpoch(
      ProtocolParameters parameters, AuthoringState prior, long slot) {
    SafroleState safrole = prior.safrole();
    EntropyPool entropy = prior.entropy();
    List<ValidatorData> activeSet = safrole.pendingSet();
    List<ValidatorData> pendingSet = KeyFilter.apply(prior.stagingSet(), prior.offenders());
    Hash ticketEntropy = entropy.first();
    boolean decided =
        parameters.epochOf(slot) == parameters.epochOf(prior.slot()) + 1
            && contestEnded(parameters, prior.slot())
            && isFull(parameters, safrole);
    SealKeys sealKeys =
        decided
            ? new SealKeys.Tickets(SlotKeys.outsideIn(safrole.accumulator()))
            : new SealKeys.Fallback(
                SlotKeys.fallback(ticketEntropy, activeSet, parameters.epochLength()));
    List<ValidatorKeys> announced =
        pendingSet.stream()
            .map(validator -> new ValidatorKeys(validator.bandersnatch(), validator.ed25519()))
            .toList();
    return new SlotView(
        parameters,
        slot,
        true,
        ticketEntropy,
        entropy.second(),
        activeSet,
        pendingSet,
        sealKeys,
        List.of(),
        Optional.of(new EpochMark(entropy.now(), entropy.first(), announced)),
        Optional.empty());
  }

  /** Whether blocks of this slot may bring tickets: ticket submission has not ended. */
  public boolean takesTickets() {
    return !contestEnded(parameters, slot);
  }

  private static boolean contestEnded(ProtocolParameters parameters, long slot) {
    return parameters.phaseOf(slot) >= parameters.ticketSubmissionEnd();
  }

  private static boolean isFull(ProtocolParameters parameters, SafroleState safrole) {
    return safrole.accumulator().size() == parameters.epochLength();
  }
}
