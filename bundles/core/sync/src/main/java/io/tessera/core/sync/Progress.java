package io.tessera.core.sync;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Sync.State;
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
  private State state = State.NO_MODE;
  private BlockRef target;
  private boolean catchingUp;
  private boolean missed;
  private long reported;

  Progress(LongSupplier nanoTime, BlockRef head) {
    this.nanoTime = nanoTime;
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
      LOG.warn("No sync: no plugin provides the mode '{}'", name);
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
    catchingUp |= far || state == State.WAITING;
    state = State.SYNCING;
    target = to;
  }

  /** The chain has grown. */
  void moved(BlockRef from, BlockRef head, BlockRef finalized, double perSecond) {
    if (catchingUp) {
      if (nanoTime.getAsLong() - reported >= INTERVAL) {
        reported = nanoTime.getAsLong();
        LOG.info(
            "Syncing: {} of #{}, {} blocks/s, {} left",
            head,
            target.slot(),
            Math.round(perSecond),
            left(target.slot() - head.slot(), perSecond));
      }
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
    state = State.SYNCED;
    target = head;
  }

  /** Nobody is there any more who could know better. */
  void alone(BlockRef head) {
    if (state != State.NO_MODE) {
      state = State.WAITING;
      target = head;
      catchingUp = false;
    }
  }

  /** At most so long, since slots may be empty. */
  private static String left(long slots, double perSecond) {
    if (perSecond < 0.1) {
      return "unknown time";
    }
    long seconds = Math.round(slots / perSecond);
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }
}
