package io.tessera.core.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Every key that the installed bundles read. Immutable. */
final class Schema {
  private static final String ENABLED = "enabled";

  private final Map<String, Metatype> byPid;
  private final Map<List<String>, List<Attribute>> byPath = new LinkedHashMap<>();

  /** Of what each PID reads. */
  Schema(Map<String, Metatype> byPid) {
    this.byPid = Map.copyOf(byPid);
    Shape.KEYS.forEach(this::add);
    for (String pid : new TreeSet<>(byPid.keySet())) {
      byPid.get(pid).attributes().forEach(this::add);
      byPath.putIfAbsent(Shape.path(pid, ENABLED), List.of(enabled(pid)));
    }
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
        List.of(),
        "Enabled",
        "Whether the component is there at all.");
  }

  /** The components' persistent identities. */
  SortedSet<String> pids() {
    return new TreeSet<>(byPid.keySet());
  }

  /** What a component reads, as its bundle declares it. */
  Metatype metatype(String pid) {
    return byPid.get(pid);
  }

  /** Who reads which key: those of the file's shape first, then by component. */
  Map<List<String>, List<Attribute>> keys() {
    return byPath;
  }

  /** Who reads a key. */
  List<Attribute> readers(Setting setting) throws ConfigException {
    List<Attribute> readers = byPath.get(setting.path());
    if (readers == null) {
      throw unknown(setting);
    }
    return readers;
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
      Shape.check(setting);
    }
    return waiting;
  }

  /** Of a plugin that is not installed: a name that is near an installed one's may be another. */
  private boolean isPlugin(Setting setting) {
    return setting.path().size() > 2
        && setting.path().get(0).equals(Shape.PLUGINS)
        && !byPid.containsKey(setting.path().get(1));
  }

  /** One line about settings that wait for their plugin. */
  String waiting(Setting setting) {
    String pid = setting.path().get(1);
    return setting.origin()
        + ": no such plugin is installed now: "
        + pid
        + Nearest.to(pid, byPid.keySet()).map(best -> ", did you mean " + best + "?").orElse("")
        + "; its settings wait for it";
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
                + (depth + 1 < setting.path().size() ? "" : " = " + Setting.show(setting.value()))
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
      names.add(Shape.PLUGINS);
    }
    return names;
  }

  /**
   * Whether a component is configured when the file does not say: yes, unless its metatype has an
   * attribute {@code enabled} whose default is false.
   */
  boolean enabledByDefault(String pid) {
    return byPid.get(pid).attributes().stream()
        .filter(attribute -> attribute.path().equals(Shape.path(pid, ENABLED)))
        .noneMatch(attribute -> attribute.standard().equals(Optional.of(false)));
  }

  /** What a component gets: the settings that it reads, and its defaults for the others. */
  Map<String, Object> slice(String pid, Settings settings) throws ConfigException {
    Map<String, Object> slice = new LinkedHashMap<>();
    for (Attribute attribute : byPid.get(pid).attributes()) {
      Optional<Setting> setting = settings.at(attribute.path());
      if (setting.isPresent()) {
        slice.put(attribute.id(), attribute.accept(setting.get()));
      } else {
        attribute.standard().ifPresent(value -> slice.put(attribute.id(), value));
      }
    }
    return slice;
  }

  /**
   * Refuses what takes a restart of the node.
   *
   * @param pids components that run with the settings of now
   * @throws ConfigException when one of them reads another value from then on, and only at start
   */
  void checkRunning(Settings now, Settings then, Collection<String> pids) throws ConfigException {
    for (String pid : pids) {
      for (Attribute attribute : byPid.getOrDefault(pid, Metatype.NONE).attributes()) {
        Optional<Object> old = attribute.value(now);
        Optional<Object> wanted = attribute.value(then);
        if (attribute.readAtStart()
            && !old.map(Setting::comparable).equals(wanted.map(Setting::comparable))) {
          Optional<Setting> setting = then.at(attribute.path());
          String key = String.join(".", attribute.path());
          throw new ConfigException(
              setting.map(it -> it.origin() + ": ").orElse("")
                  + key
                  + setting.map(it -> " = " + Setting.show(it.value())).orElse(" is gone")
                  + ": is read once, at start: restart the node for it; it runs with "
                  + old.map(Setting::show).orElse("none"));
        }
      }
    }
  }
}
