package io.tessera.core.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All settings of a node, by path; those of the command line stand before those of the file. */
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

  /** What the file says of {@code "enabled"} of this plugin, or else the standard. */
  boolean enabled(String pid, boolean standard) {
    return at(List.of("plugins", pid, "enabled"))
        .map(setting -> !Boolean.FALSE.equals(setting.value()))
        .orElse(standard);
  }
}
