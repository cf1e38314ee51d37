package io.tessera.operator.rpc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts answers of all connections from when they are made to when their clients take them: one
 * client could otherwise have as many made as there are requests, and read none. Safe from any
 * thread.
 */
final class Unread {
  /** Four answers of the largest batches. */
  static final long MOST = 64 << 20;

  private final long most;
  private final AtomicLong held = new AtomicLong();

  /**
   * None yet.
   *
   * @param most characters
   */
  Unread(long most) {
    this.most = most;
  }

  /** Whether there is room for so many characters, which are counted then. */
  boolean take(long characters) {
    boolean room = held.addAndGet(characters) <= most;
    if (!room) {
      give(characters);
    }
    return room;
  }

  /** So many are gone. */
  void give(long characters) {
    held.addAndGet(-characters);
  }
}
