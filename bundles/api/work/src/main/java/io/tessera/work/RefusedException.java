package io.tessera.work;

import io.tessera.net.Fault;
import io.tessera.net.StreamException;

/** Something is not taken; the message says why. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whether no honest peer sends this. */
  private final boolean lie;

  private final boolean known;

  private RefusedException(boolean lie, boolean known, String why) {
    super(why);
    this.lie = lie;
    this.known = known;
  }

  /** Not now or not here: who honestly sees the chain in another way may have sent it. */
  public static RefusedException now(String why) {
    return new RefusedException(false, false, why);
  }

  /** Never and nowhere: whoever sent it could have known. */
  public static RefusedException lie(String why) {
    return new RefusedException(true, false, why);
  }

  /** It is here already. */
  public static RefusedException known(String why) {
    return new RefusedException(false, true, why);
  }

  /** Whether it is here already. */
  public boolean isKnown() {
    return known;
  }

  /** Whether whoever sent it could have known. */
  public boolean isLie() {
    return lie;
  }

  /** For the stream that brought it: MISBEHAVED for a lie, REFUSED otherwise. */
  public StreamException toStreamException() {
    return new StreamException(lie ? Fault.MISBEHAVED : Fault.REFUSED, getMessage(), this);
  }
}
