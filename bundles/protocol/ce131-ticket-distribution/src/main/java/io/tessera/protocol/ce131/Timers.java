package io.tessera.protocol.ce131;

import io.tessera.chain.SlotClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Tasks that wait for their time and can all be given up: what waits keeps the bundle alive. */
final class Timers implements AutoCloseable {
  private final SlotClock time;
  private final List<Future<?>> waiting = new ArrayList<>();
  private boolean closed;

  Timers(SlotClock time) {
    this.time = time;
  }

  /** Runs a quick task when the time has come. */
  synchronized Future<?> at(Instant when, Runnable task) {
    waiting.removeIf(Future::isDone);
    Future<?> timer = time.at(when, task);
    waiting.add(timer);
    if (closed) {
      timer.cancel(false);
    }
    return timer;
  }

  /** Nothing that waits runs any more. */
  @Override
  public synchronized void close() {
    closed = true;
    waiting.forEach(timer -> timer.cancel(false));
  }
}
