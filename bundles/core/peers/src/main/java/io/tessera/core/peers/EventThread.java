package io.tessera.core.peers;

import java.time.Duration;
import java.time.InstantSource;

/** The one thread that the peer manager's state is confined to, with its clock. */
interface EventThread extends InstantSource {

  /**
   * Runs a task after those that were posted before.
   *
   * @return whether it will run: false when the thread has been stopped
   */
  boolean execute(Runnable task);

  /** Runs a task after a delay, unless the thread is stopped before. */
  void schedule(Duration delay, Runnable task);
}
