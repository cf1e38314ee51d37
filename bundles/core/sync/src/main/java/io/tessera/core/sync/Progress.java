package io.tessera.core.sync;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Sync;
import io.tessera.chain.Sync.State;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the sync stands, and the log lines about it that an operator wants to see. Driven by events
 * alone: when nothing happens it says nothing. Confined by its owner's lock.
 */
final class Progress {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);

  /** A target that many slots ahead is a sync to report on; a nearer one is everyday life. */
  private static final long CATCHING_UP = 8;

  private final LongSupplier nanoTime;
  private final PhaseMeter meter;
  private State state = State.NO_MODE;
  private BlockRef target;
  private boolean catchingUp;
  private boolean missed;
  private long reported;

  /** Where the catching up began. */
  private long fromSlot;

  Progress(LongSupplier nanoTime, BlockRef head) {
    this.nanoTime = nanoTime;
    meter = new PhaseMeter(nanoTime);
    target = head;
  }

  State state() {
    return state;
  }

  /** The best block that peers claim. */
  BlockRef target() {
    return target;
  }

  boolean isSynced() {
    return state == State.SYNCED;
  }

  /** A mode starts to run, or there is none. */
  void mode(String name, boolean runs, BlockRef head) {
    boolean ran = state != State.NO_MODE;
    state = runs ? State.WAITING : State.NO_MODE;
    target = head;
    catchingUp = false;
    missed = false;
    meter.end();
    if (runs) {
      LOG.info("Sync started: mode {}, head {}", name, head);
    } else if (ran) {
      LOG.info("Sync stopped: no plugin provides the mode '{}' now", name);
    }
  }

  /**
   * A peer has something to say, and perhaps nobody listens: while a node starts, that is usual.
   */
  void spokenTo(String name) {
    if (state == State.NO_MODE && !missed) {
      missed = true;
      LOG.warn(
          "No sync: no plugin provides the mode '{}'; start its bundle, or choose another mode with"
              + " 'sync mode NAME'",
          name);
    }
  }

  /** The mode has chosen where to go. */
  void heading(BlockRef to, BlockRef head, int peers) {
    if (state == State.NO_MODE) {
      return;
    }
    boolean far = to.slot() - head.slot() > CATCHING_UP;
    if (far && !catchingUp) {
      LOG.info("Syncing from {} to {}; peers: {}", head, to, peers);
      reported = nanoTime.getAsLong();
    }
    if (state != State.SYNCING) {
      fromSlot = head.slot();
    }
    catchingUp |= far || state == State.WAITING;
    state = State.SYNCING;
    target = to;
    countSlots(head);
  }

  /** The mode tells how far it is. */
  void phase(String name, long done, long total) {
    if (state == State.NO_MODE) {
      return;
    }
    state = State.SYNCING;
    catchingUp = true;
    meter.at(name, done, total);
    report();
  }

  private void countSlots(BlockRef head) {
    if (!meter.isToldByMode()) {
      meter.at(PhaseMeter.SLOTS, head.slot() - fromSlot, Math.max(0, target.slot() - fromSlot));
    }
  }

  /** How far the catching up is; empty when there is none. */
  Optional<Sync.Progress> phase() {
    return state == State.SYNCING ? meter.now() : Optional.empty();
  }

  /** A line every few seconds. */
  private void report() {
    if (nanoTime.getAsLong() - reported >= INTERVAL) {
      reported = nanoTime.getAsLong();
      meter.now().ifPresent(now -> LOG.info("Syncing: {}", now));
    }
  }

  /** The chain has grown. */
  void moved(BlockRef from, BlockRef head, BlockRef finalized) {
    if (state == State.SYNCING) {
      countSlots(head);
    }
    if (catchingUp) {
      report();
    } else if ((state == State.SYNCED || state == State.SYNCING) && !head.equals(from)) {
      LOG.info("Head {}, finalized {}", head, finalized);
    }
  }

  /** Nothing better than the own head is known. */
  void synced(BlockRef head, BlockRef finalized, int peers) {
    if (catchingUp || state == State.WAITING) {
      LOG.info("Synced: head {}, finalized {}; peers: {}", head, finalized, peers);
    }
    catchingUp = false;
    meter.end();
    state = State.SYNCED;
    target = head;
  }

  /** Nobody is there any more who could know better. */
  void alone(BlockRef head) {
    if (state != State.NO_MODE) {
      state = State.WAITING;
      target = head;
      catchingUp = false;
      meter.end();
    }
  }
}
