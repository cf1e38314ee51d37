package io.tessera.core.sync;

import io.tessera.chain.Sync.ModeFailures;
import io.tessera.chain.SyncContext;
import io.tessera.chain.SyncMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one sync mode at a time, on a virtual thread. A mode that fails is run again after a while:
 * a bug of its own must not end the sync for good.
 */
final class ModeRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ModeRunner.class);
  private static final Duration JOIN = Duration.ofSeconds(2);

  private final SyncContext context;
  private final Duration restart;
  private SyncMode mode;
  private Thread thread;
  private final Map<String, ModeFailures> failures = new ConcurrentHashMap<>();

  /**
   * Runs nothing yet.
   *
   * @param context what modes work with
   * @param restart how long to wait until a mode that ended is run again
   */
  ModeRunner(SyncContext context, Duration restart) {
    this.context = context;
    this.restart = restart;
  }

  /** Whether this mode runs, or none does where none is given. */
  synchronized boolean runs(Optional<SyncMode> wanted) {
    return wanted.equals(Optional.ofNullable(mode));
  }

  /** Runs a mode; none may run. */
  synchronized void start(String name, SyncMode started) {
    mode = started;
    thread = Thread.ofVirtual().name("sync-" + name).start(() -> keepRunning(name, started));
  }

  /** Interrupts the mode and waits for its end, for 2 s at most. */
  synchronized void stop() {
    if (thread == null) {
      return;
    }
    thread.interrupt();
    try {
      if (!thread.join(JOIN)) {
        LOG.error("Sync mode ignores its interruption: thread {} still runs", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread = null;
    mode = null;
  }

  private void keepRunning(String name, SyncMode started) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          started.run(context);
          if (!Thread.currentThread().isInterrupted()) {
            LOG.error("Sync mode {} ended by itself, it is run again", name);
            failed(name, "it ended by itself");
          }
        } catch (RuntimeException | LinkageError e) {
          LOG.error("Sync mode {} failed, it is run again: {}", name, e.toString(), e);
          failed(name, e.toString());
        }
        Thread.sleep(restart);
      }
    } catch (InterruptedException e) {
      LOG.trace("Sync mode {} was stopped", name, e);
    }
  }

  private void failed(String name, String why) {
    String line = why.lines().findFirst().orElse("");
    failures.merge(
        name, new ModeFailures(1, line), (old, one) -> new ModeFailures(old.count() + 1, line));
  }

  /** How often a mode has failed. Waits for nobody. */
  ModeFailures failures(String name) {
    return failures.getOrDefault(name, ModeFailures.NONE);
  }
}
