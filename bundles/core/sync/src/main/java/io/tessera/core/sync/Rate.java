package io.tessera.core.sync;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How many things happen a second, over the last ten seconds. Safe from any thread. */
final class Rate {
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(10);
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(250);

  private record Sample(long nanos, long total) {}

  private final LongSupplier nanoTime;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long total;

  /**
   * Counts from now on.
   *
   * @param nanoTime the clock, like {@link System#nanoTime}
   */
  Rate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    samples.add(new Sample(nanoTime.getAsLong(), 0));
  }

  synchronized void add(long count) {
    long now = nanoTime.getAsLong();
    forgetBefore(now - WINDOW);
    if (samples.isEmpty() || now - samples.getLast().nanos >= STEP) {
      samples.addLast(new Sample(now, total));
    }
    total += count;
  }

  /** All of them since the start. */
  synchronized long total() {
    return total;
  }

  synchronized double perSecond() {
    long now = nanoTime.getAsLong();
    forgetBefore(now - WINDOW);
    Sample oldest = samples.peekFirst();
    if (oldest == null) {
      return 0;
    }
    long elapsed = Math.max(STEP, now - oldest.nanos);
    return (total - oldest.total) * (double) TimeUnit.SECONDS.toNanos(1) / elapsed;
  }

  private void forgetBefore(long nanos) {
    while (!samples.isEmpty() && samples.getFirst().nanos - nanos < 0) {
      samples.removeFirst();
    }
  }
}
