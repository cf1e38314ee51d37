package io.tessera.transport.quic;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Does something when it is asked for, but not too often: at once if it was not done lately, else
 * once when that time is over, however often it is asked for meanwhile. Confined to the event loop.
 */
final class Pace {
  private final EventExecutor loop;
  private final LongSupplier nanoTime;
  private final long period;
  private final Runnable work;
  private long last;
  private boolean due;

  /**
   * Has not been asked yet.
   *
   * @param nanoTime the time, as {@link System#nanoTime} tells it
   * @param period least time from one run to the next
   */
  Pace(EventExecutor loop, LongSupplier nanoTime, Duration period, Runnable work) {
    this.loop = loop;
    this.nanoTime = nanoTime;
    this.period = period.toNanos();
    this.work = work;
    last = nanoTime.getAsLong() - this.period;
  }

  /** Sees to it that the work is done after this moment. */
  void ask() {
    if (due) {
      return;
    }
    long now = nanoTime.getAsLong();
    long left = period - (now - last);
    if (left <= 0) {
      run(now);
    } else {
      due = true;
      var unused = loop.schedule(() -> run(nanoTime.getAsLong()), left, TimeUnit.NANOSECONDS);
    }
  }

  private void run(long now) {
    due = false;
    last = now;
    work.run();
  }
}
