package io.tessera.testing.testkit;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.ConnectionHandler;
import io.tessera.net.transport.StreamHandler;
import io.tessera.net.transport.TransportStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One end of a {@link MemoryLink}. */
final class MemoryConnection implements Connection {
  private final MemoryLink link;
  private final PeerId peer;
  private final boolean initiator;
  private final boolean builder;
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();

  /** Streams of this side that are open or being opened. */
  private final AtomicInteger open = new AtomicInteger();

  // Event loop.
  private final Map<Long, MemoryStream> streams = new LinkedHashMap<>();
  private MemoryConnection other;
  private ConnectionHandler handler;
  private long nextId;

  MemoryConnection(MemoryLink link, PeerId peer, boolean initiator, boolean builder) {
    this.link = link;
    this.peer = peer;
    this.initiator = initiator;
    this.builder = builder;
    nextId = initiator ? 0 : 1; // RFC 9000, section 2.1: bidirectional, by the side that opens
  }

  void joinTo(MemoryConnection peersEnd) {
    other = peersEnd;
  }

  @Override
  public PeerId peer() {
    return peer;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), initiator ? 30333 : 40404);
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
  public void start(ConnectionHandler newHandler) {
    link.run(
        () -> {
          if (handler != null) {
            throw new IllegalStateException("started twice");
          }
          handler = newHandler;
        });
  }

  @Override
  public TransportStream open(StreamHandler streamHandler) {
    boolean room = open.incrementAndGet() <= link.limits().streams();
    MemoryStream stream = new MemoryStream(link, this, streamHandler);
    link.run(
        () -> {
          if (closed.isDone() || !room) {
            open.decrementAndGet();
            stream.die();
            streamHandler.closed(room ? closed.join() : "the peer allows no further stream");
            return;
          }
          stream.opened(nextId, true);
          nextId += 4;
          streams.put(stream.id(), stream);
        });
    return stream;
  }

  @Override
  public long openableStreams() {
    return closed.isDone() ? 0 : Math.max(0, link.limits().streams() - open.get());
  }

  @Override
  public void close(long code, String reason) {
    link.run(() -> link.end(code, reason));
  }

  @Override
  public CompletionStage<String> closed() {
    return closed.minimalCompletionStage();
  }

  @Override
  public long bytesReceived() {
    return received.get();
  }

  @Override
  public long bytesSent() {
    return sent.get();
  }

  // ---- event loop

  /** Delivers to this end what the other one has sent: one read cycle. */
  void exchange() {
    if (handler == null || closed.isDone()) {
      return;
    }
    boolean any = false;
    for (MemoryStream from : List.copyOf(other.streams.values())) {
      MemoryStream to = streams.get(from.id());
      if (to == null && from.mine() && from.hasNews()) {
        to = new MemoryStream(link, this, null);
        to.opened(from.id(), false);
        streams.put(from.id(), to);
        to.handledBy(handler.accepted(to));
      }
      if (to != null) {
        any |= to.take(from);
      }
    }
    if (any) {
      handler.readComplete();
      dropEnded();
      link.run(() -> {}); // what flow control held back may go on
    }
  }

  private void dropEnded() {
    for (MemoryStream stream : List.copyOf(streams.values())) {
      MemoryStream twin = other.streams.get(stream.id());
      if (twin != null && stream.over(twin)) {
        streams.remove(stream.id());
        other.streams.remove(stream.id());
        (stream.mine() ? this : other).roomMade();
      }
    }
  }

  private void roomMade() {
    open.decrementAndGet();
    if (handler != null) {
      handler.streamsAvailable();
    }
  }

  void count(int bytes) {
    received.addAndGet(bytes);
    other.sent.addAndGet(bytes);
  }

  void ended(long code, String reason) {
    if (closed.complete(code == 0 ? reason : reason + " (code " + code + ")")) {
      List<MemoryStream> all = List.copyOf(streams.values());
      streams.clear();
      all.forEach(stream -> stream.lost(reason));
    }
  }
}
