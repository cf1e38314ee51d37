package io.tessera.operator.shell;

import io.tessera.chain.Sync;
import io.tessera.chain.Sync.ModeFailures;
import io.tessera.chain.SyncMode;
import java.util.List;
import java.util.Map;

/** The sync modes that are installed. */
final class SyncModes {
  private SyncModes() {}

  /** For people. */
  static String text(List<Plugins.Plugin> modes, Sync sync, int width) {
    Table table =
        new Table(
            Column.text("MODE"),
            Column.text("STATE"),
            Column.number("FAILURES"),
            Column.number("RANKING").expendable(2),
            Column.text("BUNDLE").atLeast(9),
            Column.text("VERSION").expendable(1),
            Column.text("LAST FAILURE").atLeast(12).expendable(3));
    for (Plugins.Plugin mode : modes) {
      ModeFailures failures = sync.failures(name(mode));
      table.row(
          name(mode),
          state(mode, sync),
          failures.count(),
          mode.ranking(),
          mode.shortName(),
          mode.version(),
          failures.count() > 0 ? failures.last() : mode.why());
    }
    return table.text(width);
  }

  /** For programs. */
  static List<Map<String, Object>> values(List<Plugins.Plugin> modes, Sync sync) {
    return modes.stream().map(mode -> values(mode, sync)).toList();
  }

  private static Map<String, Object> values(Plugins.Plugin mode, Sync sync) {
    ModeFailures failures = sync.failures(name(mode));
    Map<String, Object> values = mode.values(name(mode));
    values.put("state", state(mode, sync));
    values.put("failures", failures.count());
    if (failures.count() > 0) {
      values.put("last_failure", failures.last());
    }
    return values;
  }

  private static String state(Plugins.Plugin mode, Sync sync) {
    boolean runs = mode.cause().isEmpty() && name(mode).equals(sync.status().mode());
    return runs ? "runs" : mode.cause().isEmpty() ? "ready" : mode.state();
  }

  /** As the plugin says, or by its bundle while it says nothing. */
  private static String name(Plugins.Plugin mode) {
    return mode.service() == null
        ? mode.bundle().substring(mode.bundle().lastIndexOf('.') + 1)
        : String.valueOf(mode.service().getProperty(SyncMode.PROPERTY));
  }
}
