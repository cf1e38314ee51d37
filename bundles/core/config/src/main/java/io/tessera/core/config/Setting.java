package io.tessera.core.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One value of the file or the command line.
 *
 * @param path the keys that lead to it, outermost first
 * @param value a string, a {@link Number}, a {@link Boolean}, or a list of these
 * @param origin where it stands, such as {@code dev.json:7}
 */
record Setting(List<String> path, Object value, String origin) {
  /** The origin of what nobody has set. */
  static final String DEFAULT = "default";

  /** The key as people write it. */
  String key() {
    return String.join(".", path);
  }

  /** An error about this setting: where, key, value, and what is allowed. */
  ConfigException wrong(String allowed) {
    return new ConfigException(origin + ": " + key() + " = " + show(value) + ": " + allowed);
  }

  /** The same for values that mean the same, whatever their numbers' classes. */
  static Object comparable(Object value) {
    return switch (value) {
      case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
      case List<?> list -> list.stream().map(Setting::comparable).toList();
      default -> value;
    };
  }

  static String show(Object value) {
    return switch (value) {
      case String text -> '"' + text + '"';
      case List<?> list ->
          list.stream().map(Setting::show).collect(Collectors.joining(", ", "[", "]"));
      default -> value.toString();
    };
  }
}
