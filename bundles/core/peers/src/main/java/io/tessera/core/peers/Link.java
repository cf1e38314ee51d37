package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.Transport;
import java.net.InetSocketAddress;
import java.time.Instant;

/** One connection, as the manager keeps it and as plugins see it. */
final class Link implements Peer {
  final Connection connection;

  /** What was dialed; null when the peer dialed. */
  final Target target;

  /** What it was dialed through; null when the peer dialed. */
  final Transport transport;

  private final Instant since;
  private volatile boolean open = true;
  private volatile String end = "";

  Link(Connection connection, Target target, Transport transport, Instant since) {
    this.connection = connection;
    this.target = target;
    this.transport = transport;
    this.since = since;
  }

  /** Ends the connection; what {@link Connection#closed} says later is no news then. */
  void close(long code, String reason) {
    open = false;
    connection.close(code, reason);
  }

  /** The connection has ended by itself or by the peer. */
  void ended(String reason) {
    end = reason;
    open = false;
  }

  /** Why the connection ended. */
  String end() {
    return end;
  }

  @Override
  public PeerId id() {
    return connection.peer();
  }

  @Override
  public InetSocketAddress address() {
    return connection.remoteAddress();
  }

  @Override
  public boolean initiator() {
    return connection.initiator();
  }

  @Override
  public boolean builder() {
    return connection.builder();
  }

  @Override
  public Instant since() {
    return since;
  }

  @Override
  public boolean connected() {
    return open;
  }

  @Override
  public long bytesReceived() {
    return connection.bytesReceived();
  }

  @Override
  public long bytesSent() {
    return connection.bytesSent();
  }

  @Override
  public String toString() {
    return id().shortName() + (initiator() ? " (dialed, " : " (accepted, ") + address() + ")";
  }
}
