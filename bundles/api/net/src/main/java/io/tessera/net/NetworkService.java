package io.tessera.net;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The programmer's door to the network: what a program that embeds a node, or a bundle that is no
 * protocol, needs of it. Safe from any thread; nothing blocks. Failures are {@link
 * java.io.IOException}s (from streams: {@link StreamException}s) with a message for people.
 */
@ProviderType
public interface NetworkService {

  /** Most bytes of all the replies to one {@link #send}. */
  int MAX_REPLY = 16 << 20;

  /**
   * Begins to listen, to dial and to look for peers. A stand-alone node has begun by itself; does
   * nothing when that is so.
   */
  void start();

  /** Ends all connections and listens no more, until {@link #start}. */
  void stop();

  /** Whether {@link #start} was called, or the node began by itself, and {@link #stop} was not. */
  boolean isStarted();

  /** Where this node can be dialed; none while it does not listen. */
  List<PeerAddress> addresses();

  /** The peers that are connected now; none while the network is stopped. */
  List<Peer> peers();

  /**
   * Imports a block as if a peer had sent it, with every check, which makes the node announce it to
   * its neighbours (JAMNP-S, "UP 0") and serve it.
   *
   * @param block the block's encoding, a header and an extrinsic
   * @return completes with the hash of the block's header once the block is safe on disk; or
   *     exceptionally, saying why it was not accepted
   */
  CompletableFuture<Hash> broadcastBlock(Bytes block);

  /**
   * Opens a common ephemeral stream to a connected peer, sends the messages and FIN, and reads
   * messages until the peer's FIN. What the bytes mean is the caller's business; the sizes that
   * precede messages are not.
   *
   * @param kind stream kind, 128 to 255
   * @param messages contents of the messages, at least one
   * @return completes with the contents of the replies, none or more, of at most {@link #MAX_REPLY}
   *     bytes together; or exceptionally with a {@link StreamException}, also when the peer has not
   *     finished after five minutes
   */
  CompletableFuture<List<Bytes>> send(PeerId peer, int kind, List<Bytes> messages);

  /** The same for one message or a few. */
  default CompletableFuture<List<Bytes>> send(PeerId peer, int kind, Bytes... messages) {
    return send(peer, kind, List.of(messages));
  }

  /** Tells a listener of peers that come and go, from now on. */
  void addListener(PeerListener listener);

  /** Tells it no more. */
  void removeListener(PeerListener listener);
}
