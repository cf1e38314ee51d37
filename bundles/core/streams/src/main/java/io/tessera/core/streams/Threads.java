package io.tessera.core.streams;

import java.time.Duration;

/** Waiting for threads to end. */
final class Threads {
  private Threads() {}

  /**
   * Waits for a thread's end, whether or not this thread is interrupted meanwhile.
   *
   * @param deadline when to give up, in {@link System#nanoTime}
   * @return whether this thread was interrupted; the flag is cleared
   */
  static boolean join(Thread thread, long deadline) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }
}
