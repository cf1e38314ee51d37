package io.tessera.core.streams;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.ConnectionHandler;
import io.tessera.net.transport.StreamHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A connection whose events the test calls itself, on its own thread: it is the event loop. */
final class FakeConnection implements Connection, Peer {
  final CompletableFuture<String> closed = new CompletableFuture<>();
  final List<FakeStream> opened = new ArrayList<>();
  volatile long openable = 100;
  ConnectionHandler handler;
  private final boolean initiator;
  private long nextId;

  FakeConnection(boolean initiator) {
    this.initiator = initiator;
  }

  /** A stream that the peer opens. */
  FakeStream peerOpens() {
    FakeStream stream = new FakeStream(nextId);
    nextId += 4;
    stream.handler = handler.accepted(stream);
    return stream;
  }

  @Override
  public PeerId peer() {
    return id();
  }

  @Override
  public PeerId id() {
    return new PeerId(Ed25519Public.wrap(new byte[Ed25519Public.SIZE]));
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  }

  @Override
  public InetSocketAddress address() {
    return remoteAddress();
  }

  @Override
  public boolean initiator() {
    return initiator;
  }

  @Override
  public boolean builder() {
    return false;
  }

  @Override
  public Instant since() {
    return Instant.EPOCH;
  }

  @Override
  public boolean connected() {
    return !closed.isDone();
  }

  @Override
  public void start(ConnectionHandler connectionHandler) {
    handler = connectionHandler;
  }

  @Override
  public FakeStream open(StreamHandler streamHandler) {
    FakeStream stream = new FakeStream(nextId);
    nextId += 4;
    stream.handler = streamHandler;
    synchronized (opened) {
      opened.add(stream);
    }
    return stream;
  }

  @Override
  public long openableStreams() {
    return openable;
  }

  @Override
  public void close(long code, String reason) {
    closed.complete(reason);
  }

  @Override
  public CompletionStage<String> closed() {
    return closed;
  }

  @Override
  public long bytesReceived() {
    return 0;
  }

  @Override
  public long bytesSent() {
    return 0;
  }
}
