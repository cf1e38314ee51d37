package io.tessera.core.streams;

import io.tessera.net.Workers.Computation;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform threads of one owner: half as many as there are processors, made when they are
 * needed and gone when they are not. What waits for one is bounded by who waits: each caller does.
 */
final class ComputePool {
  private static final Logger LOG = LoggerFactory.getLogger(ComputePool.class);
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final long IDLE_SECONDS = 5;

  private final String owner;
  private final ThreadPoolExecutor pool;

  ComputePool(String owner) {
    this.owner = owner;
    pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform()
                .daemon()
                .name(owner + " computing ", 0)
                .inheritInheritableThreadLocals(false)
                .factory());
    pool.allowCoreThreadTimeOut(true);
  }

  <T, E extends Exception> T compute(Computation<T, E> work) throws E, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work::compute);
    try {
      pool.execute(task);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException(owner + " has been stopped", e);
    }
    try {
      return task.get();
    } catch (InterruptedException e) {
      task.cancel(false);
      throw e;
    } catch (CancellationException e) {
      throw new InterruptedException(owner + " stops");
    } catch (ExecutionException e) {
      throwUnchecked(e.getCause());
      @SuppressWarnings("unchecked") // the work can throw nothing else
      E failure = (E) e.getCause();
      throw failure;
    }
  }

  private static void throwUnchecked(Throwable thrown) {
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  /**
   * Lets go of what waits, and waits for what is being computed.
   *
   * @param deadline when to give up, in {@link System#nanoTime}
   * @return whether this thread was interrupted; the flag is cleared
   */
  boolean close(long deadline) {
    pool.shutdownNow().forEach(waiting -> ((FutureTask<?>) waiting).cancel(false));
    boolean interrupted = false;
    while (true) {
      try {
        long left = Math.max(0, deadline - System.nanoTime());
        if (!pool.awaitTermination(left, TimeUnit.NANOSECONDS)) {
          LOG.error("A computation of {} has not ended long after its bundle stopped", owner);
        }
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
