package io.tessera.core.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** From settings to the components' slices: all of them are made before the first is handed out. */
final class Planner {
  private final Supplier<Map<String, Metatype>> metatypes;
  private final Supplier<List<String>> pids;
  private final Publication publication;
  private final Set<String> told = new HashSet<>();
  private Settings holding = new Settings();

  /**
   * Has planned nothing yet.
   *
   * @param metatypes what the installed bundles read, by PID
   * @param pids of those the ones to be configured
   * @param publication what they have now
   */
  Planner(
      Supplier<Map<String, Metatype>> metatypes,
      Supplier<List<String>> pids,
      Publication publication) {
    this.metatypes = metatypes;
    this.pids = pids;
    this.publication = publication;
  }

  /**
   * What is to be handed out.
   *
   * @param notices lines for the log
   */
  record Plan(Layers layers, Map<String, Map<String, Object>> slices, List<String> notices) {
    /** The same values, written elsewhere. */
    Plan with(Layers same) {
      return new Plan(same, slices, notices);
    }
  }

  /** What can be said now. */
  Schema schema() {
    return new Schema(metatypes.get());
  }

  /** These are in force. */
  void holds(Settings settings) {
    holding = settings;
  }

  /** All is right, or nothing is handed out. */
  Plan strict(Layers layers) throws ConfigException {
    Schema schema = schema();
    Settings settings = layers.merged();
    List<Setting> waiting = schema.check(settings.all());
    schema.checkRunning(holding, settings, publication.pids());
    Map<String, Map<String, Object>> slices = new HashMap<>();
    for (String pid : pids.get()) {
      if (settings.enabled(pid, schema.enabledByDefault(pid))) {
        slices.put(pid, schema.slice(pid, settings));
      }
    }
    return new Plan(layers, slices, notices(schema, waiting));
  }

  /**
   * A bundle came, went or was updated, which makes settings wrong that nobody knew to be: its
   * component does without, or with what it had, and the others are not harmed.
   */
  Plan lenient(Layers layers) {
    try {
      return strict(layers);
    } catch (ConfigException somebodyIsWrong) {
      Schema schema = schema();
      Settings settings = layers.merged();
      Map<String, Map<String, Object>> slices = new HashMap<>();
      List<String> notices = new ArrayList<>();
      for (String pid : pids.get()) {
        try {
          schema.check(settings.under(pid));
          if (settings.enabled(pid, schema.enabledByDefault(pid))) {
            slices.put(pid, schema.slice(pid, settings));
          }
        } catch (ConfigException wrong) {
          notices.addAll(once(wrong.getMessage() + "; " + pid + " waits until this is right"));
          Map<String, Object> had = publication.slice(pid);
          if (had != null) {
            slices.put(pid, had);
          }
        }
      }
      return new Plan(layers, slices, notices);
    }
  }

  /** Said again when the plugin has come and gone. */
  private List<String> notices(Schema schema, List<Setting> waiting) {
    Set<String> lines = new HashSet<>();
    List<String> fresh = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Setting setting : waiting) {
      if (seen.add(setting.path().get(1))) {
        String line = schema.waiting(setting);
        lines.add(line);
        fresh.addAll(once(line));
      }
    }
    told.retainAll(lines);
    return fresh;
  }

  private List<String> once(String line) {
    return told.add(line) ? List.of(line) : List.of();
  }
}
