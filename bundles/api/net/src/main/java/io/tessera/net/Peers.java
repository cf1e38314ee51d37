package io.tessera.net;

import io.tessera.lib.codec.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** The peers of this node; a service of the peer manager. Safe from any thread, never blocks. */
@ProviderType
public interface Peers {

  /** The peers that are connected now. */
  List<Peer> connected();

  /** The connection to a peer, when there is one. */
  Optional<Peer> find(PeerId peer);

  /**
   * Connects, unless there is a connection already, which is then the result.
   *
   * @return completes exceptionally with an {@link java.io.IOException} that says why not
   */
  CompletableFuture<Peer> connect(PeerAddress address);

  /** Ends the connection to a peer, if any, and does not dial it again by itself. */
  void disconnect(PeerId peer, String reason);

  /**
   * Tells of an address at which a peer may be reached; whether and when to dial is the manager's
   * decision.
   *
   * @param source who found it, such as {@code bootstrap}
   */
  void offer(PeerAddress address, String source);

  /**
   * Takes an offer back: the address is not dialed any more on behalf of this source. A connection
   * that stands is left alone, and its address is forgotten only when this is said again after its
   * end.
   */
  default void withdraw(PeerAddress address, String source) {}

  /** The addresses that were offered and what became of them. */
  List<Candidate> candidates();

  /**
   * An address that may be dialed.
   *
   * @param address where
   * @param source who found it
   * @param failures attempts that failed since the last success
   * @param lastFailure what went wrong last; empty when nothing did
   */
  record Candidate(PeerAddress address, String source, int failures, String lastFailure) {}
}
