package io.tessera.core.chain.safrole;

import io.tessera.lib.codec.block.TicketBody;
import io.tessera.lib.codec.state.EntropyPool;
import io.tessera.lib.codec.state.SealKeys;
import java.util.List;
import java.util.Optional;

/**
 * What decides about the header after a block, as far as headers alone tell it: the part of the
 * state after the block that Safrole needs (Gray Paper, section "Block Production and Chain
 * Growth"). Lists and sets are shared between blocks, so that one of these costs little.
 *
 * @param slot the block's slot
 * @param entropy the four values of the entropy accumulator
 * @param seals what entitles to seal in the block's epoch
 * @param winners the tickets for the next epoch's slots, once the contest ended with enough of them
 * @param previous the validators of the epoch before the block's
 * @param current the validators of the block's epoch
 * @param next the validators of the epoch after it
 */
public record Consensus(
    long slot,
    EntropyPool entropy,
    SealKeys seals,
    Optional<List<TicketBody>> winners,
    ValidatorSet previous,
    ValidatorSet current,
    ValidatorSet next) {

  /** Takes a copy of the list. */
  public Consensus {
    winners = winners.map(List::copyOf);
  }

  /** Whether a block of this epoch is sealed with a ticket (Gray Paper, boolean T). */
  public boolean isTicketed() {
    return seals instanceof SealKeys.Tickets;
  }
}
