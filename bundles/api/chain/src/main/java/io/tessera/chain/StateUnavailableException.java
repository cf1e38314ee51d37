package io.tessera.chain;

/** A value of the state cannot be had now; the message is one line for people. */
public final class StateUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the line. */
  public StateUnavailableException(String line) {
    super(line, null, false, false);
  }
}
