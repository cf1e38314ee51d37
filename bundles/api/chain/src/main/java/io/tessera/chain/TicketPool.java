package io.tessera.chain;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.TicketEnvelope;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Tickets for the slots of the next epoch: a service of core/pools. Held are those with valid
 * proofs, of one lottery at a time, so that there can be no more than N for each of its V
 * validators: nobody can fill it, and nothing is pushed out. Safe from any thread.
 */
@ProviderType
public interface TicketPool {

  /**
   * The lottery for an epoch, when it goes on now.
   *
   * @param epoch index of the epoch that the tickets are for
   * @throws TicketRefusedException EXPIRED, FUTURE, CLOSED or UNCERTAIN
   * @throws InterruptedException when the caller is interrupted while the state is read
   */
  TicketLottery lottery(long epoch) throws TicketRefusedException, InterruptedException;

  /**
   * Verifies a ticket, holds it and tells the listeners. Blocks while others' proofs are verified
   * first; the calling thread should be virtual.
   *
   * @param lottery as {@link #lottery} has given it
   * @param from the peer that it came from
   * @return whether it is new: false when it is held already, which costs no verification
   * @throws TicketRefusedException saying why it is not taken
   * @throws InterruptedException when the caller is interrupted; it may still be taken then
   */
  boolean offer(TicketLottery lottery, TicketEnvelope ticket, PeerId from)
      throws TicketRefusedException, InterruptedException;

  /**
   * Takes a ticket that this node has made, with a proof that is right. It is held, and listeners
   * are told, as soon as its contest is certain to be the chain's. Quick.
   */
  void own(TicketContest contest, TicketEnvelope ticket);

  /** What is held, the oldest first. */
  List<HeldTicket> held();

  /** Whether a final block of the present epoch has brought the ticket with this id. */
  boolean isFinal(Hash id);

  /** Tells a listener of what is held already, and of what will be. */
  void addListener(TicketListener listener);

  /** Tells it no more. */
  void removeListener(TicketListener listener);
}
