package io.tessera.testing.testkit;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.transport.Connection;
import java.net.InetSocketAddress;
import java.time.Instant;

/** A peer as the peer manager would describe it. */
final class TestPeer implements Peer {
  private final Connection connection;
  private final Instant since;
  private volatile boolean connected = true;

  TestPeer(Connection connection, Instant since) {
    this.connection = connection;
    this.since = since;
    connection.closed().thenRun(() -> connected = false);
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
    return connected;
  }

  @Override
  public long bytesReceived() {
    return connection.bytesReceived();
  }

  @Override
  public long bytesSent() {
    return connection.bytesSent();
  }
}
