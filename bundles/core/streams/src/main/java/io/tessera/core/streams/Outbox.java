package io.tessera.core.streams;

import io.tessera.net.StreamException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The writing half of a stream. A transport's queue has no bound: a write waits here while too much
 * is queued on the stream or on its connection.
 */
final class Outbox {
  private static final byte[] NOTHING = {};

  private final WireStream wire;
  private final OutboundBudget budget;

  /** Bytes given to the transport: counted by the writer, then published. */
  private long total;

  private volatile long written;

  /** How many of them the connection's budget does not count any more. */
  private final AtomicLong settled = new AtomicLong();

  private volatile boolean finished;
  private volatile Thread waiter;
  private volatile long deadline;

  Outbox(WireStream wire, OutboundBudget budget) {
    this.wire = wire;
    this.budget = budget;
  }

  /** Queues bytes that the caller gives away, the last ones with FIN; waits for room first. */
  void write(byte[] bytes, int offset, int length, boolean fin) throws StreamException {
    if (finished) {
      throw new IllegalStateException("a write after finish()");
    }
    wire.check();
    if (!hasRoom(budget.stream())) {
      awaitRoom();
    }
    budget.add(length);
    finished = fin;
    wire.transport().write(bytes, offset, length, fin);
    wire.traffic().sent(length);
    total += length;
    written = total;
    settle();
  }

  /** Queues FIN. */
  void finish() throws StreamException {
    wire.check();
    if (!finished) {
      finished = true;
      wire.transport().write(NOTHING, 0, 0, true);
    }
  }

  boolean finished() {
    return finished;
  }

  private boolean hasRoom(long most) {
    return wire.transport().queued() <= most && budget.hasRoom();
  }

  private void awaitRoom() throws StreamException {
    deadline = wire.deadline();
    waiter = Thread.currentThread();
    try {
      while (!hasRoom(budget.stream() / 2)) {
        wire.check();
        if (!budget.hasRoom()) {
          budget.waits(this);
        }
        if (!hasRoom(budget.stream() / 2)) {
          LockSupport.park(this);
        }
      }
    } finally {
      waiter = null;
      deadline = 0;
      budget.forget(this);
    }
  }

  /** Bytes have gone out. Event loop. */
  void writable() {
    settle();
    if (waiter != null && hasRoom(budget.stream() / 2)) {
      wake();
    }
  }

  /** Lets the writer look again. Any thread. */
  void wake() {
    Thread thread = waiter;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /** Whether the writer has been waiting for too long. */
  boolean overdue(long now) {
    long limit = deadline;
    return limit != 0 && now - limit >= 0;
  }

  /**
   * Gives back to the budget what has gone out. The order of the two reads makes the result too
   * small rather than too large, and whoever changes one of them comes here afterwards.
   */
  private void settle() {
    long given = written;
    settleTo(given - wire.transport().queued());
  }

  private void settleTo(long gone) {
    long before = settled.get();
    while (gone > before) {
      if (settled.compareAndSet(before, gone)) {
        budget.remove(gone - before);
        return;
      }
      before = settled.get();
    }
  }

  /** The transport has dropped what was queued. */
  void drop() {
    settleTo(written);
  }
}
