package io.tessera.core.streams;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that a connection's streams have buffered and not read. Safe from any thread.
 */
final class InboundBudget {
  private final int stream;
  private final int connection;
  private final AtomicLong used = new AtomicLong();
  private final Line<Inbox> waiting = new Line<>();

  InboundBudget(int stream, int connection) {
    this.stream = stream;
    this.connection = connection;
  }

  /** Most bytes that one stream should hold. */
  int stream() {
    return stream;
  }

  /** Bytes held now. */
  long used() {
    return used.get();
  }

  /** Counts bytes that have come in; true when the connection has more than it should. */
  boolean add(int bytes) {
    return used.addAndGet(bytes) >= connection;
  }

  /** Counts bytes that have been read, and lets streams be read again that waited for that. */
  void remove(long bytes) {
    if (bytes != 0 && used.addAndGet(-bytes) <= connection / 2 && waiting.size() > 0) {
      resumeWaiting();
    }
  }

  private void resumeWaiting() {
    // Only those that wait now: one that finds no room waits again, behind them.
    for (int left = waiting.size(); left > 0; left--) {
      Inbox inbox = waiting.poll();
      if (inbox != null) {
        inbox.resumeIfRoom();
      }
    }
  }

  /** Whether streams may go on. */
  boolean hasRoom() {
    return used.get() <= connection / 2;
  }

  /** An inbox that is not read until there is room. */
  void waits(Inbox inbox) {
    waiting.add(inbox);
    if (hasRoom()) {
      resumeWaiting();
    }
  }

  /** An inbox that is closed waits no more. */
  void forget(Inbox inbox) {
    if (waiting.size() > 0) {
      waiting.remove(inbox);
    }
  }

  /** How many wait. */
  int waiting() {
    return waiting.size();
  }
}
