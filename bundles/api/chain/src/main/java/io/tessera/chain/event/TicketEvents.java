package io.tessera.chain.event;

import io.tessera.lib.codec.Hash;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.StreamFact;
import java.util.List;

/** Tickets that are made and exchanged (JIP-3, "Safrole ticket events"). */
public final class TicketEvents {
  private TicketEvents() {}

  /** A validator's tickets for an epoch are being made. */
  public record GeneratingTickets(long epoch) implements NodeEvent {}

  /** They will not be made. */
  public record TicketGenerationFailed(GeneratingTickets begun, String reason)
      implements NodeEvent {}

  /**
   * They are made.
   *
   * @param ids their VRF outputs, by attempt
   */
  public record TicketsGenerated(GeneratingTickets begun, List<Hash> ids) implements NodeEvent {
    /** Takes a copy of the list. */
    public TicketsGenerated {
      ids = List.copyOf(ids);
    }
  }

  /**
   * The ticket that the stream brings, not checked yet (CE 131 and 132).
   *
   * @param epoch that it is for
   * @param attempt its number
   * @param id its VRF output
   */
  public record TicketTransferred(long epoch, int attempt, Hash id) implements StreamFact {}
}
