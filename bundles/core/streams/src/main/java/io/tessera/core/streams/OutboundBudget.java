package io.tessera.core.streams;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes that a connection's streams have queued and not sent. Safe from any thread. */
final class OutboundBudget {
  private final int stream;
  private final int connection;
  private final AtomicLong used = new AtomicLong();
  private final Line<Outbox> waiting = new Line<>();

  OutboundBudget(int stream, int connection) {
    this.stream = stream;
    this.connection = connection;
  }

  /** Bytes queued on one stream above which a write waits. */
  int stream() {
    return stream;
  }

  /** Bytes queued now. */
  long used() {
    return used.get();
  }

  boolean hasRoom() {
    return used.get() <= connection;
  }

  void add(long bytes) {
    used.addAndGet(bytes);
  }

  /** Bytes have gone out or been dropped: writers that waited for that look again. */
  void remove(long bytes) {
    long before = used.getAndAdd(-bytes);
    if (before - bytes <= connection && waiting.size() > 0) {
      wakeWaiting();
    }
  }

  /** A writer that finds no room waits, to be woken when there is some. */
  void waits(Outbox outbox) {
    waiting.add(outbox);
    if (hasRoom()) {
      wakeWaiting();
    }
  }

  private void wakeWaiting() {
    for (int left = waiting.size(); left > 0; left--) {
      Outbox outbox = waiting.poll();
      if (outbox != null) {
        outbox.wake();
      }
    }
  }

  /** A writer that goes on, or gives up, waits no more. */
  void forget(Outbox outbox) {
    if (waiting.size() > 0) {
      waiting.remove(outbox);
    }
  }

  /** How many wait. */
  int waiting() {
    return waiting.size();
  }
}
