package io.tessera.operator.telemetry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait until the next attempt: twice as long each time, up to a limit, with jitter. */
final class BackOff {
  private final Duration first;
  private final Duration last;
  private final RandomGenerator random;
  private int failures;

  BackOff(Duration first, Duration last, RandomGenerator random) {
    this.first = first;
    this.last = last;
    this.random = random;
  }

  /** An attempt went well. */
  void reset() {
    failures = 0;
  }

  /** An attempt has failed: from half of the time that is due to all of it. */
  Duration next() {
    Duration due = first.multipliedBy(1L << Math.min(failures, 16));
    failures++;
    long nanos = (due.compareTo(last) < 0 ? due : last).toNanos();
    return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
  }
}
