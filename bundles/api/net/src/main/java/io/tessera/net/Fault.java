package io.tessera.net;

/** Why a stream failed, with the application error code that its reset carries. */
public enum Fault {
  /** The peer sent what the protocol does not allow at this point or what does not decode. */
  MALFORMED(1),
  /** What was asked for is not here, or no provider for it is. */
  UNAVAILABLE(2),
  /** This node does not do that now: over quota, stopping, or no protocol for the kind. */
  REFUSED(3),
  /** The peer broke a rule on purpose or by a bug; also lowers its standing. */
  MISBEHAVED(4),
  /** The other side took too long. */
  TIMEOUT(5),
  /** An error of our own. */
  INTERNAL(6),
  /** The initiator does not want the answer any more, or this side has closed the connection. */
  CANCELLED(0),
  /**
   * The peer reset the stream or asked us to stop; {@link StreamException#resetCode} has its code.
   */
  RESET(0),
  /** The connection is gone, and not by this side's doing. */
  DISCONNECTED(0);

  private final int code;

  Fault(int code) {
    this.code = code;
  }

  /** The application error code of the reset that this fault causes. */
  public int code() {
    return code;
  }
}
