package io.tessera.transport.quic;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicConnectionCloseEvent;
import io.netty.incubator.codec.quic.QuicInternals;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.incubator.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.incubator.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.event.Side;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.ConnectionHandler;
import io.tessera.net.transport.StreamHandler;
import io.tessera.net.transport.TransportStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection whose handshake is done: the handle for those above and the last handler in Netty's
 * pipeline. What is not {@code volatile}, atomic or final is confined to the event loop.
 *
 * <p>Whatever others ask for is done in a task of its own on the loop, never while the codec walks
 * through the streams that have something to read: it would bring a stream that was reset meanwhile
 * back to life.
 */
final class QuicConnection extends ChannelInboundHandlerAdapter implements Connection {
  private static final Logger LOG = LoggerFactory.getLogger(QuicConnection.class);
  private static final int MAX_REASON = 200;

  /** How often to look for stopped streams: it takes a call of native code for each stream. */
  private static final Duration STOPPED = Duration.ofMillis(50);

  private final QuicChannel channel;
  private final EventLoop loop;
  private final ReadCycle cycle;
  private final PeerId peer;
  private final InetSocketAddress remote;
  private final boolean initiator;
  private final boolean builder;
  private final Outbox outbox = new Outbox();
  private final Pace looks;
  private final AtomicLong bytesReceived = new AtomicLong();
  private final AtomicLong bytesSent = new AtomicLong();

  /** Streams that were asked for but not opened yet. */
  private final AtomicInteger opening = new AtomicInteger();

  private final CompletableFuture<String> closed = new CompletableFuture<>();

  private volatile boolean open = true;
  private String reason;

  /** Who has ended it; null while nobody has, or nobody is known to have. */
  private Side terminator;

  private ConnectionHandler handler;

  /** The streams that are alive, newest first. */
  private QuicStream streams;

  private Churn churn;
  private boolean touched;
  private boolean received;
  private boolean limitChanged;

  QuicConnection(
      QuicChannel channel, ReadCycle cycle, PeerId peer, boolean initiator, boolean builder) {
    this.channel = channel;
    this.loop = channel.eventLoop();
    this.cycle = cycle;
    this.peer = peer;
    this.remote = Sockets.plain((InetSocketAddress) channel.remoteSocketAddress());
    this.initiator = initiator;
    this.builder = builder;
    looks = new Pace(loop, System::nanoTime, STOPPED, this::findStopped);
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
  public CompletionStage<String> closed() {
    return closed.minimalCompletionStage();
  }

  @Override
  public long bytesReceived() {
    return bytesReceived.get();
  }

  @Override
  public long bytesSent() {
    return bytesSent.get();
  }

  @Override
  public long openableStreams() {
    return open ? Math.max(0, allowed() - opening.get()) : 0;
  }

  private long allowed() {
    return channel.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL);
  }

  @Override
  public void start(ConnectionHandler starting) {
    submit(
        new Outbox.Task() {
          @Override
          void run() {
            handler = starting;
            if (channel.isActive()) {
              channel.config().setAutoRead(true);
            }
          }
        });
  }

  @Override
  public TransportStream open(StreamHandler streamHandler) {
    QuicStream stream = new QuicStream(this, streamHandler);
    opening.incrementAndGet();
    submit(
        new Outbox.Task() {
          @Override
          void run() {
            create(stream);
            opening.decrementAndGet(); // last: in between it rather counts twice than not at all
          }
        });
    return stream;
  }

  @Override
  public void close(long code, String why) {
    submit(
        new Outbox.Task() {
          @Override
          void run() {
            closeNow(code, why);
          }
        });
  }

  /** Closes at once; on the event loop, and not within the delivery of an event. */
  void closeNow(long code, String why) {
    if (channel.isOpen()) {
      reason = CLOSED_HERE + ": " + why;
      terminator = Side.LOCAL;
      channel
          .close(
              true,
              (int) Math.min(code, Integer.MAX_VALUE),
              ByteBufUtil.writeUtf8(channel.alloc(), why))
          .addListener(this::logFailure);
    }
  }

  // For streams and the handshake

  boolean inEventLoop() {
    return loop.inEventLoop();
  }

  boolean open() {
    return channel.isOpen();
  }

  QuicChannel channel() {
    return channel;
  }

  void countReceived(int bytes) {
    received = true;
    bytesReceived.lazySet(bytesReceived.get() + bytes);
  }

  void countSent(int bytes) {
    bytesSent.lazySet(bytesSent.get() + bytes);
  }

  /** Has a task done on the event loop; all that have come together are done in one go. */
  void submit(Outbox.Task task) {
    if (outbox.add(task)) {
      try {
        loop.execute(this::drain);
      } catch (RejectedExecutionException e) {
        drain(); // the transport has stopped: everything ends here and now
      }
    }
  }

