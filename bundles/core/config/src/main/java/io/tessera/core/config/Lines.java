package io.tessera.core.config;

import io.tessera.net.LiveConfiguration.Outcome;
import java.util.ArrayList;
import java.util.List;

/** A change of the file in one line for the log. */
final class Lines {
  private static final int MOST = 5;

  private Lines() {}

  static String of(List<String> changes, Outcome outcome) {
    if (changes.isEmpty()) {
      return "nothing that holds is changed";
    }
    List<String> parts = new ArrayList<>(List.of(some(changes)));
    add(parts, "restarted ", outcome.restarted());
    add(parts, "modified ", outcome.modified());
    add(parts, "started ", outcome.started());
    add(parts, "stopped ", outcome.stopped());
    return String.join("; ", parts);
  }

  private static void add(List<String> parts, String what, List<String> names) {
    if (!names.isEmpty()) {
      parts.add(what + some(names));
    }
  }

  private static String some(List<String> all) {
    List<String> first = all.subList(0, Math.min(MOST, all.size()));
    int more = all.size() - first.size();
    return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
  }
}
