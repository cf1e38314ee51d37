package io.tessera.operator.shell;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A manifest header of OSGi's common syntax (OSGi Core, "Common Header Syntax"). */
final class Clauses {
  private Clauses() {}

  /**
   * One name and what stands behind it; directives are among the parameters with a colon at the end
   * of their names, and attributes without their types.
   */
  record Clause(String name, Map<String, String> parameters) {}

  /** The clauses; none for a header that is not there. */
  static List<Clause> parse(String header) {
    List<Clause> clauses = new ArrayList<>();
    for (String clause : header == null ? List.<String>of() : split(header, ',')) {
      List<String> names = new ArrayList<>();
      Map<String, String> parameters = new LinkedHashMap<>();
      for (String part : split(clause, ';')) {
        int equals = equalsSign(part);
        if (equals < 0) {
          names.add(part.strip());
        } else {
          String key = part.substring(0, equals).strip();
          boolean directive = key.endsWith(":");
          String plain = directive ? key : key.replaceFirst(":.*", "");
          parameters.put(plain, unquoted(part.substring(equals + 1)));
        }
      }
      names.stream()
          .filter(name -> !name.isEmpty())
          .forEach(n -> clauses.add(new Clause(n, parameters)));
    }
    return clauses;
  }

  private static int equalsSign(String part) {
    int quote = part.indexOf('"');
    int equals = part.indexOf('=');
    return quote >= 0 && quote < equals ? -1 : equals;
  }

  private static String unquoted(String value) {
    String text = value.strip();
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /** Splits outside of quotes. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }
}
