package io.tessera.operator.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints over what it printed before: the lines above it stay, and so does what it prints last. */
final class Redraw {
  private static final String CLEAR_BELOW = "\u001b[J";

  /** Lines of the smallest terminal whose height is believed. */
  private static final int LEAST = 3;

  private final PrintStream out;
  private int drawn;

  Redraw(PrintStream out) {
    this.out = out;
  }

  /**
   * Draws lines.
   *
   * @param height lines of the terminal: more cannot be overwritten again; 0 when not known
   */
  void draw(String text, int height) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int most = height < LEAST ? lines.size() : height - 1;
    if (lines.size() > most) {
      int hidden = lines.size() - most + 1;
      lines.subList(most - 1, lines.size()).clear();
      lines.add("… and " + hidden + " more lines");
    }
    if (drawn > 0) {
      out.print("\r\u001b[" + drawn + "A"); // up to the first line
    }
    out.print(CLEAR_BELOW);
    lines.forEach(out::println);
    out.flush();
    drawn = lines.size();
  }
}
