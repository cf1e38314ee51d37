package io.tessera.protocol.ce131;

import io.tessera.chain.HeldTicket;
import io.tessera.lib.codec.PeerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A ticket that goes to some peers, once to each. Safe from any thread. */
final class Outgoing {
  private final HeldTicket ticket;
  private final int kind;
  private final Predicate<PeerId> receivers;

  /** Those to whom it went, or is going. */
  private final Set<PeerId> begun = new HashSet<>();

  private final Map<PeerId, Integer> failures = new HashMap<>();
  private boolean released;

  /**
   * A ticket that waits.
   *
   * @param kind stream kind
   * @param receivers whom it is for; never who brought it
   */
  Outgoing(HeldTicket ticket, int kind, Predicate<PeerId> receivers) {
    this.ticket = ticket;
    this.kind = kind;
    this.receivers = receivers;
  }

  HeldTicket ticket() {
    return ticket;
  }

  int kind() {
    return kind;
  }

  TicketMessage message() {
    return new TicketMessage(ticket.lottery().epoch(), ticket.ticket());
  }

  /** It may go from now on. */
  synchronized void release() {
    released = true;
  }

  /** Whether it is to be sent to a peer now; once that is so, it is not again. */
  synchronized boolean begin(PeerId peer) {
    boolean brought = ticket.from().filter(peer::equals).isPresent();
    return released && !brought && receivers.test(peer) && begun.add(peer);
  }

  /** It did not arrive, and may be sent again; tells how often that has been so for this peer. */
  synchronized int failed(PeerId peer) {
    begun.remove(peer);
    return failures.merge(peer, 1, Integer::sum);
  }
}