  /** The handler for a stream that the peer has opened; null when it does not want it. */
  StreamHandler show(QuicStream stream) {
    StreamHandler streamHandler = null;
    try {
      streamHandler = handler.accepted(stream);
    } catch (RuntimeException e) {
      LOG.error("The handler of {} failed", this, e);
    }
    return streamHandler;
  }

  /** Is told, as soon as it stands, how much of {@link #resetUnseen} is too much. */
  void bound(Churn bound) {
    churn = bound;
  }

  /** The peer has opened a stream and reset it, and nobody was told. */
  void resetUnseen() {
    if (churn.tooMany(System.nanoTime())) {
      close(Fault.MISBEHAVED.code(), "too many streams are reset before their first byte");
    }
  }

  /** Something was delivered: the handler is to be told when the cycle is over. */
  void touch() {
    received = true;
    wake();
  }

  /** As {@link #touch}, for what did not come from the peer. */
  void wake() {
    if (!touched && open) {
      touched = true;
      cycle.touch(this);
    }
  }

  void remove(QuicStream stream) {
    if (stream.before != null) {
      stream.before.after = stream.after;
    } else if (streams == stream) {
      streams = stream.after;
    }
    if (stream.after != null) {
      stream.after.before = stream.before;
    }
    stream.before = null;
    stream.after = null;
  }

  private void add(QuicStream stream) {
    stream.after = streams;
    if (streams != null) {
      streams.before = stream;
    }
    streams = stream;
  }

  private void create(QuicStream stream) {
    if (!open || !channel.isActive()) {
      stream.close(open && reason == null ? "the connection is closing" : reason());
      return;
    }
    // Asked first: an attempt beyond the limit fails, but takes a stream id that the peer counts.
    if (allowed() <= 0) {
      stream.close("the peer allows no further stream");
      return;
    }
    add(stream);
    Future<QuicStreamChannel> created = channel.createStream(QuicStreamType.BIDIRECTIONAL, stream);
    if (created.isSuccess()) {
      stream.opened(created.getNow());
    } else {
      stream.close("the stream cannot be opened: " + created.cause());
    }
  }

  // On the event loop

  private void drain() {
    Outbox.Task task = outbox.take();
    if (task == null) {
      return;
    }
    boolean batch = open && QuicInternals.begin(channel);
    try {
      for (; task != null; task = task.next()) {
        task.run();
      }
    } finally {
      if (batch) {
        QuicInternals.end(channel);
      }
    }
    if (!open && handler != null) {
      guarded(handler::readComplete);
    }
  }

  /** A read cycle is over in which something was delivered. */
  void completeCycle() {
    touched = false;
    if (received) {
      received = false;
      if (streams != null) {
        looks.ask();
      }
    }
    if (handler != null) {
      if (limitChanged) {
        limitChanged = false;
        guarded(handler::streamsAvailable);
      }
      guarded(handler::readComplete);
    }
    drain();
  }

  /**
   * Finds the streams that the peer has asked to stop sending on, which the codec tells at the next
   * write only, and no event of its own announces.
   */
  void findStopped() {
    QuicStream next;
    for (QuicStream stream = streams; stream != null && open(); stream = next) {
      next = stream.after;
      if (stream.stopped()) {
        stream.resetByPeer(0);
      }
    }
  }

  private void guarded(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOG.error("The handler of {} failed", this, e);
    }
  }

  // Netty's events

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    QuicStreamChannel opened = (QuicStreamChannel) message;
    QuicStream stream = new QuicStream(this, opened);
    add(stream);
    opened.pipeline().addLast(stream);
    loop.register(opened).addListener(this::logFailure);
    // A new stream ends the codec's wish to read; this renews it, so that what the next datagram
    // brings is delivered with that datagram.
    context.read();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof QuicConnectionCloseEvent close && reason == null) {
      reason = CLOSED_BY_PEER + ": " + CloseReasons.of(close);
      terminator = Side.REMOTE;
    } else if (event instanceof QuicStreamLimitChangedEvent) {
      limitChanged = true;
      touch();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("{}: {}", this, cause.toString());
    if (reason == null && !channel.isOpen()) {
      reason = "broken: " + cause.getMessage();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    open = false;
    String why = reason();
    while (streams != null) {
      streams.close(why);
    }
    if (handler != null) {
      guarded(handler::readComplete);
    }
    drain();
    LOG.trace("{} {}", this, why);
    closed.complete(why.length() > MAX_REASON ? why.substring(0, MAX_REASON) : why);
  }

  /** Why the connection has ended, or is ending. */
  String reason() {
    if (reason == null) {
      reason = channel.isTimedOut() ? IDLE : "closed";
    }
    return reason;
  }

  /** Who has ended the connection, when it was not silence that did; on the event loop. */
  Optional<Side> terminator() {
    return Optional.ofNullable(terminator);
  }

  private void logFailure(Future<?> done) {
    if (!done.isSuccess()) {
      LOG.debug("{}: {}", this, done.cause().toString());
    }
  }

  @Override
  public String toString() {
    return "connection " + (initiator ? "to " : "from ") + peer.shortName() + " at " + remote;
  }
}
