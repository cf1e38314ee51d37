package io.tessera.core.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Every key that the installed bundles read. Immutable. */
final class Schema {
  private static final String PLUGINS = "plugins";
  private static final String ENABLED = "enabled";

  private final Map<String, List<Attribute>> byPid;
  private final Map<List<String>, List<Attribute>> byPath = new HashMap<>();

  /** Of the attributes of each PID. */
  Schema(Map<String, List<Attribute>> byPid) {
    this.byPid = Map.copyOf(byPid);
    Shape.KEYS.forEach(this::add);
    byPid.values().forEach(attributes -> attributes.forEach(this::add));
    byPid
        .keySet()
        .forEach(
            pid -> byPath.putIfAbsent(List.of(PLUGINS, pid, "enabled"), List.of(enabled(pid))));
  }

  private void add(Attribute attribute) {
    byPath.computeIfAbsent(attribute.path(), path -> new ArrayList<>()).add(attribute);
  }

  private static Attribute enabled(String pid) {
    return new Attribute(
        pid,
        ENABLED,
        ValueType.BOOLEAN,
        false,
        List.of("true"),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /**
   * Checks every setting.
   *
   * @return settings of plugins that are not installed; they wait for their bundle
   * @throws ConfigException for the first that is wrong
   */
  List<Setting> check(Collection<Setting> settings) throws ConfigException {
    List<Setting> waiting = new ArrayList<>();
    for (Setting setting : settings) {
      List<Attribute> readers = byPath.get(setting.path());
      if (readers == null) {
        if (!isPlugin(setting)) {
          throw unknown(setting);
        }
        waiting.add(setting);
        continue;
      }
      for (Attribute reader : readers) {
        reader.accept(setting);
      }
      Shape.checkAddresses(setting);
    }
    return waiting;
  }

  /** Of a plugin that is not installed, and whose name is not just misspelt. */
  private boolean isPlugin(Setting setting) {
    return setting.path().size() > 2
        && setting.path().get(0).equals(PLUGINS)
        && !byPid.containsKey(setting.path().get(1))
        && Nearest.to(setting.path().get(1), byPid.keySet())
            .filter(pid -> Nearest.distance(pid, setting.path().get(1)) <= 2)
            .isEmpty();
  }

  private ConfigException unknown(Setting setting) {
    // The siblings at the first level where the path leaves what is known.
    for (int depth = 0; depth < setting.path().size(); depth++) {
      List<String> parent = setting.path().subList(0, depth);
      SortedSet<String> siblings = children(parent);
      String word = setting.path().get(depth);
      if (!siblings.contains(word)) {
        String key = String.join(".", setting.path().subList(0, depth + 1));
        return new ConfigException(
            setting.origin()
                + ": "
                + key
                + " = "
                + Setting.show(setting.value())
                + ": unknown key"
                + Nearest.to(word, siblings).map(best -> ", did you mean " + best + "?").orElse("")
                + (siblings.isEmpty() ? "" : " (known: " + String.join(", ", siblings) + ")"));
      }
    }
    return setting.wrong("must be an object, { ... }");
  }

  private SortedSet<String> children(List<String> parent) {
    SortedSet<String> names = new TreeSet<>();
    for (List<String> path : byPath.keySet()) {
      if (path.size() > parent.size() && path.subList(0, parent.size()).equals(parent)) {
        names.add(path.get(parent.size()));
      }
    }
    if (parent.isEmpty()) {
      names.add(PLUGINS);
    }
    return names;
  }

  /**
   * Whether a component is configured when the file does not say: yes, unless its metatype has an
   * attribute {@code enabled} whose default is false.
   */
  boolean enabledByDefault(String pid) {
    return byPid.get(pid).stream()
        .filter(attribute -> attribute.path().equals(List.of(PLUGINS, pid, ENABLED)))
        .noneMatch(attribute -> attribute.standard().equals(Optional.of(false)));
  }

  /** What a component gets: the settings that it reads, and its defaults for the others. */
  Map<String, Object> slice(String pid, Settings settings) throws ConfigException {
    Map<String, Object> slice = new LinkedHashMap<>();
    for (Attribute attribute : byPid.get(pid)) {
      Optional<Setting> setting = settings.at(attribute.path());
      if (setting.isPresent()) {
        slice.put(attribute.id(), attribute.accept(setting.get()));
      } else {
        attribute.standard().ifPresent(value -> slice.put(attribute.id(), value));
      }
    }
    return slice;
  }
}
