package io.tessera.net.transport;

import io.tessera.lib.codec.PeerId;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;

/** An authenticated connection to a peer. Methods may be called from any thread and never block. */
public interface Connection {
  /** What {@link #closed} says when nothing came from the peer for too long. */
  String IDLE = "idle for too long";

  /** What {@link #closed} begins with when the peer closed the connection. */
  String CLOSED_BY_PEER = "closed by the peer";

  /** What {@link #closed} begins with when this side closed the connection. */
  String CLOSED_HERE = "closed by this side";

  /** The peer, by the key that it proved in the handshake. */
  PeerId peer();

  /** The peer's socket address as this side sees it. */
  InetSocketAddress remoteAddress();

  /** Whether this side dialed. */
  boolean initiator();

  /** Whether the dialer asked for a builder slot (JAMNP-S, "ALPN"). */
  boolean builder();

  /** Begins to deliver events; to be called once. Streams that the peer opened before are kept. */
  void start(ConnectionHandler handler);

  /**
   * Opens a stream. The handle can be written to at once; the transport opens the stream behind it,
   * and tells {@link StreamHandler#closed} when it cannot, for instance since the peer allows no
   * further stream ({@link #openableStreams}).
   */
  TransportStream open(StreamHandler handler);

  /**
   * How many more streams the peer allows this side to open now, without those that {@link #open}
   * was called for.
   */
  long openableStreams();

  /**
   * Closes the connection and all of its streams.
   *
   * @param code application error code, 0 when nothing is wrong
   * @param reason for the peer's log
   */
  void close(long code, String reason);

  /** Completes with the reason when the connection has ended, whoever ended it. */
  CompletionStage<String> closed();

  /** Bytes of stream data received so far. */
  long bytesReceived();

  /** Bytes of stream data sent so far. */
  long bytesSent();
}
