package io.tessera.operator.telemetry;

import io.tessera.chain.SlotClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives each event its time and its id and keeps it until it is sent. Safe from any thread; whoever
 * records waits for nobody but others who record.
 */
final class Recorder {
  private final InstantSource clock;
  private final EventBuffer buffer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition waiting = lock.newCondition();

  Recorder(InstantSource clock, int mostBytes) {
    this.clock = clock;
    buffer = new EventBuffer(mostBytes);
  }

  /** Something has happened; returns the event's id. */
  long record(Message event) {
    lock.lock();
    try {
      long id = buffer.next();
      buffer.add(now(), event);
      waiting.signal();
      return id;
    } finally {
      lock.unlock();
    }
  }

  /** Microseconds since the beginning of the JAM Common Era; 0 before it. */
  private long now() {
    Instant now = clock.instant();
    Duration since = Duration.between(SlotClock.COMMON_ERA, now);
    return Math.max(0, since.getSeconds() * 1_000_000 + since.getNano() / 1000);
  }

  /** A new connection stands: its receiver has got nothing yet. */
  void reconnected() {
    lock.lock();
    try {
      buffer.reconnected();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for events and takes them, as {@link EventBuffer#take} does. */
  byte[] take(int most) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (buffer.isEmpty()) {
        waiting.await();
      }
      return buffer.take(most);
    } finally {
      lock.unlock();
    }
  }

  /** How many events were dropped since the beginning, for want of room. */
  long lost() {
    lock.lock();
    try {
      return buffer.lost();
    } finally {
      lock.unlock();
    }
  }
}
