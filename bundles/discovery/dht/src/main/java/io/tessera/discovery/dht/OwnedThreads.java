package io.tessera.discovery.dht;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.ethereum.beacon.discovery.scheduler.DefaultSchedulers;

/**
 * The platform threads of a node but for its socket's: one for what the library schedules, one for
 * this node's own rounds, which compute and wait. The library would not end its own.
 */
final class OwnedThreads extends DefaultSchedulers {
  private final ScheduledExecutorService library;
  private final ScheduledExecutorService rounds;

  OwnedThreads(String name) {
    library = single(name + "-quick");
    rounds = single(name + "-rounds");
  }

  private static ScheduledExecutorService single(String name) {
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, factory(name));
    executor.setRemoveOnCancelPolicy(true);
    // What comes while the node stops is for nobody.
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return executor;
  }

  /** Threads that know no class loader: they may be made by any thread. */
  static ThreadFactory factory(String name) {
    ThreadFactory plain = Executors.defaultThreadFactory();
    return work -> {
      Thread thread = plain.newThread(work);
      thread.setName(name);
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      return thread;
    };
  }

  /** The library asks for a thread for each of two things, which both are quick. */
  @Override
  protected ScheduledExecutorService createExecutor(String namePattern, int threads) {
    return library;
  }

  /** For work that is quick. */
  ScheduledExecutorService quick() {
    return library;
  }

  ScheduledExecutorService rounds() {
    return rounds;
  }

  /** Interrupts both and waits; false when one of them is still there after the time. */
  boolean stop(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    boolean ended = true;
    for (ScheduledExecutorService each : List.of(rounds, library)) {
      each.shutdownNow();
    }
    try {
      for (ScheduledExecutorService each : List.of(rounds, library)) {
        ended &= each.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return ended;
  }
}
