package io.tessera.core.peers;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** Time that passes only when a test lets it, on one thread. */
final class VirtualTime implements InstantSource {
  private record Event(Instant when, long number, Runnable task) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::when).thenComparingLong(Event::number));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long number;

  @Override
  public Instant instant() {
    return now;
  }

  void after(Duration delay, Runnable task) {
    at(now.plus(delay), task);
  }

  private void at(Instant when, Runnable task) {
    events.add(new Event(when, number++, task));
  }

  /** Lets time pass, and everything happen that is due in it. */
  void pass(Duration duration) {
    Instant end = now.plus(duration);
    while (!events.isEmpty() && !events.peek().when().isAfter(end)) {
      Event event = events.remove();
      now = event.when();
      event.task().run();
    }
    now = end;
  }

  /** Lets happen what is due now. */
  void settle() {
    pass(Duration.ZERO);
  }

  /** A manager's thread, which takes up to {@code lag} milliseconds to get to a task. */
  EventThread thread(Random random, int lag) {
    return new EventThread() {
      private Instant busyUntil = Instant.MIN;

      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public boolean execute(Runnable task) {
        Instant start = now.plusMillis(lag == 0 ? 0 : random.nextInt(lag));
        busyUntil = start.isAfter(busyUntil) ? start : busyUntil;
        at(busyUntil, task);
        return true;
      }

      @Override
      public void schedule(Duration delay, Runnable task) {
        at(now.plus(delay), task);
      }
    };
  }
}
