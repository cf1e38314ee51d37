package io.tessera.testing.bench;

import java.util.List;

/** Times and medians. */
final class Figures {
  private Figures() {}

  /** How long the work takes, in seconds. */
  static double seconds(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
