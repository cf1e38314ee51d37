package io.tessera.launcher;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Lines of which the same one comes several times in a row: the container tries to make a component
 * once for each that wants it. Safe from any thread.
 */
final class Repeats {
  private static final Duration SPAN = Duration.ofMinutes(1);
  private static final int MOST = 100;

  private final LongSupplier nanos;
  private final Map<String, Long> said =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  Repeats(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether it has not been said within the last minute. */
  synchronized boolean isNews(String line) {
    long now = nanos.getAsLong();
    Long before = said.get(line);
    if (before != null && now - before < SPAN.toNanos()) {
      return false;
    }
    said.put(line, now);
    return true;
  }
}
