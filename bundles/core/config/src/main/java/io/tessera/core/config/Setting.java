package io.tessera.core.config;

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

  /** The key as people write it. */
  String key() {
    return String.join(".", path);
  }

  /** An error about this setting: where, key, value, and what is allowed. */
  ConfigException wrong(String allowed) {
    return new ConfigException(origin + ": " + key() + " = " + show(value) + ": " + allowed);
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
