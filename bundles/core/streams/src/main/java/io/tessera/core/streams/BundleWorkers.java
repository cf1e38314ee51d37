package io.tessera.core.streams;

import io.tessera.net.Workers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one owner, all of which end with {@link #close}. Safe from any thread. */
public final class BundleWorkers implements Workers, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BundleWorkers.class);

  private final String owner;
  private final Sleeper sleeper;
  private final Duration patience;
  private final Runnable onError;
  private final Map<Thread, Future<?>> running = new ConcurrentHashMap<>();
  private final ComputePool computing;
  private volatile boolean closed;

  /**
   * No threads yet.
   *
   * @param owner for names and logs
   * @param sleeper waits between repetitions, and before what is to run later
   * @param patience how long {@link #close} waits for threads that it has interrupted
   */
  public BundleWorkers(String owner, Sleeper sleeper, Duration patience) {
    this(owner, sleeper, patience, () -> {});
  }

  /**
   * No threads yet.
   *
   * @param onError is run for each failure that is logged
   */
  BundleWorkers(String owner, Sleeper sleeper, Duration patience, Runnable onError) {
    this.owner = owner;
    this.onError = onError;
    this.sleeper = sleeper;
    this.patience = patience;
    computing = new ComputePool(owner);
  }

  @Override
  public Future<?> start(String name, Task task) {
    return run(name, () -> once(name, task));
  }

  @Override
  public Future<?> repeat(String name, Duration period, Task task) {
    return run(
        name,
        () -> {
          while (once(name, task) && pause(period)) {}
        });
  }

  @Override
  public Future<?> startLater(String name, Duration pause, Task task) {
    return run(
        name,
        () -> {
          if (pause(pause)) {
            once(name, task);
          }
        });
  }

  @Override
  public <T, E extends Exception> T compute(Computation<T, E> work) throws E, InterruptedException {
    return computing.compute(work);
  }

  private Future<?> run(String name, Runnable work) {
    FutureTask<Void> future = new FutureTask<>(work, null);
    Thread thread =
        Thread.ofVirtual()
            .name(owner + " " + name)
            .inheritInheritableThreadLocals(false)
            .unstarted(
                () -> {
                  try {
                    future.run();
                  } finally {
                    running.remove(Thread.currentThread());
                  }
                });
    running.put(thread, future);
    if (closed) {
      running.remove(thread);
      throw new IllegalStateException(owner + " has been stopped");
    }
    thread.start();
    return future;
  }

  /** Runs the task; false when the thread is to end. */
  private boolean once(String name, Task task) {
    try {
      task.run();
    } catch (InterruptedException e) {
      return false;
    } catch (RuntimeException | Error e) { // the edge: a bug of the plugin must not go further
      if (!closed) {
        LOG.error("Task {} of {} failed", name, owner, e);
        onError.run();
      }
    }
    return !closed && !Thread.currentThread().isInterrupted();
  }

  private boolean pause(Duration period) {
    try {
      sleeper.sleep(period);
      return !closed;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Interrupts all threads and waits for them; one that ignores it is named in the log. */
  @Override
  public void close() {
    closed = true;
    running.forEach((thread, future) -> thread.interrupt());
    long deadline = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    for (Thread thread : running.keySet()) {
      interrupted |= Threads.join(thread, deadline);
      if (thread.isAlive()) {
        LOG.error("Thread {} ignores that its bundle has stopped", thread.getName());
      }
    }
    interrupted |= computing.close(deadline);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
