package io.tessera.core.chain;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * A bounded pool of platform threads for what virtual threads must not do: compute and call native
 * code.
 */
final class PlatformThreads implements AutoCloseable {
  private final ExecutorService pool =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          Thread.ofPlatform().daemon().name("tessera-chain-work-", 0).factory());

  /** The pool. */
  ExecutorService pool() {
    return pool;
  }

  /** Does the work on this thread or, when it is virtual, on the pool. */
  <T> T call(Supplier<T> work) {
    return Thread.currentThread().isVirtual()
        ? await(pool.submit((Callable<T>) work::get))
        : work.get();
  }

  /**
   * Waits for a result, whatever interrupts it meanwhile: the work goes on anyhow, and it is short.
   */
  static <T> T await(Future<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException interrupt) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failure.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
