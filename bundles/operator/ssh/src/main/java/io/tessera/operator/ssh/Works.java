package io.tessera.operator.ssh;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is done at the moment.
 *
 * @param group parent of all threads
 * @param guests who is told when something passes
 */
record Works(ThreadGroup group, Guests guests, Set<Work> running) {
  /** Ours, Gogo's, idle and with a command, and JLine's of a terminal. */
  private static final Pattern OF_WORK =
      Pattern.compile(
          "tessera-(ssh|line).*|(session|pipe)-.*|job controller .*|.* (reader|pump) thread",
          Pattern.DOTALL);

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

  /**
   * Those that live and do work, of a group and the groups in it. Whatever a command makes start
   * inherits its group, such as the thread that stops the framework, or that of a chain whose
   * bundle was swapped: it is no part of the work, and goes on after it.
   */
  static List<Thread> threads(ThreadGroup group) {
    Thread[] all = new Thread[group.activeCount() + 16];
    int count = group.enumerate(all);
    return Arrays.stream(all, 0, count)
        .filter(each -> OF_WORK.matcher(each.getName()).matches())
        .toList();
  }
}
