package io.tessera.chain;

/** Is told of tickets that this node has got hold of; see {@link TicketPool#addListener}. */
@FunctionalInterface
public interface TicketListener {

  /**
   * The {@link TicketPool} holds one more. Must be quick; any thread. A listener that is added
   * while a ticket comes may be told of it twice.
   */
  void held(HeldTicket ticket);
}
