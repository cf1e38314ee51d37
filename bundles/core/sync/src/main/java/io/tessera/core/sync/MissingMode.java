package io.tessera.core.sync;

import io.tessera.chain.SlotClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that the configured mode is missing, once that has lasted: while a node starts, and while
 * the mode's bundle is replaced, it is missing for a moment. Confined by its owner's lock, save for
 * the timer's call.
 */
final class MissingMode {
  /** Bundles start one after another; on a busy machine that takes its time. */
  static final Duration GRACE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(MissingMode.class);

  private final SlotClock time;
  private final Consumer<Optional<String>> show;
  private Optional<String> missing = Optional.empty();
  private Optional<Future<?>> waiting = Optional.empty();

  /**
   * Misses nothing yet.
   *
   * @param show is given the line when a mode is missing, and nothing when that is over
   */
  MissingMode(SlotClock time, Consumer<Optional<String>> show) {
    this.time = time;
    this.show = show;
  }

  /** A mode is wanted and there is none of that name. */
  synchronized void misses(String name) {
    if (!missing.equals(Optional.of(name))) {
      over();
      missing = Optional.of(name);
      waiting = Optional.of(time.at(time.instant().plus(GRACE), () -> tell(name)));
    }
  }

  private synchronized void tell(String name) {
    if (missing.equals(Optional.of(name))) {
      LOG.warn(
          "Nothing is synced: no plugin provides the mode '{}'; start or install its bundle, or set"
              + " network_config.sync_mode to another one",
          name);
      show.accept(
          Optional.of(
              "nothing is synced: no plugin provides the sync mode '"
                  + name
                  + "'; start or install its bundle, or set network_config.sync_mode to another"
                  + " one"));
    }
  }

  /** The mode is there, or none is wanted any more. */
  synchronized void over() {
    waiting.ifPresent(timer -> timer.cancel(false));
    waiting = Optional.empty();
    if (missing.isPresent()) {
      missing = Optional.empty();
      show.accept(Optional.empty());
    }
  }
}
