package io.tessera.operator.shell;

import io.tessera.net.LiveConfiguration.Key;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The configuration for people: a table, or all that there is to say about one key. */
final class ConfigText {
  private static final int VALUE = 24;
  private static final int DEFAULT = 12;

  private ConfigText() {}

  static String of(List<Key> keys) {
    return keys.size() == 1 ? one(keys.get(0)) : table(keys);
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

  private static String table(List<Key> keys) {
    Table table = new Table("KEY", "VALUE", "DEFAULT", "ORIGIN");
    String group = "";
    for (Key key : keys) {
      if (!key.group().equals(group)) {
        group = key.group();
        table.row(group, "", "", "");
      }
      table.row(
          "  " + key.name(),
          cut(show(key.value()), VALUE),
          cut(show(key.standard()), DEFAULT),
          fileName(key.origin()));
    }
    return table + "\nconfig KEY shows one of them in full";
  }

  private static String show(Optional<Object> value) {
    return value.map(ConfigText::show).orElse("–");
  }

  private static String show(Object value) {
    return switch (value) {
      case List<?> list when list.isEmpty() -> "none";
      case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(", "));
      case String text when text.isEmpty() -> "\"\"";
      default -> value.toString();
    };
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  /** Of a path, which may be long, the file and the line. */
  private static String fileName(String origin) {
    return origin.substring(Math.max(origin.lastIndexOf('/'), origin.lastIndexOf('\\')) + 1);
  }
}
