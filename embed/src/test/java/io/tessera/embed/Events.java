package io.tessera.embed;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits of a test. */
final class Events {
  /** A key that nobody has. */
  static final PeerId NOBODY = new PeerId(Ed25519Public.wrap(new byte[32]));

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Events() {}

  /** Asks again and again until the answer is as wanted. */
  static <T> T await(Supplier<T> question, Predicate<T> wanted) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    T answer = question.get();
    while (!wanted.test(answer)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("still " + answer);
      }
      LockSupport.parkNanos(10_000_000);
      answer = question.get();
    }
    return answer;
  }
}
