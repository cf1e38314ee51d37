package io.tessera.work;

import io.tessera.net.Fault;
import io.tessera.net.StreamException;

/** Something is not taken; the message says why. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whether no honest peer sends this. */
  private final boolean lie;

  private RefusedException(boolean lie, String why) {
    super(why);
    this.lie = lie;
  }

  /** Not now or not here: who honestly sees the chain in another way may have sent it. */
  public static RefusedException now(String why) {
    return new RefusedException(false, why);
  }

  /** Never and nowhere: whoever sent it could have known. */
  public static RefusedException lie(String why) {
    return new RefusedException(true, why);
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
