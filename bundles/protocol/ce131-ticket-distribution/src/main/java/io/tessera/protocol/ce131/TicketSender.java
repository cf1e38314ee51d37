package io.tessera.protocol.ce131;

import io.tessera.chain.Chain;
import io.tessera.chain.HeldTicket;
import io.tessera.chain.SlotClock;
import io.tessera.chain.TicketListener;
import io.tessera.chain.TicketLottery;
import io.tessera.chain.TicketPool;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.Peer;
import io.tessera.net.PeerListener;
import io.tessera.net.PeerStream;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import io.tessera.net.Workers;
import java.time.Duration;
import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends tickets when their time has come: this node's own to their proxies, and those that it is
 * the proxy of to the current validators. Each goes to a peer once; again after a slot, two, four
 * and so on when it did not arrive.
 */
@Component(service = PeerListener.class)
public final class TicketSender implements PeerListener, TicketListener {
  private static final Logger LOG = LoggerFactory.getLogger(TicketSender.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** At most 2^6 slots until the next try. */
  private static final int MOST_DOUBLINGS = 6;

  private final TicketPool pool;
  private final Peers peers;
  private final NodeKey self;
  private final Streams streams;
  private final Workers workers;
  private final SlotClock time;
  private final ProtocolParameters parameters;
  private final Timers timers;
  private Round round;

  /** Sends what a pool holds. */
  @Activate
  public TicketSender(
      @Reference TicketPool pool,
      @Reference Peers peers,
      @Reference NodeKey self,
      @Reference Streams streams,
      @Reference Workers workers,
      @Reference SlotClock time,
      @Reference Chain chain) {
    this.pool = pool;
    this.peers = peers;
    this.self = self;
    this.streams = streams;
    this.workers = workers;
    this.time = time;
    parameters = chain.parameters();
    timers = new Timers(time);
  }

  @Activate
  void start() {
    pool.addListener(this);
  }

  @Deactivate
  void stop() {
    pool.removeListener(this);
    timers.close();
  }

  @Override
  public void held(HeldTicket ticket) {
    Round now = round(ticket.lottery());
    if (now.isOf(ticket.lottery())) {
      now.add(ticket);
    }
  }

  /** The lottery's round, or that of a later one. */
  private synchronized Round round(TicketLottery lottery) {
    if (round == null || round.epoch() < lottery.epoch()) {
      LotteryTimes times = LotteryTimes.of(lottery, parameters);
      round = new Round(lottery, times, self.id(), time, timers, this::release);
    }
    return round;
  }

  private synchronized Round round() {
    return round;
  }

  /** Whoever connects late gets what has gone to others. */
  @Override
  public void connected(Peer peer) {
    Round now = round();
    if (now != null && now.goesOn()) {
      now.all().forEach(ticket -> send(ticket, peer.id()));
    }
  }

  private void release(Outgoing ticket) {
    ticket.release();
    peers.connected().forEach(peer -> send(ticket, peer.id()));
  }

  private void send(Outgoing ticket, PeerId peer) {
    if (isWanted(ticket) && ticket.begin(peer)) {
      var unused = workers.start("ticket to " + peer.shortName(), () -> deliver(ticket, peer));
    }
  }

  /** Not when a final block has it, nor when no block could bring it any more. */
  private boolean isWanted(Outgoing ticket) {
    Round now = round();
    return now.isOf(ticket.ticket().lottery())
        && now.goesOn()
        && !pool.isFinal(ticket.ticket().id());
  }

  private void deliver(Outgoing ticket, PeerId peer) {
    try (PeerStream stream = streams.open(peer, ticket.kind(), TIMEOUT)) {
      stream.tell(ticket.message().told());
      stream.finish(TicketMessage.CODEC, ticket.message());
      stream.readFin();
    } catch (StreamException e) {
      LOG.debug("Ticket {} not taken by {}", ticket.ticket().id(), peer.shortName(), e);
      if (!isFinding(e)) {
        Instant again = time.instant().plus(pause(ticket.failed(peer)));
        var unused = timers.at(again, () -> retry(ticket, peer));
      }
    }
  }

  /** To say the same again would not help: the peer finds the ticket itself wrong. */
  private static boolean isFinding(StreamException e) {
    return e.resetCode() == Fault.MALFORMED.code() || e.resetCode() == Fault.MISBEHAVED.code();
  }

  private Duration pause(int failures) {
    int slots = 1 << Math.min(failures - 1, MOST_DOUBLINGS);
    return Duration.ofSeconds((long) slots * parameters.slotSeconds());
  }

  /** Who has gone is sent it when it comes back. */
  private void retry(Outgoing ticket, PeerId peer) {
    if (peers.find(peer).isPresent()) {
      send(ticket, peer);
    }
  }
}
