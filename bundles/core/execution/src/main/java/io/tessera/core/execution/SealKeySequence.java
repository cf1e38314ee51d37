package io.tessera.core.execution;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.state.SealKeys;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.lib.crypto.Blake2b;
import java.util.ArrayList;
import java.util.List;

/** γ_S': who may seal in which slot (Gray Paper, section "The Slot Key Sequence"). */
final class SealKeySequence {
  private SealKeySequence() {}

  /**
   * The sequence for the block's epoch.
   *
   * @param prior γ_S
   * @param tickets γ_A, the prior ticket accumulator
   * @param entropy η'_2
   * @param activeSet κ'
   */
  static SealKeys apply(
      ProtocolParameters parameters,
      Timing time,
      SealKeys prior,
      List<TicketBody> tickets,
      Hash entropy,
      List<ValidatorData> activeSet) {
    if (!time.newEpoch()) {
      return prior;
    }
    boolean contestFinished =
        time.epoch() == time.priorEpoch() + 1
            && time.priorPhase() >= parameters.ticketSubmissionEnd()
            && tickets.size() == parameters.epochLength();
    return contestFinished
        ? new SealKeys.Tickets(outsideIn(tickets))
        : new SealKeys.Fallback(fallback(parameters, entropy, activeSet));
  }

  /** Z: the first, the last, the second, the last but one, and so on. */
  static List<TicketBody> outsideIn(List<TicketBody> tickets) {
    List<TicketBody> sequence = new ArrayList<>(tickets.size());
    int last = tickets.size() - 1;
    for (int i = 0; i < tickets.size(); i++) {
      sequence.add(tickets.get(i % 2 == 0 ? i / 2 : last - i / 2));
    }
    return sequence;
  }

  /** F: for each slot the key of a validator that the entropy picks. */
  static List<BandersnatchPublic> fallback(
      ProtocolParameters parameters, Hash entropy, List<ValidatorData> set) {
    List<BandersnatchPublic> keys = new ArrayList<>(parameters.epochLength());
    for (int slot = 0; slot < parameters.epochLength(); slot++) {
      JamWriter seed = new JamWriter(Hash.SIZE + 4);
      seed.bytes(entropy);
      seed.u32(slot);
      Hash pick = Blake2b.hash(seed.toByteArray());
      long number = pick.get(0) | pick.get(1) << 8 | pick.get(2) << 16 | (long) pick.get(3) << 24;
      keys.add(set.get((int) (number % set.size())).bandersnatch());
    }
    return keys;
  }
}
