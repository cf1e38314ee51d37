package io.tessera.core.chain;

/** The chain cannot be known or is not the data directory's; the message is one line for people. */
public final class ChainSpecException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With the whole line. */
  public ChainSpecException(String message) {
    super(message);
  }
}
