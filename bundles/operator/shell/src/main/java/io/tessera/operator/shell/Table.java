package io.tessera.operator.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Text in columns, each as wide as its longest cell. Where a line would be too long, columns are
 * left out that say nothing, then texts are cut, the longest first; when that is not enough,
 * columns are left out that matter least. A number is never cut.
 */
final class Table {
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  Table(Column... columns) {
    this.columns = List.of(columns);
    rows.add(this.columns.stream().map(Column::heading).toList());
  }

  /** Appends a row with one value a column. */
  Table row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + columns.size() + " columns");
    }
    rows.add(Arrays.stream(cells).map(Table::clean).toList());
    return this;
  }

  /** What peers say may end up in a cell: control characters must not reach a terminal. */
  private static String clean(Object cell) {
    return String.valueOf(cell).replaceAll("\\p{Cntrl}", "?");
  }

  /** The lines, headings first, none longer than the width. */
  String text(int width) {
    List<Integer> shown = new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
    int[] widths = widths();
    int[] least = columns.stream().mapToInt(Column::least).toArray();
    if (excess(shown, widths, width) > 0) {
      shown.removeIf(i -> columns.get(i).expendable() > 0 && saysNothing(i));
    }
    while (excess(shown, widths, width) > 0 && !cut(shown, widths, least, width)) {
      if (!leaveOut(shown)) {
        Arrays.fill(least, 1);
        if (!cut(shown, widths, least, width) && shown.size() > 1) {
          shown.removeLast();
        } else {
          break;
        }
      }
    }
    return rows.stream().map(row -> line(row, shown, widths)).collect(Collectors.joining("\n"));
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private boolean saysNothing(int column) {
    return rows.stream()
        .skip(1)
        .map(row -> row.get(column))
        .allMatch(cell -> cell.isEmpty() || cell.equals("-"));
  }

  /** By how many characters a line is too long. */
  private static int excess(List<Integer> shown, int[] widths, int width) {
    int gaps = GAP.length() * (shown.size() - 1);
    return gaps + shown.stream().mapToInt(i -> widths[i]).sum() - width;
  }

  /** Takes characters from the widest texts; false, and nothing done, when that is not enough. */
  private boolean cut(List<Integer> shown, int[] widths, int[] least, int width) {
    int excess = excess(shown, widths, width);
    List<Integer> texts =
        shown.stream().filter(i -> !columns.get(i).number() && widths[i] > least[i]).toList();
    if (texts.stream().mapToInt(i -> widths[i] - least[i]).sum() < excess) {
      return false;
    }
    for (int taken = 0; taken < excess; taken++) {
      int widest =
          texts.stream()
              .filter(i -> widths[i] > least[i])
              .max(Comparator.comparingInt(i -> widths[i]))
              .orElseThrow();
      widths[widest]--;
    }
    return true;
  }

  /** Leaves the least important column out; false when all that are left are to stay. */
  private boolean leaveOut(List<Integer> shown) {
    return shown.stream()
        .filter(i -> columns.get(i).expendable() > 0)
        .min(Comparator.comparingInt(i -> columns.get(i).expendable()))
        .map(i -> shown.remove(/* element */ i))
        .orElse(false);
  }

  private String line(List<String> row, List<Integer> shown, int[] widths) {
    return shown.stream()
        .map(i -> pad(Wrap.cut(row.get(i), widths[i]), widths[i], columns.get(i).number()))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private static String pad(String text, int width, boolean right) {
    String spaces = " ".repeat(width - text.length());
    return right ? spaces + text : text + spaces;
  }
}
