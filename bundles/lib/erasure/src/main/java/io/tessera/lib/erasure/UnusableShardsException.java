package io.tessera.lib.erasure;

/**
 * Nothing can be reconstructed from these shards: there are too few, or they do not fit together.
 */
public final class UnusableShardsException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong, for people. */
  public UnusableShardsException(String message) {
    super(message);
  }
}
