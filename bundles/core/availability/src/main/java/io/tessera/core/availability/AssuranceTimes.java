package io.tessera.core.availability;

import io.tessera.chain.SlotClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/** Says before each slot that it is about to begin. Safe from any thread. */
final class AssuranceTimes implements AutoCloseable {
  /** How long before a slot assurances go out (JAMNP-S, "CE 141: Assurance distribution"). */
  static final Duration LEAD = Duration.ofSeconds(2);

  private final SlotClock time;
  private final LongConsumer beforeSlot;
  private Future<?> waiting;
  private boolean closed;

  /**
   * Does nothing before {@link #start}.
   *
   * @param beforeSlot gets the slot that begins in two seconds; quick
   */
  AssuranceTimes(SlotClock time, LongConsumer beforeSlot) {
    this.time = time;
    this.beforeSlot = beforeSlot;
  }

  /** From now on says so before each slot. */
  void start() {
    long next = Math.max(0, time.slot() + 1);
    schedule(time.start(next).minus(LEAD).isAfter(time.instant()) ? next : next + 1);
  }

  private synchronized void schedule(long slot) {
    if (!closed) {
      Instant at = time.start(slot).minus(LEAD);
      waiting = time.at(at, () -> tell(slot));
    }
  }

  /** Slots that passed while the clock stood still, or jumped, are left out. */
  private void tell(long slot) {
    schedule(Math.max(slot, time.slot()) + 1);
    if (time.slot() < slot) {
      beforeSlot.accept(slot);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (waiting != null) {
      waiting.cancel(false);
    }
  }
}
