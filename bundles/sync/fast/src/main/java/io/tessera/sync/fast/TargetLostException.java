package io.tessera.sync.fast;

/** The state that was chosen cannot be had. */
final class TargetLostException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean wrong;

  /**
   * A target is given up.
   *
   * @param wrong whether nothing that peers have fits with it, so that it is not to be chosen
   *     again; otherwise they only do not have it any more
   */
  TargetLostException(boolean wrong, String message) {
    super(message, null, false, false);
    this.wrong = wrong;
  }

  boolean isWrong() {
    return wrong;
  }
}
