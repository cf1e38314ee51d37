package io.tessera.core.streams;

import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.net.transport.Connection;

/**
 * Why a stream is of no use any more. Kept instead of an exception, since it is noted on one thread
 * and thrown on others.
 *
 * @param fault what kind of failure
 * @param message what is wrong, for logs
 * @param code the peer's code when it reset the stream, else that of the fault
 */
record Failure(Fault fault, String message, long code) {

  static Failure of(Fault fault, String message) {
    return new Failure(fault, message, fault.code());
  }

  static Failure reset(long code) {
    return new Failure(Fault.RESET, "the peer reset the stream with code " + code, code);
  }

  /** What this side ends, as when the transport is swapped, is nobody's failure. */
  static Failure closed(String reason) {
    boolean here = reason.startsWith(Connection.CLOSED_HERE);
    return of(here ? Fault.CANCELLED : Fault.DISCONNECTED, reason);
  }

  static Failure of(StreamException exception) {
    return exception.fault() == Fault.RESET
        ? reset(exception.resetCode())
        : of(exception.fault(), exception.getMessage());
  }

  StreamException exception() {
    return fault == Fault.RESET ? StreamException.reset(code) : new StreamException(fault, message);
  }
}
