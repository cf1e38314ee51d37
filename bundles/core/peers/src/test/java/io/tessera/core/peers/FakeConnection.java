package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.ConnectionHandler;
import io.tessera.net.transport.StreamHandler;
import io.tessera.net.transport.TransportStream;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One end of a connection; what one end does arrives at the other later, in order. */
final class FakeConnection implements Connection {
  FakeConnection other;
  long received;
  long code = -1;
  boolean started;

  /** Where the other end is, as this one sees it. */
  InetSocketAddress remote = InetSocketAddress.createUnresolved("nowhere", 30333);

  /** A dead path: nothing arrives at this end any more. */
  boolean cut;

  private final FakeNet net;
  private final PeerId peer;
  private final boolean initiator;
  private final boolean builder;
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private Instant lastArrival = Instant.MIN;

  private FakeConnection(FakeNet net, PeerId peer, boolean initiator, boolean builder) {
    this.net = net;
    this.peer = peer;
    this.initiator = initiator;
    this.builder = builder;
  }

  /** The dialer's end; the acceptor's is its {@link #other}. */
  static FakeConnection pair(FakeNet net, PeerId from, PeerId to, boolean builder) {
    FakeConnection dialer = new FakeConnection(net, to, true, builder);
    dialer.other = new FakeConnection(net, from, false, builder);
    dialer.other.other = dialer;
    return dialer;
  }

  /** Lets something happen at this end after a delay, not before what was sent earlier. */
  void deliver(Runnable event) {
    Instant arrival = net.time.instant().plus(net.delay());
    lastArrival = arrival.isAfter(lastArrival) ? arrival : lastArrival;
    net.time.after(
        java.time.Duration.between(net.time.instant(), lastArrival),
        () -> {
          if (!cut) {
            event.run();
          }
        });
  }

  /** Sends stream data to the other end. */
  void send(int bytes) {
    other.deliver(() -> other.received += bytes);
  }

  /** This end finds out by itself that the connection is dead. */
  void die() {
    closed.complete("idle for too long");
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  String reason() {
    return closed.getNow("");
  }

  @Override
  public void close(long code, String reason) {
    if (isOpen()) {
      this.code = code;
      closed.complete(reason);
      other.deliver(() -> other.closed.complete(reason));
    }
  }

  @Override
  public PeerId peer() {
    return peer;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public boolean initiator() {
    return initiator;
  }

  @Override
  public boolean builder() {
    return builder;
  }

  @Override
  public void start(ConnectionHandler handler) {
    started = true;
  }

  @Override
  public TransportStream open(StreamHandler handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long openableStreams() {
    return 0;
  }

  @Override
  public CompletionStage<String> closed() {
    return closed;
  }

  @Override
  public long bytesReceived() {
    return received;
  }

  @Override
  public long bytesSent() {
    return 0;
  }
}
