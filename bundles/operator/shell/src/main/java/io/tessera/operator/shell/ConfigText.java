package io.tessera.operator.shell;

import io.tessera.net.LiveConfiguration.Key;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The configuration for people: a table, or all that there is to say about one key. */
final class ConfigText {
  private ConfigText() {}

  static String of(List<Key> keys, int width) {
    return keys.size() == 1 ? one(keys.get(0)) : table(keys, width);
  }

  private static String one(Key key) {
    return String.join(
        "\n",
        key.group() + "." + key.name() + " = " + show(key.value()),
        "  default  " + show(key.standard()),
        "  origin   " + key.origin(),
        "  allowed  " + key.allowed(),
        "  " + (key.description().isEmpty() ? "nobody says what it is for" : key.description()));
  }

  private static String table(List<Key> keys, int width) {
    Table table =
        new Table(
            Column.text("KEY").atLeast(20),
            Column.text("VALUE"),
            Column.text("DEFAULT").expendable(1),
            Column.text("ORIGIN").expendable(2));
    String group = "";
    for (Key key : keys) {
      if (!key.group().equals(group)) {
        group = key.group();
        table.row(group, "", "", "");
      }
      table.row("  " + key.name(), show(key.value()), show(key.standard()), fileName(key.origin()));
    }
    return table.text(width) + "\nconfig KEY shows one of them in full";
  }

  private static String show(Optional<Object> value) {
    return value.map(ConfigText::show).orElse("–");
  }

  private static String show(Object value) {
    return switch (value) {
      case List<?> list ->
          list.isEmpty()
              ? "none"
              : list.stream().map(String::valueOf).collect(Collectors.joining(", "));
      case String text -> text.isEmpty() ? "\"\"" : text;
      default -> value.toString();
    };
  }

  /** Of a path, which may be long, the file and the line. */
  private static String fileName(String origin) {
    return origin.substring(Math.max(origin.lastIndexOf('/'), origin.lastIndexOf('\\')) + 1);
  }
}
