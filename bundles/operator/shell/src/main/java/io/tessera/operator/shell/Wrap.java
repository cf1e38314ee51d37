package io.tessera.operator.shell;

import java.util.ArrayList;
import java.util.List;

/** Long text in lines of a width. */
final class Wrap {
  private Wrap() {}

  /** The text, or its beginning and an ellipsis where it is too long. */
  static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }

  /**
   * Lines broken between words, and within one that is longer than a line.
   *
   * @param indent spaces before every line but the first, which has them already
   */
  static String text(String text, int width, int indent) {
    int room = Math.max(1, width - indent);
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.split("\\R", -1)) {
      StringBuilder line = new StringBuilder();
      for (String word : paragraph.split(" ", -1)) {
        if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(word);
        while (line.length() > room) {
          lines.add(line.substring(0, room));
          line.delete(0, room);
        }
      }
      lines.add(line.toString());
    }
    return String.join("\n" + " ".repeat(indent), lines);
  }
}
