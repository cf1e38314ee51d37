package io.tessera.core.streams;

import java.time.Duration;

/** Waits for a time: {@link Thread#sleep(Duration)} in a node, a virtual clock in tests. */
@FunctionalInterface
public interface Sleeper {

  /** Returns after {@code time}. */
  void sleep(Duration time) throws InterruptedException;
}
