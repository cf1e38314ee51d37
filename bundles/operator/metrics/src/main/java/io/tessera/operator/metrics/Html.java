package io.tessera.operator.metrics;

/** Writes HTML and SVG: markup as it is given, text escaped. */
final class Html {
  private final StringBuilder out = new StringBuilder(16 << 10);

  /** Markup of this bundle's own. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Text, of whomever; right in an attribute's quotes too. */
  Html text(Object value) {
    String text = String.valueOf(value);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        // Control characters have no place in a text, and some turn the direction of reading.
        default -> out.append(isPlain(c) ? c : '\ufffd');
      }
    }
    return this;
  }

  private static boolean isPlain(char c) {
    return c >= ' ' && (c < 0x7f || c > 0x9f) && Character.getType(c) != Character.FORMAT;
  }

  /** An element with nothing but text in it. */
  Html element(String open, Object text, String close) {
    return raw(open).text(text).raw(close);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
