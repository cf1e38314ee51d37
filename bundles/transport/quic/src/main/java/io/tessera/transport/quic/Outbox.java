package io.tessera.transport.quic;

import java.util.concurrent.atomic.AtomicReference;

/**
 * What is to be done on a connection's event loop: many threads add, the loop takes all there is at
 * once. It is a stack without locks that is turned around when it is taken.
 */
final class Outbox {

  /** One thing to be done. */
  abstract static class Task {
    private Task next;

    /** Does it, on the event loop. */
    abstract void run();

    /** The task that was added after this one. */
    final Task next() {
      return next;
    }
  }

  private final AtomicReference<Task> last = new AtomicReference<>();

  /**
   * Adds a task.
   *
   * @return whether it is the first since {@link #take}: the caller has to see to it that the loop
   *     takes it
   */
  boolean add(Task task) {
    while (true) {
      Task before = last.get();
      task.next = before;
      if (last.compareAndSet(before, task)) {
        return before == null;
      }
    }
  }

  /** Takes all tasks; the first one that was added leads to the others, null when there is none. */
  Task take() {
    Task first = null;
    Task task = last.getAndSet(null);
    while (task != null) {
      Task before = task.next;
      task.next = first;
      first = task;
      task = before;
    }
    return first;
  }
}
