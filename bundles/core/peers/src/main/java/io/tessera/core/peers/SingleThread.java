package io.tessera.core.peers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A platform thread with timers. Its clock never jumps, whatever happens to the system's. Takes
 * tasks at once and runs them from {@link #start} on; one that is never started leaves nothing.
 */
final class SingleThread implements EventThread {
  private static final Logger LOG = LoggerFactory.getLogger(SingleThread.class);

  private final Instant started = Instant.now();
  private final long origin = System.nanoTime();
  private final ScheduledThreadPoolExecutor executor;
  private final Queue<Runnable> early = new ArrayDeque<>();
  private boolean running;

  SingleThread(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name(name).daemon(true).unstarted(task));
  }

  /** Begins to run, with the tasks that came early. */
  void start() {
    synchronized (early) {
      running = true;
      early.forEach(this::execute);
      early.clear();
    }
  }

  @Override
  public Instant instant() {
    return started.plusNanos(System.nanoTime() - origin);
  }

  @Override
  public boolean execute(Runnable task) {
    synchronized (early) {
      if (!running) {
        return early.add(task);
      }
    }
    try {
      executor.execute(() -> run(task));
      return true;
    } catch (RejectedExecutionException stopped) {
      return false;
    }
  }

  @Override
  public void schedule(Duration delay, Runnable task) {
    try {
      var unused = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopped) {
      LOG.trace("A timer came after the end");
    }
  }

  /** Runs a task and waits until it is done; not at all before the start or after the end. */
  void call(Runnable task, Duration patience) {
    synchronized (early) {
      if (!running) {
        return;
      }
    }
    CountDownLatch done = new CountDownLatch(1);
    if (!execute(task) || !execute(done::countDown)) {
      return;
    }
    try {
      if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.error("A task of the peer manager takes longer than {}", patience);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs what was posted and a last task, then ends, without the timers. */
  void stop(Runnable last, Duration patience) {
    CountDownLatch done = new CountDownLatch(1);
    execute(last);
    execute(done::countDown);
    try {
      boolean ran = done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
      executor.shutdownNow();
      if (!ran || !executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.error("The peer manager's thread does not end within {}", patience);
      }
    } catch (InterruptedException interrupted) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** A bug in one event must not stop the node's connections: it is logged and the thread lives. */
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException bug) {
      LOG.error("An event of the peer manager failed; it goes on with the next", bug);
    }
  }
}
