package io.tessera.core.peers;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long after each failure up to a cap, of which
 * a random part between one half and all is taken, so that nodes do not dial in step.
 */
final class BackOff {
  /** Before the second attempt, at most. */
  static final Duration FIRST = Duration.ofMillis(500);

  /** Between attempts on an address that never answers. */
  static final Duration CAP = Duration.ofMinutes(2);

  /** The same for reserved peers, and for all addresses as long as there is no connection. */
  static final Duration SHORT_CAP = Duration.ofSeconds(15);

  private final RandomGenerator random;

  BackOff(RandomGenerator random) {
    this.random = random;
  }

  /** The wait after so many failures; none and one are the same. */
  Duration after(int failures, Duration cap) {
    long doubled = FIRST.toMillis() << Math.min(Math.max(failures - 1, 0), 30);
    long most = Math.min(doubled, cap.toMillis());
    return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
  }
}
