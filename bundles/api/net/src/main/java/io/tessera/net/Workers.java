package io.tessera.net;

import java.time.Duration;
import java.util.concurrent.Future;

/**
 * Threads for plugins, which have none of their own: a bundle-scoped service whose threads are
 * virtual and are interrupted and joined when the bundle that got it stops.
 */
public interface Workers {

  /** Runs a task on a virtual thread; its failure is logged unless the bundle is stopping. */
  Future<?> start(String name, Task task);

  /** Runs a task on a virtual thread again and again, a period after the last run has ended. */
  Future<?> repeat(String name, Duration period, Task task);

  /** Work that may be interrupted. */
  @FunctionalInterface
  interface Task {
    /** Does the work. */
    void run() throws InterruptedException;
  }
}
