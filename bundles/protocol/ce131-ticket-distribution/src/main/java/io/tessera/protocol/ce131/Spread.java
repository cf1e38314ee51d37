package io.tessera.protocol.ce131;

import io.tessera.chain.SlotClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Releases tickets one by one, evenly between two times; none before, and those that are left or
 * come later at once. Nobody knows how many will come: whenever one does, the time that is left is
 * shared among those that wait.
 */
final class Spread {
  private final Instant begin;
  private final Instant end;
  private final SlotClock time;
  private final Timers timers;
  private final Consumer<Outgoing> release;
  private final Deque<Outgoing> waiting = new ArrayDeque<>();

  /** When the last one went, or when there were none before. */
  private Instant last;

  private Future<?> timer;

  Spread(Instant begin, Instant end, SlotClock time, Timers timers, Consumer<Outgoing> release) {
    this.begin = begin;
    this.end = end;
    this.time = time;
    this.timers = timers;
    this.release = release;
    last = begin;
  }

  /** One more. */
  synchronized void add(Outgoing ticket) {
    if (waiting.isEmpty()) {
      last = max(begin, time.instant());
    }
    waiting.add(ticket);
    plan();
  }

  private void plan() {
    if (timer != null) {
      timer.cancel(false);
    }
    timer = timers.at(next(), this::run);
  }

  private Instant next() {
    Duration left = Duration.between(last, end);
    return left.isNegative() ? last : last.plus(left.dividedBy(waiting.size() + 1L));
  }

  private void run() {
    Outgoing due = take();
    if (due != null) {
      release.accept(due);
    }
  }

  private synchronized Outgoing take() {
    if (waiting.isEmpty()) {
      return null;
    }
    if (time.instant().isBefore(next())) {
      plan(); // one has come since; or the timer runs a little faster than the clock
      return null;
    }
    Outgoing due = waiting.remove();
    last = max(begin, time.instant());
    if (!waiting.isEmpty()) {
      plan();
    }
    return due;
  }

  private static Instant max(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
