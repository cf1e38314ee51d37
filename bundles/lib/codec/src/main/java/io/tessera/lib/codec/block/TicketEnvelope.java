package io.tessera.lib.codec.block;

import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.RingVrfSignature;

/**
 * A ticket as a validator hands it in, without telling who it is.
 *
 * @param attempt which of its author's entries it is, 0 to N - 1 in a valid block
 * @param signature the ring VRF proof; its output is the ticket's id
 */
public record TicketEnvelope(int attempt, RingVrfSignature signature) {
  /** The attempt as a natural number, then the proof. */
  public static final Codec<TicketEnvelope> CODEC =
      Codec.of(
          "ticket",
          in ->
              new TicketEnvelope(
                  in.natural(TicketEnvelope.MAX_ATTEMPT), RingVrfSignature.CODEC.decode(in)),
          (ticket, out) -> {
            out.natural(ticket.attempt);
            out.bytes(ticket.signature);
          });

  /** N is a 16-bit protocol parameter; the rule {@code attempt < N} is checked on import. */
  static final int MAX_ATTEMPT = 0xffff;

  /** Fewest bytes of an encoding. */
  static final int MIN_SIZE = 1 + RingVrfSignature.SIZE;
}
