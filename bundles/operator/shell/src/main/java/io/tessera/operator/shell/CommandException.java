package io.tessera.operator.shell;

/**
 * A command could not do its work: one line for the operator that names thing, value and remedy.
 */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the line, without a full stop. */
  public CommandException(String line) {
    super(line);
  }

  /** With the line and the failure behind it. */
  public CommandException(String line, Throwable cause) {
    super(line, cause);
  }

  /** The line alone: Gogo shows an exception by this, and a class name helps no operator. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // getMessage() alone would still show the class
  public String toString() {
    return getMessage();
  }
}
