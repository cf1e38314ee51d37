package io.tessera.net.transport;

import io.tessera.net.PeerAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A way to reach peers; a transport plugin registers one as a service while it listens.
 * Implementations are safe for use by many threads.
 */
public interface Transport {

  /** Short name, such as {@code quic}. */
  String name();

  /** The socket addresses that this transport listens on, with the real port numbers. */
  List<InetSocketAddress> localAddresses();

  /** What it has done since it began to listen, for people. */
  default TransportInfo info() {
    return TransportInfo.NONE;
  }

  /**
   * Dials a peer. Where the address names the peer, a peer that proves another key is refused.
   *
   * @param builder whether to ask for one of the slots that the peer keeps for work-package
   *     builders
   * @return completes with the authenticated connection, not started yet; or exceptionally with an
   *     {@link java.io.IOException} whose message says why ({@link WrongPeerException} when another
   *     peer answered), on the event loop or a timer thread
   */
  CompletableFuture<Connection> dial(PeerAddress address, boolean builder);
}
