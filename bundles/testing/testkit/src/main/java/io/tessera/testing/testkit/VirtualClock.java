package io.tessera.testing.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A clock that stands still until {@link #advance} is called. Everything that waits for its time
 * runs then, on the calling thread, in the order of the times, and sees the time it waited for.
 * Safe from any thread.
 */
public final class VirtualClock extends Clock {
  private final Instant start;
  private final VirtualTimer timer = new VirtualTimer();

  /** A clock that shows the JAM common era's first second. */
  public VirtualClock() {
    this(Instant.parse("2025-01-01T12:00:00Z"));
  }

  /** A clock that shows {@code start}. */
  public VirtualClock(Instant start) {
    this.start = start;
  }

  /** Lets time pass. */
  public void advance(Duration time) {
    timer.advance(time.toNanos());
  }

  /** The time as {@link System#nanoTime} would tell it. */
  public long nanoTime() {
    return timer.now();
  }

  /** Runs what is scheduled when the time comes, and what is executed at once. */
  public ScheduledExecutorService timer() {
    return timer;
  }

  /** Waits until {@link #advance} has let {@code time} pass. */
  public void sleep(Duration time) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    Future<?> wakeUp = timer.schedule(over::countDown, time.toNanos(), TimeUnit.NANOSECONDS);
    try {
      over.await();
    } finally {
      wakeUp.cancel(false);
    }
  }

  /** How many tasks and sleepers wait for a time to come. */
  public int waiting() {
    return timer.waiting();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(timer.now());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
