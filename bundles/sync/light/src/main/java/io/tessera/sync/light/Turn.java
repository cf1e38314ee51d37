package io.tessera.sync.light;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * One peer's turn to be asked. Each request has a time limit of its own, but a peer that brings a
 * block with each could be asked for ever: its turn is over after a time, unless nobody else could
 * be asked. Confined to the sync's thread.
 */
final class Turn {
  /** Whoever brings less in its turn is asked last. Any honest peer is a hundred times as fast. */
  private static final int LEAST_A_SECOND = 2;

  private final LongSupplier nanoTime;
  private final long begun;
  private final long most;
  private final BooleanSupplier others;

  /**
   * Begins now.
   *
   * @param others whether somebody else could be asked
   */
  Turn(LongSupplier nanoTime, Duration most, BooleanSupplier others) {
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
    this.most = most.toNanos();
    this.others = others;
  }

  /** Whether another request may follow. */
  boolean goesOn() {
    return taken() < most || !others.getAsBoolean();
  }

  /** Whether so many blocks are too few for the time that they took. */
  boolean isSlow(int blocks) {
    return taken() >= most && blocks < LEAST_A_SECOND * Duration.ofNanos(taken()).toSeconds();
  }

  private long taken() {
    return nanoTime.getAsLong() - begun;
  }
}
