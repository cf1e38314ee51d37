package io.tessera.protocol.ce131;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.HeldTicket;
import io.tessera.chain.SlotClock;
import io.tessera.chain.TicketLottery;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.VirtualClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tickets go one by one, with the same time between them. */
class SpreadTest {
  private static final TicketLottery LOTTERY =
      Lotteries.of(1, 0, List.of(), List.of(TestNode.id(1)));

  private final VirtualClock clock = new VirtualClock();
  private final SlotClock time = new SlotClock(clock, clock.timer(), 6);
  private final Timers timers = new Timers(time);
  private final List<Long> released = new ArrayList<>();

  /** Between seconds 12 and 30. */
  private final Spread spread =
      new Spread(time.start(2), time.start(5), time, timers, ticket -> released.add(seconds()));

  private long seconds() {
    return Duration.between(SlotClock.COMMON_ERA, clock.instant()).toSeconds();
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      TicketEnvelope ticket = Lotteries.ticket(LOTTERY, 0, i);
      HeldTicket held = new HeldTicket(LOTTERY, Lotteries.id(ticket), ticket, Optional.empty());
      spread.add(new Outgoing(held, 132, peer -> true));
    }
  }

  private void until(long second) {
    clock.advance(Duration.ofSeconds(second - seconds()));
  }

  @Test
  void evenlyBetweenBeginAndEnd() {
    add(5);
    until(40);
    assertEquals(List.of(15L, 18L, 21L, 24L, 27L), released);
    assertEquals(0, clock.waiting());
  }

  @Test
  void whatComesInBetweenSharesTheTimeThatIsLeft() {
    until(12);
    add(1); // at 21
    until(15);
    add(2); // three: 16.5, 21, 25.5
    until(40);
    assertEquals(List.of(16L, 21L, 25L), released);
  }

  /** Its arrival is not to be seen from outside. */
  @Test
  void whatComesLaterDoesNotGoOnAtOnce() {
    until(24);
    add(1);
    until(40);
    assertEquals(List.of(27L), released);
  }

  /** The system's timers and its clock are two. */
  @Test
  void aTimerThatIsEarlyLosesNothing() {
    InstantSource slow = () -> clock.instant().minusNanos(clock.nanoTime() / 1000);
    SlotClock behind = new SlotClock(slow, clock.timer(), 6);
    Spread late =
        new Spread(
            behind.start(2),
            behind.start(5),
            behind,
            new Timers(behind),
            ticket -> released.add(seconds()));
    TicketEnvelope ticket = Lotteries.ticket(LOTTERY, 0, 0);
    HeldTicket held = new HeldTicket(LOTTERY, Lotteries.id(ticket), ticket, Optional.empty());
    late.add(new Outgoing(held, 132, peer -> true));
    until(40);
    assertEquals(List.of(21L), released);
  }

  @Test
  void afterTheEndAtOnce() {
    until(31);
    add(2);
    until(31);
    assertEquals(List.of(31L, 31L), released);
  }

  @Test
  void withoutAWindowAtOnceFromItsBegin() {
    Spread empty =
        new Spread(time.start(2), time.start(2), time, timers, ticket -> released.add(seconds()));
    TicketEnvelope ticket = Lotteries.ticket(LOTTERY, 0, 0);
    empty.add(
        new Outgoing(
            new HeldTicket(LOTTERY, Lotteries.id(ticket), ticket, Optional.empty()),
            132,
            peer -> true));
    until(11);
    assertEquals(List.of(), released);
    until(12);
    assertEquals(List.of(12L), released);
  }

  @Test
  void afterCloseNothingGoes() {
    add(5);
    until(15);
    timers.close();
    until(40);
    assertEquals(List.of(15L), released);
    assertEquals(0, clock.waiting());
  }
}
