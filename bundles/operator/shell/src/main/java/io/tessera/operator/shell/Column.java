package io.tessera.operator.shell;

/**
 * A column of a {@link Table}, and what may be done to it where a line is too long.
 *
 * @param heading its heading
 * @param number whether it is aligned to the right and never cut
 * @param least characters that its text is not cut below
 * @param expendable 0 for one that stays; of the others the one with the smallest number is left
 *     out first
 */
record Column(String heading, boolean number, int least, int expendable) {
  private static final int LEAST = 8;

  /** Text, which may be cut. */
  static Column text(String heading) {
    return new Column(heading, false, Math.max(LEAST, heading.length()), 0);
  }

  /** A number or an amount. */
  static Column number(String heading) {
    return new Column(heading, true, 0, 0);
  }

  /** The same with as many characters of its text at least. */
  Column atLeast(int characters) {
    return new Column(heading, number, Math.max(characters, heading.length()), expendable);
  }

  /** The same, to be left out where there is no room; the smallest order first. */
  Column expendable(int order) {
    return new Column(heading, number, least, order);
  }
}
