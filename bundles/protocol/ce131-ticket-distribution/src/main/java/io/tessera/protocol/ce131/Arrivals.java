package io.tessera.protocol.ce131;

import io.tessera.chain.TicketLottery;
import io.tessera.chain.TicketPool;
import io.tessera.chain.TicketRefusedException;
import io.tessera.chain.event.TicketEvents.TicketTransferred;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol.Limits;
import java.time.Duration;

/** What both protocols do with a ticket that comes in. */
final class Arrivals {
  /** A peer has few tickets for one proxy; a proxy may have many, and most of them wait. */
  static final Limits LIMITS = new Limits(TicketMessage.SIZE, Duration.ofSeconds(10), 16);

  private Arrivals() {}

  /** Whether a ticket came the way that it should, which costs less to tell than its proof. */
  @FunctionalInterface
  interface Way {
    /** Throws when it did not. */
    void check(TicketLottery lottery, Hash id, PeerId sender) throws StreamException;
  }

  /** Reads a ticket, lets the pool verify it, and ends the stream well when that takes it. */
  static void serve(PeerStream stream, TicketPool pool, Way way) throws StreamException {
    TicketMessage message = stream.read(TicketMessage.CODEC);
    TicketTransferred told = message.told();
    stream.tell(told);
    stream.readFin();
    PeerId sender = stream.peer().id();
    try {
      TicketLottery lottery = pool.lottery(message.epoch());
      way.check(lottery, told.id(), sender);
      pool.offer(lottery, message.ticket(), sender);
    } catch (TicketRefusedException refused) {
      throw new StreamException(fault(refused.reason()), refused.getMessage(), refused);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.REFUSED, "stopping", stopped);
    }
    stream.finish();
  }

  private static Fault fault(TicketRefusedException.Reason reason) {
    return switch (reason) {
      case EXPIRED, FUTURE, CLOSED, TOO_MANY -> Fault.REFUSED;
      case UNCERTAIN -> Fault.UNAVAILABLE;
      case BAD_ATTEMPT -> Fault.MALFORMED;
      case BAD_PROOF -> Fault.MISBEHAVED;
    };
  }
}
