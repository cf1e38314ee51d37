package io.tessera.operator.shell;

import io.tessera.net.LiveConfiguration.ConfigKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The configuration for people: a table, or all that there is to say about one key. */
final class ConfigText {
  private ConfigText() {}

  static String of(List<ConfigKey> keys, int width) {
    return keys.size() == 1 ? one(keys.get(0)) : table(keys, width);
  }

  private static String one(ConfigKey key) {
    return String.join(
        "\n",
        key.group() + "." + key.name() + " = " + show(key.value()),
        "  default  " + show(key.standard()),
        "  origin   " + key.origin(),
        "  allowed  " + key.allowed(),
        "  " + (key.description().isEmpty() ? "nobody says what it is for" : key.description()));
  }

  private static String table(List<ConfigKey> keys, int width) {
    Table table =
        new Table(
            Column.text("KEY").atLeast(20),
            Column.text("VALUE"),
            Column.text("DEFAULT").expendable(1),
            Column.text("ORIGIN").expendable(2));
    keys.forEach(
        key ->
            table.row(
                "  " + key.name(),
                show(key.value()),
                show(key.standard()),
                fileName(key.origin())));
    return grouped(keys, table.text(width).lines().toList())
        + "\nconfig KEY shows one of them in full";
  }

  /** The groups' names in lines of their own: they are longer than any column should be. */
  private static String grouped(List<ConfigKey> keys, List<String> lines) {
    List<String> all = new ArrayList<>(List.of(lines.get(0)));
    String group = "";
    for (int i = 0; i < keys.size(); i++) {
      if (!keys.get(i).group().equals(group)) {
        group = keys.get(i).group();
        all.add(group);
      }
      all.add(lines.get(i + 1));
    }
    return String.join("\n", all);
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
