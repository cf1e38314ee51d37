package io.tessera.core.sync;

import io.tessera.chain.Sync;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Measures how far a phase of a sync is, and how fast. Confined by its owner's lock. */
final class PhaseMeter {
  /** What the controller counts by itself. */
  static final String SLOTS = "slots";

  /** A rate below that tells no time. */
  private static final double STANDSTILL = 0.1;

  private final LongSupplier nanoTime;
  private String phase = "";
  private Rate rate;
  private long done;
  private long total;

  PhaseMeter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    rate = new Rate(nanoTime);
  }

  /** A phase is so far; another phase, or one that begins anew, is measured from here on. */
  void at(String current, long soFar, long ofAll) {
    if (!current.equals(phase) || soFar < done) {
      phase = current;
      rate = new Rate(nanoTime);
    } else {
      rate.add(soFar - done);
    }
    done = soFar;
    total = ofAll;
  }

  /** Whether the mode itself tells how far it is, and is not through. */
  boolean isToldByMode() {
    return !phase.isEmpty() && !phase.equals(SLOTS) && (total == 0 || done < total);
  }

  /** Nothing is under way. */
  void end() {
    phase = "";
    done = 0;
    total = 0;
  }

  /** How far it is; empty when nothing is under way. */
  Optional<Sync.Progress> now() {
    if (phase.isEmpty()) {
      return Optional.empty();
    }
    double perSecond = rate.perSecond();
    long left = Math.max(0, total - done);
    OptionalLong seconds =
        total == 0 || perSecond < STANDSTILL
            ? OptionalLong.empty()
            : OptionalLong.of(Math.round(left / perSecond));
    return Optional.of(new Sync.Progress(phase, done, total, perSecond, seconds));
  }
}
