package io.tessera.operator.rpc;

import io.tessera.net.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** Threads of one connection, which are interrupted when it ends. Safe from any thread. */
final class Tasks {
  private final Workers workers;
  private final List<Future<?>> running = new ArrayList<>();
  private boolean closed;

  Tasks(Workers workers) {
    this.workers = workers;
  }

  synchronized void start(String name, Workers.Task task) {
    if (!closed) {
      running.removeIf(Future::isDone);
      running.add(workers.start(name, task));
    }
  }

  /** Interrupts all. */
  synchronized void close() {
    closed = true;
    running.forEach(each -> each.cancel(true));
    running.clear();
  }
}
