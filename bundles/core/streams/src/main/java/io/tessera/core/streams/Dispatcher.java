package io.tessera.core.streams;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes virtual threads for event loops: one thread hands over a whole batch with one unpark, and
 * the wake-ups themselves happen on a virtual thread, where each is a push to the scheduler's local
 * queue instead of a submission from outside.
 */
final class Dispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final Queue<List<? extends Runnable>> batches = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean parked;

  Dispatcher() {
    thread =
        Thread.ofVirtual()
            .name("stream-dispatcher")
            .inheritInheritableThreadLocals(false)
            .unstarted(this::run);
    thread.start();
  }

  /** Runs the wake-ups, soon; the caller gives the list away. They must be quick. */
  void dispatch(List<? extends Runnable> wakeUps) {
    if (wakeUps.size() == 1) {
      run(wakeUps.get(0));
      return;
    }
    batches.add(wakeUps);
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      List<? extends Runnable> batch = batches.poll();
      if (batch != null) {
        batch.forEach(Dispatcher::run);
        continue;
      }
      parked = true;
      if (batches.isEmpty() && !closed) {
        LockSupport.park(this);
      }
      parked = false;
    }
  }

  /** The edge: without this thread, or this event loop, no stream would get any further. */
  private static void run(Runnable wakeUp) {
    try {
      wakeUp.run();
    } catch (RuntimeException | Error e) {
      LOG.error("A stream's thread cannot be started or woken; the other streams go on", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
