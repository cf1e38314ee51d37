package io.tessera.operator.shell;

import org.apache.felix.gogo.runtime.CommandNotFoundException;

/** What a line that failed says of it: one line, whatever was thrown. */
final class ErrorLine {
  private ErrorLine() {}

  /** The line, without an end of line, and without characters that move a cursor. */
  static String of(Throwable failure) {
    return switch (failure) {
      case CommandException ours -> clean(ours.getMessage());
      case CommandNotFoundException none ->
          "no command '" + clean(none.getCommand()) + "'; help lists the commands";
      case InterruptedException stopped -> "interrupted";
      default -> clean(named(failure));
    };
  }

  /** Commands that are not ours throw what they like; the name says more than some messages. */
  private static String named(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    String message = failure.getMessage();
    return message == null || message.isBlank() ? name : name + ": " + message;
  }

  private static String clean(String text) {
    String first = text.strip().lines().findFirst().orElse("");
    return first.replaceAll("\\p{Cntrl}", "?");
  }
}
