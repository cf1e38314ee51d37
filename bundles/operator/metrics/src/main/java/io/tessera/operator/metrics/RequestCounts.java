package io.tessera.operator.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what the server answered. Safe from any thread. */
final class RequestCounts {
  /** What stands for all paths that there are not: a client can ask for any. */
  static final String OTHER = "other";

  private final Map<String, Map<Integer, Long>> counts = new TreeMap<>();
  private long refused;

  /** So many requests. */
  record Entry(String path, int status, long count) {}

  synchronized void answered(String path, int status) {
    counts.computeIfAbsent(path, each -> new TreeMap<>()).merge(status, 1L, Long::sum);
  }

  synchronized void refusedConnection() {
    refused++;
  }

  synchronized long refusedConnections() {
    return refused;
  }

  synchronized List<Entry> entries() {
    return counts.entrySet().stream()
        .flatMap(
            path ->
                path.getValue().entrySet().stream()
                    .map(status -> new Entry(path.getKey(), status.getKey(), status.getValue())))
        .toList();
  }
}
