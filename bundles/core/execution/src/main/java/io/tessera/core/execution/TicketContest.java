package io.tessera.core.execution;

import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.codec.state.EpochRoot;
import io.tessera.lib.crypto.VrfOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** γ_A': the contest for the next epoch's slots (Gray Paper, "The Extrinsic and Tickets"). */
final class TicketContest {
  private final ProtocolParameters parameters;

  TicketContest(ProtocolParameters parameters) {
    this.parameters = parameters;
  }

  /**
   * Merges a block's tickets into the accumulator, which a new epoch empties.
   *
   * @param prior γ_A
   * @param root γ_Z', which the proofs are checked against
   * @param entropy η'_2, which they are made with
   */
  List<TicketBody> apply(
      Timing time,
      List<TicketBody> prior,
      List<TicketEnvelope> tickets,
      EpochRoot root,
      Hash entropy,
      Signatures signatures)
      throws BlockRejectedException {
    List<TicketBody> kept = time.newEpoch() ? List.of() : prior;
    if (tickets.isEmpty()) {
      return kept;
    }
    if (time.phase() >= parameters.ticketSubmissionEnd()) {
      throw new BlockRejectedException(
          BlockFault.UNEXPECTED_TICKET,
          tickets.size() + " tickets in slot " + time.phase() + " of the epoch");
    }
    List<TicketBody> entries = new ArrayList<>(tickets.size());
    for (TicketEnvelope ticket : tickets) {
      entries.add(entry(ticket));
    }
    signatures.tickets(root, entropy, tickets);
    checkOrder(entries);
    checkNew(entries, kept);
    return merged(entries, kept);
  }

  private TicketBody entry(TicketEnvelope ticket) throws BlockRejectedException {
    if (ticket.attempt() >= parameters.ticketsPerValidator()) {
      throw new BlockRejectedException(
          BlockFault.BAD_TICKET_ATTEMPT, "a ticket's attempt is " + ticket.attempt());
    }
    return new TicketBody(VrfOutput.of(ticket.signature()), ticket.attempt());
  }

  private static void checkOrder(List<TicketBody> entries) throws BlockRejectedException {
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i - 1).id().compareTo(entries.get(i).id()) >= 0) {
        throw new BlockRejectedException(
            BlockFault.BAD_TICKET_ORDER, "ticket " + entries.get(i).id().toShortHex());
      }
    }
  }

  private static void checkNew(List<TicketBody> entries, List<TicketBody> kept)
      throws BlockRejectedException {
    Set<Hash> known = new HashSet<>();
    kept.forEach(ticket -> known.add(ticket.id()));
    for (TicketBody entry : entries) {
      if (known.contains(entry.id())) {
        throw new BlockRejectedException(
            BlockFault.DUPLICATE_TICKET, "ticket " + entry.id().toShortHex() + " was there before");
      }
    }
  }

  /** The best E of all; a new one that is not among them has no business in the block. */
  private List<TicketBody> merged(List<TicketBody> entries, List<TicketBody> kept)
      throws BlockRejectedException {
    List<TicketBody> all = new ArrayList<>(kept);
    all.addAll(entries);
    all.sort(Comparator.comparing(TicketBody::id));
    List<TicketBody> best = all.subList(0, Math.min(all.size(), parameters.epochLength()));
    TicketBody worstNew = entries.getLast();
    if (worstNew.id().compareTo(best.getLast().id()) > 0) {
      throw new BlockRejectedException(
          BlockFault.USELESS_TICKET,
          "ticket " + worstNew.id().toShortHex() + " is not good enough");
    }
    return List.copyOf(best);
  }
}
