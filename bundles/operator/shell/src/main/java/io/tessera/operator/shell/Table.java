package io.tessera.operator.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Text in columns, each as wide as its longest cell. A column whose heading starts with {@code >}
 * is aligned to the right; the last column is cut where the line would become too long.
 */
final class Table {
  /** Characters in a line: what an ordinary terminal shows. */
  static final int WIDTH = 100;

  private final List<Boolean> right;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    right = Arrays.stream(headings).map(heading -> heading.startsWith(">")).toList();
    rows.add(
        Arrays.stream(headings)
            .map(heading -> heading.startsWith(">") ? heading.substring(1) : heading)
            .toList());
  }

  /** Appends a row with one value a column. */
  Table row(Object... cells) {
    if (cells.length != right.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + right.size() + " columns");
    }
    rows.add(Arrays.stream(cells).map(Table::clean).toList());
    return this;
  }

  /** What peers say may end up in a cell: control characters must not reach a terminal. */
  private static String clean(Object cell) {
    return String.valueOf(cell).replaceAll("\\p{Cntrl}", "?");
  }

  /** The lines, headings first. */
  @Override
  public String toString() {
    int[] widths = new int[right.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
  }

  private String line(List<String> row, int[] widths) {
    String line =
        IntStream.range(0, widths.length)
            .mapToObj(i -> pad(row.get(i), widths[i], right.get(i)))
            .collect(Collectors.joining("  "))
            .stripTrailing();
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
  }

  private static String pad(String text, int width, boolean right) {
    String spaces = " ".repeat(width - text.length());
    return right ? spaces + text : text + spaces;
  }
}
