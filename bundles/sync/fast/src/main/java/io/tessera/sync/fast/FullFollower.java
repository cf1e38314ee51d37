package io.tessera.sync.fast;

import io.tessera.chain.SyncContext;
import io.tessera.chain.SyncMode;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the full sync, which is another plugin and may be swapped meanwhile: then it waits for the
 * next one. Safe from any thread.
 */
final class FullFollower {
  private static final Logger LOG = LoggerFactory.getLogger(FullFollower.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private SyncMode current;
  private SyncMode running;
  private Thread runner;
  private boolean swapped;

  /** This one from now on. */
  void bind(SyncMode mode) {
    lock.lock();
    try {
      current = mode;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Not this one any more: returns when it does not run. */
  void unbind(SyncMode mode) {
    lock.lock();
    try {
      if (mode.equals(current)) {
        current = null;
      }
      long left = PATIENCE.toNanos();
      if (mode.equals(running)) {
        swapped = true;
        runner.interrupt();
      }
      while (mode.equals(running) && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (mode.equals(running)) {
        LOG.error("Full sync ignores its interruption: thread {} still runs", runner.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Runs it until interrupted. */
  void run(SyncContext context) throws InterruptedException {
    while (true) {
      SyncMode mode = begin();
      try {
        mode.run(context);
      } catch (InterruptedException e) {
        if (!isSwapped()) {
          throw e;
        }
        LOG.debug("Full sync is swapped", e);
      } finally {
        end();
      }
    }
  }

  private SyncMode begin() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (current == null) {
        changed.await();
      }
      running = current;
      runner = Thread.currentThread();
      swapped = false;
      return running;
    } finally {
      lock.unlock();
    }
  }

  private boolean isSwapped() {
    lock.lock();
    try {
      return swapped;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      if (swapped) {
        // It was meant for the mode, and may have come too late for it.
        Thread.interrupted();
      }
      running = null;
      runner = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
