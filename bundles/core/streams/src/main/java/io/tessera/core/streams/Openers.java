package io.tessera.core.streams;

import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.net.transport.Connection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Gives the room that the peer allows for streams to those who want to open one, first come, first
 * served.
 */
final class Openers {
  private final Connection connection;
  private final Supplier<Failure> end;
  private final Queue<Waiter> waiting = new ConcurrentLinkedQueue<>();

  /** Streams being opened at this moment, which the connection may not count yet. */
  private final AtomicInteger opening = new AtomicInteger();

  private static final class Waiter {
    final Thread thread = Thread.currentThread();
    final long deadline;
    volatile boolean overdue;

    Waiter(long deadline) {
      this.deadline = deadline;
    }
  }

  /**
   * Room on a connection.
   *
   * @param end says why there will never be room again; null as long as there may be
   */
  Openers(Connection connection, Supplier<Failure> end) {
    this.connection = connection;
    this.end = end;
  }

  /**
   * Opens a stream as soon as there is room and nobody waits who came before.
   *
   * @param open opens it on the connection
   * @param deadline latest time for that, see {@link #sweep}
   */
  <T> T open(Supplier<T> open, long deadline) throws StreamException {
    if (waiting.isEmpty() && reserve()) {
      return finish(open);
    }
    Waiter waiter = new Waiter(deadline);
    waiting.add(waiter);
    try {
      while (waiting.peek() != waiter || !reserve()) {
        check(waiter);
        LockSupport.park(this);
      }
    } finally {
      waiting.remove(waiter);
      wakeFirst(); // the next one may find room too
    }
    return finish(open);
  }

  private void check(Waiter waiter) throws StreamException {
    Failure reason = end.get();
    if (reason != null) {
      throw reason.exception();
    }
    if (waiter.overdue) {
      throw new StreamException(
          Fault.TIMEOUT, "the peer allows no further stream, and no other one ended in time");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new StreamException(Fault.CANCELLED, "the thread was interrupted");
    }
  }

  private boolean reserve() {
    if (opening.incrementAndGet() <= connection.openableStreams()) {
      return true;
    }
    opening.decrementAndGet();
    return false;
  }

  private <T> T finish(Supplier<T> open) {
    try {
      return open.get();
    } finally {
      opening.decrementAndGet();
      wakeFirst();
    }
  }

  /** There may be room now, or never any more. */
  void wakeFirst() {
    Waiter first = waiting.peek();
    if (first != null) {
      LockSupport.unpark(first.thread);
    }
  }

  /** Wakes all, for the last time. */
  void wakeAll() {
    waiting.forEach(waiter -> LockSupport.unpark(waiter.thread));
  }

  /**
   * Ends the waits that are over their deadlines, and lets the first one look again. A connection
   * that is just opening a stream may count it twice for a moment: who looks then finds no room,
   * and nothing tells it afterwards.
   */
  void sweep(long now) {
    for (Waiter waiter : waiting) {
      if (now - waiter.deadline >= 0) {
        waiter.overdue = true;
        LockSupport.unpark(waiter.thread);
      }
    }
    wakeFirst();
  }
}
