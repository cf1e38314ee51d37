package io.tessera.operator.shell;

import io.tessera.net.LiveConfiguration.ConfigKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The configuration for people: a table, or all that there is to say about one key. */
final class ConfigText {
  private static final int WIDTH = 80;
  private static final int NAME = 24;
  private static final int VALUE = 18;
  private static final int DEFAULT = 12;

  private ConfigText() {}

  static String of(List<ConfigKey> keys) {
    return keys.size() == 1 ? one(keys.get(0)) : table(keys);
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

  private static String table(List<ConfigKey> keys) {
    List<String> lines = new ArrayList<>();
    lines.add(line("KEY", "VALUE", "DEFAULT", "ORIGIN"));
    String group = "";
    for (ConfigKey key : keys) {
      if (!key.group().equals(group)) {
        group = key.group();
        lines.add(group);
      }
      lines.add(
          line("  " + key.name(), show(key.value()), show(key.standard()), fileName(key.origin())));
    }
    lines.add("config KEY shows one of them in full");
    return String.join("\n", lines);
  }

  /** Values may be long: the line fits the narrowest of terminals. */
  private static String line(String name, String value, String standard, String origin) {
    String line =
        String.format(
            "%-" + NAME + "s  %-" + VALUE + "s  %-" + DEFAULT + "s  %s",
            name,
            cut(value, VALUE),
            cut(standard, DEFAULT),
            origin);
    return cut(line, WIDTH).stripTrailing();
  }

  private static String show(Optional<Object> value) {
    return value.map(ConfigText::show).orElse("–");
  }

  private static String show(Object value) {
    if (value instanceof List<?> list) {
      return list.isEmpty()
          ? "none"
          : list.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
    return value.toString().isEmpty() ? "\"\"" : value.toString();
  }

  /** Without what a terminal would take for an order. */
  private static String cut(String raw, int most) {
    String text = raw.replaceAll("\\p{Cntrl}", "?");
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  /** Of a path, which may be long, the file and the line. */
  private static String fileName(String origin) {
    return origin.substring(Math.max(origin.lastIndexOf('/'), origin.lastIndexOf('\\')) + 1);
  }
}
