package io.tessera.protocol.ce131;

import io.tessera.chain.HeldTicket;
import io.tessera.chain.TicketContest;
import io.tessera.chain.TicketListener;
import io.tessera.chain.TicketLottery;
import io.tessera.chain.TicketPool;
import io.tessera.chain.TicketRefusedException;
import io.tessera.chain.TicketRefusedException.Reason;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.TicketEnvelope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Takes every ticket of one lottery, or none for a reason. */
final class FakePool implements TicketPool {
  final TicketLottery lottery;
  final BlockingQueue<HeldTicket> offered = new LinkedBlockingQueue<>();
  final List<HeldTicket> held = new ArrayList<>();
  final Set<Hash> finals = new HashSet<>();
  final List<TicketListener> listeners = new ArrayList<>();
  volatile Optional<Reason> noLottery = Optional.empty();
  volatile Optional<Reason> noTicket = Optional.empty();

  FakePool(TicketLottery lottery) {
    this.lottery = lottery;
  }

  private static void check(Optional<Reason> reason) throws TicketRefusedException {
    if (reason.isPresent()) {
      throw new TicketRefusedException(reason.get(), "as the test wants");
    }
  }

  @Override
  public TicketLottery lottery(long epoch) throws TicketRefusedException {
    check(noLottery);
    if (epoch != lottery.epoch()) {
      throw new TicketRefusedException(Reason.EXPIRED, "epoch " + epoch);
    }
    return lottery;
  }

  @Override
  public boolean offer(TicketLottery of, TicketEnvelope ticket, PeerId from)
      throws TicketRefusedException {
    check(noTicket);
    return offered.add(new HeldTicket(of, Lotteries.id(ticket), ticket, Optional.of(from)));
  }

  @Override
  public void own(TicketContest contest, TicketEnvelope ticket) {
    throw new AssertionError("protocols make no tickets");
  }

  @Override
  public List<HeldTicket> held() {
    return held;
  }

  @Override
  public synchronized boolean isFinal(Hash id) {
    return finals.contains(id);
  }

  @Override
  public void addListener(TicketListener listener) {
    listeners.add(listener);
    held.forEach(listener::held);
  }

  @Override
  public void removeListener(TicketListener listener) {
    listeners.remove(listener);
  }
}
