package io.tessera.lib.authoring;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.block.TicketEnvelope;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Picks the tickets of a block: in order, none that is there already, and none that would be
 * dropped at once, since each of these makes the block invalid (Gray Paper, section "The Extrinsic
 * and Tickets").
 */
public final class TicketChoice {
  private TicketChoice() {}

  /**
   * The best of these tickets that a block may bring, ascending by id; none when ticket submission
   * has ended.
   *
   * @param view of the block's slot
   * @param candidates tickets with valid proofs for the view's epoch, in any order
   */
  public static List<TicketEnvelope> choose(SlotView view, Collection<TicketEnvelope> candidates) {
    ProtocolParameters parameters = view.parameters();
    if (!view.takesTickets()) {
      return List.of();
    }
    Set<Hash> known = new HashSet<>();
    view.accumulator().forEach(ticket -> known.add(ticket.id()));
    Map<Hash, TicketEnvelope> fresh = new TreeMap<>();
    for (TicketEnvelope candidate : candidates) {
      Hash id = TicketMaker.body(candidate).id();
      if (!known.contains(id) && candidate.attempt() < parameters.ticketsPerValidator()) {
        fresh.put(id, candidate);
      }
    }
    List<Hash> ids = List.copyOf(fresh.keySet());
    int count = Math.min(ids.size(), parameters.maxTicketsPerBlock());
    while (count > 0 && rank(ids.get(count - 1), count, view) > parameters.epochLength()) {
      count--;
    }
    return ids.subList(0, count).stream().map(fresh::get).toList();
  }

  /** The place that a ticket has among those before it, which are new, and the old ones. */
  private static long rank(Hash id, int newOnes, SlotView view) {
    return newOnes
        + view.accumulator().stream()
            .map(TicketBody::id)
            .filter(it -> it.compareTo(id) < 0)
            .count();
  }
}
