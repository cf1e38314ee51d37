package io.tessera.work;

/**
 * Shards that all belong to an erasure-root do not give what the report says: whoever guaranteed
 * the report has committed to something else, and no assurer is to blame.
 */
public final class InvalidErasureRootException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What does not fit, for people. */
  public InvalidErasureRootException(String message, Throwable cause) {
    super(message, cause);
  }
}
