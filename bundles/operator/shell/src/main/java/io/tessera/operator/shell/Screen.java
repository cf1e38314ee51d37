package io.tessera.operator.shell;

import org.apache.felix.service.command.CommandSession;

/** How wide what a session's output goes to is. */
final class Screen {
  /** Characters in a line where nobody says: without a terminal. */
  static final int UNKNOWN = 100;

  /** Below this nothing is readable whatever one does. */
  private static final int LEAST = 20;

  private Screen() {}

  /**
   * Characters in a line: the session's variable {@code COLUMNS}, which is the terminal's width
   * where there is one, and which a script may set.
   */
  static int width(CommandSession session) {
    Object columns = session.get("COLUMNS");
    if (columns instanceof Number number) {
      return width(number.intValue());
    }
    boolean digits = columns instanceof CharSequence text && text.toString().matches("\\d{1,5}");
    return digits ? width(Integer.parseInt(columns.toString())) : UNKNOWN;
  }

  /** A terminal that does not know its size says 0. */
  private static int width(int columns) {
    return columns <= 0 ? UNKNOWN : Math.max(LEAST, columns);
  }
}
