package io.tessera.net;

/** A stream failed. */
public final class StreamException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  private final Fault fault;

  /** Of the peer, or -1. */
  private final long resetCode;

  /** A failure with what is wrong, for logs and tables. */
  public StreamException(Fault fault, String message) {
    this(fault, message, -1);
  }

  /** A failure with what is wrong and the exception behind it. */
  public StreamException(Fault fault, String message, Throwable cause) {
    this(fault, message, -1);
    initCause(cause);
  }

  private StreamException(Fault fault, String message, long resetCode) {
    super(fault + ": " + message);
    this.fault = fault;
    this.resetCode = resetCode;
  }

  /** The peer reset the stream with {@code code}. */
  public static StreamException reset(long code) {
    return new StreamException(Fault.RESET, "the peer reset the stream with code " + code, code);
  }

  /** What kind of failure it is. */
  public Fault fault() {
    return fault;
  }

  /** The code of the peer's reset; -1 unless the fault is RESET. */
  public long resetCode() {
    return resetCode;
  }
}
