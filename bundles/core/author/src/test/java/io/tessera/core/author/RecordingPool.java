package io.tessera.core.author;

import io.tessera.chain.HeldTicket;
import io.tessera.chain.TicketContest;
import io.tessera.chain.TicketListener;
import io.tessera.chain.TicketLottery;
import io.tessera.chain.TicketPool;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.TicketEnvelope;
import java.util.List;

/** A pool that is only given what a node has made itself. */
record RecordingPool(List<TicketEnvelope> tickets, List<TicketContest> contests)
    implements TicketPool {
  @Override
  public void own(TicketContest contest, TicketEnvelope ticket) {
    contests.add(contest);
    tickets.add(ticket);
  }

  @Override
  public TicketLottery lottery(long epoch) {
    throw new AssertionError("lottery");
  }

  @Override
  public boolean offer(TicketLottery lottery, TicketEnvelope ticket, PeerId from) {
    throw new AssertionError("offer");
  }

  @Override
  public List<HeldTicket> held() {
    throw new AssertionError("held");
  }

  @Override
  public boolean isFinal(Hash id) {
    throw new AssertionError("isFinal");
  }

  @Override
  public void addListener(TicketListener listener) {
    throw new AssertionError("addListener");
  }

  @Override
  public void removeListener(TicketListener listener) {
    throw new AssertionError("removeListener");
  }
}
