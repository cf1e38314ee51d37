package io.tessera.core.config;

import io.tessera.net.LiveConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** A change of the overlay, from what somebody typed. */
final class Edit {
  /** Until the overlay is written: the new values stand nowhere yet. */
  static final String SET = "config set";

  private static final String UNSET = "config unset";

  private final Schema schema;
  private final Layers now;
  private final List<Setting> overlay;
  private final List<Setting> told;

  private Edit(Schema schema, Layers now) {
    this.schema = schema;
    this.now = now;
    overlay = new ArrayList<>(now.overlay());
    told = new ArrayList<>(now.told());
  }

  /**
   * What the layers would be.
   *
   * @param values by name in the group; empty to take one out of the overlay
   * @throws ConfigException when a key is not known, or cannot be changed in the overlay
   */
  static Layers of(Schema schema, Layers now, String group, Map<String, Optional<String>> values)
      throws ConfigException {
    Edit edit = new Edit(schema, now);
    for (Map.Entry<String, Optional<String>> each : values.entrySet()) {
      List<String> path = Shape.path(group, each.getKey());
      if (each.getValue().isPresent()) {
        edit.set(group, new Setting(path, each.getValue().get(), SET));
      } else {
        edit.unset(path);
      }
      edit.told.removeIf(it -> it.path().equals(path));
    }
    return now.withOverlay(edit.overlay).withTold(edit.told);
  }

  private void set(String group, Setting text) throws ConfigException {
    SortedSet<String> groups = schema.pids();
    groups.add(LiveConfiguration.TOP);
    groups.add(Shape.NETWORK);
    if (!groups.contains(group)) {
      throw new ConfigException(
          SET
              + ": "
              + group
              + " is no component that is installed and reads a configuration"
              + Nearest.to(group, groups).map(best -> ", did you mean " + best + "?").orElse("")
              + "; see config");
    }
    Attribute reader = schema.readers(text).getFirst();
    if (now.commandLine().stream().anyMatch(it -> it.path().equals(text.path()))) {
      throw text.wrong("the command line says what it is, and wins; start the node without that");
    }
    Setting typed = new Setting(text.path(), reader.typed(text.value().toString()), SET);
    overlay.removeIf(it -> it.path().equals(text.path()));
    overlay.add(typed);
  }

  private void unset(List<String> path) throws ConfigException {
    if (!overlay.removeIf(it -> it.path().equals(path))) {
      String origin = now.merged().at(path).map(Setting::origin).orElse(Setting.DEFAULT);
      throw new ConfigException(
          UNSET + ": " + String.join(".", path) + " was not set; its value comes from: " + origin);
    }
  }
}
