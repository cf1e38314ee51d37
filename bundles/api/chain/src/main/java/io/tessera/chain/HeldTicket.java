package io.tessera.chain;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.TicketEnvelope;
import java.util.Optional;

/**
 * A ticket that a {@link TicketPool} holds.
 *
 * @param lottery that it takes part in
 * @param id its VRF output
 * @param ticket with a proof that was found valid
 * @param from the peer that brought it first; empty for this node's own
 */
public record HeldTicket(
    TicketLottery lottery, Hash id, TicketEnvelope ticket, Optional<PeerId> from) {}
