package io.tessera.chain;

import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.codec.block.TicketEnvelope;

/**
 * What waits to be brought into a block: a service of core/author, there on nodes that author. What
 * is offered is bounded in number and size; the oldest goes when there is no room. Methods may be
 * called from any thread and are quick: whether something is right for a block is looked at when
 * one is made.
 */
public interface ExtrinsicPool {

  /**
   * Offers a ticket that another validator made for the present contest.
   *
   * @return whether it was taken: false when it is there already or can never be right
   */
  boolean offer(TicketEnvelope ticket);

  /**
   * Offers data that a service asked for.
   *
   * @return whether it was taken: false when it is there already or larger than the pool
   */
  boolean offer(Preimage preimage);
}
