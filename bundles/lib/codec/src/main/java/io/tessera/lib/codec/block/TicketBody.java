package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.Hash;

/**
 * A ticket as it is known once its proof has been checked.
 *
 * @param id the proof's VRF output, which ranks the ticket
 * @param attempt which of its author's entries it is, 0 to N - 1 in a valid chain
 */
public record TicketBody(Hash id, int attempt) {
  /** The id, then the attempt as a natural number. */
  public static final Codec<TicketBody> CODEC =
      Codec.of(
          "ticket",
          in -> new TicketBody(Hash.CODEC.decode(in), in.natural(TicketEnvelope.MAX_ATTEMPT)),
          (ticket, out) -> {
            out.bytes(ticket.id);
            out.natural(ticket.attempt);
          });

  /** Fewest bytes of an encoding. */
  static final int MIN_SIZE = Hash.SIZE + 1;
}
