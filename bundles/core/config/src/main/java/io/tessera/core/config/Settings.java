package io.tessera.core.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** All settings of a node, by path. */
final class Settings {
  private final Map<List<String>, Setting> byPath = new LinkedHashMap<>();

  /** Adds; a later one at the same path replaces. */
  Settings with(Collection<Setting> settings) {
    Settings all = new Settings();
    all.byPath.putAll(byPath);
    settings.forEach(setting -> all.byPath.put(setting.path(), setting));
    return all;
  }

  Collection<Setting> all() {
    return byPath.values();
  }

  Optional<Setting> at(List<String> path) {
    return Optional.ofNullable(byPath.get(path));
  }

  /** Those of one plugin. */
  List<Setting> under(String pid) {
    return byPath.values().stream()
        .filter(it -> it.path().size() > 2 && it.path().get(0).equals(Shape.PLUGINS))
        .filter(it -> it.path().get(1).equals(pid))
        .toList();
  }

  /** What the file says of {@code "enabled"} of this plugin, or else the standard. */
  boolean enabled(String pid, boolean standard) {
    return at(List.of("plugins", pid, "enabled"))
        .map(setting -> !Boolean.FALSE.equals(setting.value()))
        .orElse(standard);
  }

  /** What others say that this one does not, in words. */
  List<String> changesTo(Settings others) {
    SequencedSet<List<String>> paths = new LinkedHashSet<>(byPath.keySet());
    paths.addAll(others.byPath.keySet());
    List<String> changes = new ArrayList<>();
    for (List<String> path : paths) {
      Optional<String> here = at(path).map(it -> Setting.show(it.value()));
      Optional<String> there = others.at(path).map(it -> Setting.show(it.value()));
      if (!here.equals(there)) {
        changes.add(
            String.join(".", path)
                + there.map(value -> " = " + value).orElse(" is gone")
                + here.map(value -> " (was " + value + ")").orElse(""));
      }
    }
    return changes;
  }
}
