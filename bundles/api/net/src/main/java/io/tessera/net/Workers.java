package io.tessera.net;

import java.time.Duration;
import java.util.concurrent.Future;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Threads for plugins, which have none of their own: a bundle-scoped service whose threads are
 * virtual and are interrupted and joined when the bundle that got it stops.
 */
@ProviderType
public interface Workers {

  /** Runs a task on a virtual thread; its failure is logged unless the bundle is stopping. */
  Future<?> start(String name, Task task);

  /** Runs a task on a virtual thread again and again, a period after the last run has ended. */
  Future<?> repeat(String name, Duration period, Task task);

  /**
   * Runs a task on a virtual thread after a pause, unless the bundle stops before. By default
   * without the pause, which is for tests.
   */
  default Future<?> startLater(String name, Duration pause, Task task) {
    return start(name, task);
  }

  /**
   * Computes on a platform thread, of which there are few, and waits for it: for what virtual
   * threads must not do themselves, such as checking signatures and proofs. By default on the
   * calling thread, which is for tests.
   *
   * @throws E what the work throws
   * @throws InterruptedException when the caller is interrupted, or the bundle stops
   */
  default <T, E extends Exception> T compute(Computation<T, E> work)
      throws E, InterruptedException {
    return work.compute();
  }

  /** Work that neither waits nor is interrupted. */
  @FunctionalInterface
  interface Computation<T, E extends Exception> {
    /** Does the work. */
    T compute() throws E;
  }

  /** Work that may be interrupted. */
  @FunctionalInterface
  interface Task {
    /** Does the work. */
    void run() throws InterruptedException;
  }
}
