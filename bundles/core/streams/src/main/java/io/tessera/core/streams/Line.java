package io.tessera.core.streams;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Those that wait for room in a budget, first come, first served. Each is in it once, however often
 * it finds that there is none: what a peer does must not make it longer than there are streams.
 * Safe from any thread.
 */
final class Line<T> {
  private final Set<T> waiting = new LinkedHashSet<>();

  /** For those that only want to know: they look after each byte, and hardly ever is there one. */
  private volatile int size;

  /** How many wait. */
  int size() {
    return size;
  }

  /** Waits from now on, behind the others; stays where it is if it does already. */
  synchronized void add(T waiter) {
    waiting.add(waiter);
    size = waiting.size();
  }

  /** Waits no more. */
  synchronized void remove(T waiter) {
    waiting.remove(waiter);
    size = waiting.size();
  }

  /** Takes the first one out; null when there is none. */
  synchronized T poll() {
    Iterator<T> all = waiting.iterator();
    if (!all.hasNext()) {
      return null;
    }
    T first = all.next();
    all.remove();
    size = waiting.size();
    return first;
  }
}
