package io.tessera.testing.testkit;

import io.tessera.net.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Threads for a plugin under test, without waiting: what is started runs at once on a virtual
 * thread, what is repeated runs when the test says so. Safe from any thread.
 */
public final class TestWorkers implements Workers, AutoCloseable {
  private final List<FutureTask<Void>> started = new CopyOnWriteArrayList<>();
  private final List<Repeated> repeated = new CopyOnWriteArrayList<>();

  private record Repeated(Task task, Duration period, FutureTask<Void> handle) {}

  @Override
  public Future<?> start(String name, Task task) {
    FutureTask<Void> work =
        new FutureTask<>(
            () -> {
              task.run();
              return null;
            });
    started.add(work);
    Thread.ofVirtual().name(name).start(work);
    return work;
  }

  @Override
  public Future<?> repeat(String name, Duration period, Task task) {
    FutureTask<Void> handle = new FutureTask<>(() -> null);
    repeated.add(new Repeated(task, period, handle));
    return handle;
  }

  /** Runs each repeated task that was not cancelled once, on the calling thread. */
  public void tick() throws InterruptedException {
    for (Repeated each : repeated) {
      if (!each.handle().isCancelled()) {
        each.task().run();
      }
    }
  }

  /** The periods of the repeated tasks that were not cancelled. */
  public List<Duration> periods() {
    return repeated.stream()
        .filter(each -> !each.handle().isCancelled())
        .map(Repeated::period)
        .toList();
  }

  /** Interrupts what still runs, as the end of the plugin's bundle would. */
  @Override
  public void close() {
    started.forEach(work -> work.cancel(true));
    repeated.forEach(each -> each.handle().cancel(true));
  }
}
