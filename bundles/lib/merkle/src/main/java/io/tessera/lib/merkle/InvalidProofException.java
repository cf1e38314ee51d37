package io.tessera.lib.merkle;

/** A proof does not prove what it should: whoever made it is mistaken or lies. */
public final class InvalidProofException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong, for people. */
  public InvalidProofException(String message) {
    super(message);
  }
}
