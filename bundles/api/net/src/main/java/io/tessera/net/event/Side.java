package io.tessera.net.event;

import io.tessera.net.Fault;
import java.util.Optional;

/** Which end of a connection. */
public enum Side {
  /** This node. */
  LOCAL,
  /** The peer. */
  REMOTE;

  /** The end that a stream was opened by, or a message came from. */
  public static Side local(boolean isLocal) {
    return isLocal ? LOCAL : REMOTE;
  }

  /** The end that ended a stream with a fault; neither when the connection went, or time did. */
  public static Optional<Side> of(Fault fault) {
    return switch (fault) {
      case RESET -> Optional.of(REMOTE);
      case DISCONNECTED, TIMEOUT -> Optional.empty();
      default -> Optional.of(LOCAL);
    };
  }
}
