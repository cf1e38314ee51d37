package io.tessera.operator.shell;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Finds what a mistyped name was probably meant to be. */
final class Nearest {
  private static final int MOST = 3;

  private Nearest() {}

  /** {@code "; did you mean status or state?"}, or where all of them stand when none is near. */
  static String hint(String word, Collection<String> known) {
    List<String> near = of(word, known);
    return near.isEmpty()
        ? "; help lists the commands"
        : "; did you mean " + near.stream().collect(Collectors.joining(" or ")) + "?";
  }

  /** The nearest names, the nearest first; those that begin with the word count as near. */
  static List<String> of(String word, Collection<String> known) {
    int far = Math.max(1, word.length() / 2);
    return known.stream()
        .filter(name -> distance(word, name) <= far || (word.length() > 1 && name.startsWith(word)))
        .sorted(Comparator.comparingInt(name -> distance(word, name)))
        .limit(MOST)
        .toList();
  }

  /** How many letters to insert, delete, replace, or swap with the next one. */
  static int distance(String a, String b) {
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : step(table, a, b, i, j);
      }
    }
    return table[a.length()][b.length()];
  }

  private static int step(int[][] table, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least =
        Math.min(
            table[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(table[i - 1][j], table[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, table[i - 2][j - 2] + 1) : least;
  }
}
