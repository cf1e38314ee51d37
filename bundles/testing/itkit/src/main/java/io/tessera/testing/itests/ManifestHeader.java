package io.tessera.testing.itests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a manifest header of the form {@code name;attribute=x;directive:="a,b",name2;…}. */
final class ManifestHeader {
  private ManifestHeader() {}

  /** The clauses by name, with attributes and directives as they are written but for quotes. */
  static Map<String, Map<String, String>> parse(String header) {
    Map<String, Map<String, String>> clauses = new LinkedHashMap<>();
    if (header != null) {
      for (String clause : split(header, ',')) {
        List<String> parts = split(clause, ';');
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String part : parts) {
          int equals = part.indexOf('=');
          if (equals > 0) {
            String name = part.substring(0, equals).replace(":", "").strip();
            attributes.put(name, part.substring(equals + 1).replace("\"", "").strip());
          } else {
            clauses.put(part.strip(), attributes);
          }
        }
      }
    }
    return clauses;
  }

  /** Splits where the separator is outside of quotes. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }
}
