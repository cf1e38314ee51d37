package io.tessera.protocol.ce131;

import io.tessera.chain.HeldTicket;
import io.tessera.chain.SlotClock;
import io.tessera.chain.TicketLottery;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The tickets of one lottery that this node sends: its own, and those that it is the proxy of. */
final class Round {
  private final TicketLottery lottery;
  private final LotteryTimes times;
  private final PeerId self;
  private final SlotClock time;
  private final Timers timers;
  private final Consumer<Outgoing> release;
  private final Spread forwarding;
  private final Set<Ed25519Public> current;
  private final Set<Hash> known = new HashSet<>();
  private final List<Outgoing> all = new ArrayList<>();

  /**
   * A round without tickets.
   *
   * @param release is given each ticket that may go from now on; quick
   */
  Round(
      TicketLottery lottery,
      LotteryTimes times,
      PeerId self,
      SlotClock time,
      Timers timers,
      Consumer<Outgoing> release) {
    this.lottery = lottery;
    this.times = times;
    this.self = self;
    this.time = time;
    this.timers = timers;
    this.release = release;
    forwarding =
        new Spread(time.start(times.forward()), time.start(times.spread()), time, timers, release);
    current = Set.copyOf(lottery.current().stream().distinct().toList());
  }

  long epoch() {
    return lottery.epoch();
  }

  boolean isOf(TicketLottery other) {
    return lottery.equals(other);
  }

  /** Whether blocks still take the lottery's tickets. */
  boolean goesOn() {
    return time.slot() < times.end();
  }

  /** All tickets that go or have gone. */
  synchronized List<Outgoing> all() {
    return List.copyOf(all);
  }

  /** A ticket that the pool holds, which may be none of ours to send. */
  void add(HeldTicket ticket) {
    Optional<PeerId> proxy = Proxy.of(lottery, ticket.id());
    if (proxy.equals(Optional.of(self))) {
      Outgoing forwarded =
          new Outgoing(ticket, TicketForwardProtocol.KIND, peer -> isForwardedTo(peer));
      if (add(forwarded)) {
        forwarding.add(forwarded);
      }
    } else if (proxy.isPresent() && ticket.from().isEmpty()) {
      Outgoing handedOver = new Outgoing(ticket, TicketToProxyProtocol.KIND, proxy.get()::equals);
      if (add(handedOver)) {
        var unused = timers.at(time.start(times.toProxy()), () -> release.accept(handedOver));
      }
    }
  }

  /** False when it is there already. */
  private synchronized boolean add(Outgoing ticket) {
    return known.add(ticket.ticket().id()) && all.add(ticket);
  }

  private boolean isForwardedTo(PeerId peer) {
    return current.contains(peer.key()) && !peer.equals(self);
  }
}
