package io.tessera.net;

/** Is told of peers that come and go: register one as a service. Must be quick; any thread. */
public interface PeerListener {

  /** A connection has been made. */
  default void connected(Peer peer) {}

  /** A connection has ended. */
  default void disconnected(Peer peer, String reason) {}
}
