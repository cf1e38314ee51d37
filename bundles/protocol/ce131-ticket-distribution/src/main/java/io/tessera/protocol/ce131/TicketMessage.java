package io.tessera.protocol.ce131;

import io.tessera.chain.event.TicketEvents.TicketTransferred;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.crypto.VrfOutput;

/**
 * A ticket on its way.
 *
 * @param epoch index of the epoch that it is for
 * @param ticket the ticket, whose attempt fits in a byte
 */
record TicketMessage(long epoch, TicketEnvelope ticket) {
  /** Size of the encoding in bytes. */
  static final int SIZE = 4 + 1 + RingVrfSignature.SIZE;

  /** The epoch as four bytes, the attempt as one, the proof. */
  static final Codec<TicketMessage> CODEC =
      Codec.of(
          "ticket message",
          in ->
              new TicketMessage(
                  in.u32(), new TicketEnvelope(in.u8(), RingVrfSignature.CODEC.decode(in))),
          (message, out) -> {
            out.u32(message.epoch);
            out.u8(message.ticket.attempt());
            out.bytes(message.ticket.signature());
          });

  /** What watchers are told of it, with the id that its proof claims. */
  TicketTransferred told() {
    return new TicketTransferred(epoch, ticket.attempt(), VrfOutput.of(ticket.signature()));
  }
}
