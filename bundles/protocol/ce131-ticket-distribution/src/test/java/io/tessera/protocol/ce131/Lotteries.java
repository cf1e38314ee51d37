package io.tessera.protocol.ce131;

import io.tessera.chain.TicketContest;
import io.tessera.chain.TicketLottery;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.RingVrfSignature;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.crypto.VrfOutput;
import java.nio.ByteBuffer;
import java.util.List;

/** Lotteries, and tickets whose proxies a test wants. */
final class Lotteries {
  private Lotteries() {}

  static TicketLottery of(long epoch, long since, List<PeerId> current, List<PeerId> next) {
    return new TicketLottery(
        new TicketContest(epoch, Hash.ZERO, List.of()),
        current.stream().map(PeerId::key).toList(),
        next.stream().map(PeerId::key).toList(),
        since);
  }

  /** A ticket whose proxy has an index; another one for each number. */
  static TicketEnvelope ticket(TicketLottery lottery, int proxy, int number) {
    PeerId wanted = new PeerId(lottery.next().get(proxy));
    for (int nonce = 0; ; nonce++) {
      byte[] proof = new byte[RingVrfSignature.SIZE];
      ByteBuffer.wrap(proof).putInt(number).putInt(nonce);
      TicketEnvelope ticket = new TicketEnvelope(2, RingVrfSignature.wrap(proof));
      if (Proxy.of(lottery, id(ticket)).filter(wanted::equals).isPresent()) {
        return ticket;
      }
    }
  }

  static Hash id(TicketEnvelope ticket) {
    return VrfOutput.of(ticket.signature());
  }
}
