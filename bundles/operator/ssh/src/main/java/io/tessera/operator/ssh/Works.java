package io.tessera.operator.ssh;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is done at the moment.
 *
 * @param group parent of all threads
 * @param guests who is told when something passes
 */
record Works(ThreadGroup group, Guests guests, Set<Work> running) {
  private static final Logger LOG = LoggerFactory.getLogger(Works.class);

  /** Nothing yet. */
  Works(ThreadGroup group, Guests guests) {
    this(group, guests, ConcurrentHashMap.newKeySet());
  }

  void add(Work work) {
    running.add(work);
  }

  void remove(Work work) {
    running.remove(work);
  }

  /** Ends all with a line, and waits for their threads. */
  void end(String line) throws InterruptedException {
    List<Work> all = List.copyOf(running);
    all.forEach(work -> work.end(line));
    for (Work work : all) {
      if (!work.join()) {
        LOG.error("{} does not end; its command ignores interrupts", work);
      }
    }
  }

  /** Those that live, of a group and the groups in it. */
  static List<Thread> threads(ThreadGroup group) {
    Thread[] all = new Thread[group.activeCount() + 16];
    return Arrays.asList(all).subList(0, group.enumerate(all));
  }
}
