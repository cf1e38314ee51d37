package io.tessera.net;

import io.tessera.lib.codec.PeerId;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/** A connected peer; an instance stands for one connection. Methods are safe from any thread. */
@ProviderType
public interface Peer {

  /** Who it is, by the key that it proved. */
  PeerId id();

  /** Its socket address as this side sees it. */
  InetSocketAddress address();

  /** Whether this side dialed. */
  boolean initiator();

  /** Whether the dialer asked for a builder slot. */
  boolean builder();

  /** When the connection was made. */
  Instant since();

  /** Whether the connection still stands. */
  boolean connected();

  /** Bytes of stream data received from it. */
  long bytesReceived();

  /** Bytes of stream data sent to it. */
  long bytesSent();
}
