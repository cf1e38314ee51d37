package io.tessera.launcher;

/**
 * The command line, or a file that it names, is wrong; the message is the one line for the user.
 */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a message that names the option, the value and the remedy. */
  public UsageException(String message) {
    super(message);
  }
}
