package io.tessera.testing.bench;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.transport.Connection;
import java.net.InetSocketAddress;
import java.time.Instant;

/** A peer for the stream runtime, straight from its connection. */
record BenchPeer(Connection connection, Instant since) implements Peer {
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
  public boolean connected() {
    return !connection.closed().toCompletableFuture().isDone();
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
