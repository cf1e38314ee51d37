package io.tessera.testing.testkit;

import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The tasks of a {@link VirtualClock}. */
final class VirtualTimer extends AbstractExecutorService implements ScheduledExecutorService {
  private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>();
  private long now;
  private long sequence;
  private boolean shutdown;

  /** A task with its time; runs again when it has a period. */
  private final class Task<T> extends FutureTask<T> implements ScheduledFuture<T> {
    private final long order;
    private final long period;
    private long time;

    Task(Callable<T> work, long time, long period, long order) {
      super(work);
      this.time = time;
      this.period = period;
      this.order = order;
    }

    @Override
    public void run() {
      if (period == 0) {
        super.run();
      } else if (runAndReset()) {
        repeat(this);
      }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      remove(this);
      return super.cancel(mayInterrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(time - now(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      Task<?> that = (Task<?>) other;
      return time != that.time ? Long.compare(time, that.time) : Long.compare(order, that.order);
    }
  }

  synchronized long now() {
    return now;
  }

  synchronized int waiting() {
    return tasks.size();
  }

  void advance(long nanos) {
    long end = now() + nanos;
    for (Task<?> task = next(end); task != null; task = next(end)) {
      task.run();
    }
  }

  /**
   * The next task that is due until {@code end}, taken out; moves the time to it, or to the end.
   */
  private synchronized Task<?> next(long end) {
    Task<?> task = tasks.peek();
    if (task == null || task.time > end) {
      now = Math.max(now, end);
      return null;
    }
    now = Math.max(now, task.time);
    return tasks.poll();
  }

  private synchronized void repeat(Task<?> task) {
    task.time += task.period;
    if (!shutdown) {
      tasks.add(task);
    }
  }

  private synchronized void remove(Task<?> task) {
    tasks.remove(task);
  }

  private synchronized <T> Task<T> add(Callable<T> work, long delay, long period) {
    Task<T> task = new Task<>(work, now + Math.max(0, delay), period, sequence++);
    if (!shutdown) {
      tasks.add(task);
    }
    return task;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
    return add(work, unit.toNanos(delay), 0);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    return add(callable(work), unit.toNanos(delay), 0);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long delay, long period, TimeUnit unit) {
    return add(callable(work), unit.toNanos(delay), unit.toNanos(period));
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long delay, long pause, TimeUnit unit) {
    return add(callable(work), unit.toNanos(delay), unit.toNanos(pause));
  }

  private static Callable<Object> callable(Runnable work) {
    return () -> {
      work.run();
      return null;
    };
  }

  @Override
  public void execute(Runnable work) {
    work.run();
  }

  @Override
  public synchronized void shutdown() {
    shutdown = true;
    tasks.clear();
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown();
    return List.of();
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public synchronized boolean isTerminated() {
    return shutdown;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isShutdown();
  }
}
