package io.tessera.core.sync;

import io.tessera.chain.SyncMode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The sync modes that plugins provide. Safe from any thread. */
final class Modes {
  private record Entry(String name, int ranking, long id) {
    static Entry of(Map<String, ?> properties) {
      return new Entry(
          String.valueOf(properties.get(SyncMode.PROPERTY)),
          properties.get("service.ranking") instanceof Integer ranking ? ranking : 0,
          properties.get("service.id") instanceof Long id ? id : 0);
    }
  }

  /** As OSGi orders services: the highest ranking first, then the oldest. */
  private static final Comparator<Entry> BEST_LAST =
      Comparator.comparingInt(Entry::ranking)
          .thenComparing(Comparator.comparingLong(Entry::id).reversed());

  private final ConcurrentMap<SyncMode, Entry> modes = new ConcurrentHashMap<>();

  void add(SyncMode mode, Map<String, ?> properties) {
    modes.put(mode, Entry.of(properties));
  }

  void remove(SyncMode mode) {
    modes.remove(mode);
  }

  List<String> names() {
    return modes.values().stream().map(Entry::name).distinct().sorted().toList();
  }

  /** The mode of that name; of several the one with the highest ranking. */
  Optional<SyncMode> find(String name) {
    return modes.entrySet().stream()
        .filter(entry -> entry.getValue().name().equals(name))
        .max(Map.Entry.comparingByValue(BEST_LAST))
        .map(Map.Entry::getKey);
  }
}
