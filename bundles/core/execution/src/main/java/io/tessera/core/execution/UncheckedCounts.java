package io.tessera.core.execution;

import io.tessera.chain.Unchecked;
import java.util.EnumMap;
import java.util.Map;

/** Counts what could not be checked in a block. Confined to one thread. */
final class UncheckedCounts {
  private final Map<Unchecked, Integer> counts = new EnumMap<>(Unchecked.class);

  void add(Unchecked rule, int times) {
    if (times > 0) {
      counts.merge(rule, times, Integer::sum);
    }
  }

  Map<Unchecked, Integer> counts() {
    return counts;
  }
}
