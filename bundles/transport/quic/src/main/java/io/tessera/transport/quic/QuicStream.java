package io.tessera.transport.quic;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.incubator.codec.quic.DefaultQuicStreamFrame;
import io.netty.incubator.codec.quic.QuicInternals;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.incubator.codec.quic.QuicStreamResetException;
import io.tessera.net.transport.StreamHandler;
import io.tessera.net.transport.TransportStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream: the handle for those above and the handler in Netty's pipeline. What is not {@code
 * volatile} or atomic is confined to the event loop.
 *
 * <p>A stream that the peer opens is shown to the {@link
 * io.tessera.net.transport.ConnectionHandler} with its first byte or FIN, so that one that is reset
 * before that (what {@link KeepAlive} sends) stays unseen.
 */
final class QuicStream extends ChannelInboundHandlerAdapter implements TransportStream {
  private static final Logger LOG = LoggerFactory.getLogger(QuicStream.class);

  /** Bytes that are handed to the codec at a time; it takes a copy outside of the heap. */
  private static final int CHUNK = 32 << 10;

  final QuicConnection connection;

  /** Neighbours in the connection's list of streams that are alive. */
  QuicStream before;

  QuicStream after;

  private final AtomicLong queued = new AtomicLong();
  private final Queue<Write> writes = new ArrayDeque<>();
  private volatile long id = -1;
  private volatile boolean wantsReading = true;

  /** Of the one thread that writes. */
  private boolean finQueued;

  private QuicStreamChannel channel;
  private StreamHandler handler;

  /** The codec has a chunk that QUIC has not taken yet; of {@link #waitingBytes}. */
  private boolean waiting;

  private int waitingBytes;
  private boolean finReceived;
  private boolean finSent;

  /** Nothing is delivered any more and nothing sent. */
  private boolean ended;

  /** A stream that this side opens. */
  QuicStream(QuicConnection connection, StreamHandler handler) {
    this.connection = connection;
    this.handler = handler;
  }

  /** A stream that the peer has opened. */
  QuicStream(QuicConnection connection, QuicStreamChannel channel) {
    this.connection = connection;
    this.channel = channel;
    id = channel.streamId();
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public void write(byte[] bytes, int offset, int length, boolean fin) {
    if (finQueued) {
      throw new IllegalStateException("a write after FIN");
    }
    finQueued = fin;
    queued.addAndGet(length);
    connection.submit(new Write(bytes, offset, length, fin));
  }

  @Override
  public long queued() {
    return queued.get();
  }

  @Override
  public void reading(boolean on) {
    wantsReading = on;
    if (!on && connection.inEventLoop()) {
      applyReading();
      return;
    }
    connection.submit(
        new Outbox.Task() {
          @Override
          void run() {
            applyReading();
          }
        });
  }

  @Override
  public void reset(long code) {
    connection.submit(
        new Outbox.Task() {
          @Override
          void run() {
            abort(code);
          }
        });
  }

  private void applyReading() {
    if (channel != null && !ended) {
      channel.config().setAutoRead(wantsReading);
    }
  }

  // Sending

  private final class Write extends Outbox.Task {
    private final byte[] bytes;
    private final boolean fin;
    private int offset;
    private int left;

    Write(byte[] bytes, int offset, int length, boolean fin) {
      this.bytes = bytes;
      this.offset = offset;
      this.left = length;
      this.fin = fin;
    }

    @Override
    void run() {
      if (ended) {
        queued.addAndGet(-left);
      } else {
        writes.add(this);
        send();
      }
    }

    ByteBuf take() {
      int size = Math.min(left, CHUNK);
      ByteBuf chunk = channel.alloc().directBuffer(size).writeBytes(bytes, offset, size);
      offset += size;
      left -= size;
      return chunk;
    }
  }

  /** Gives the codec chunk by chunk for as long as QUIC takes them at once. */
  private void send() {
    boolean taken = false;
    for (Write next = writes.peek();
        next != null && !waiting && channel != null && !ended;
        next = writes.peek()) {
      ByteBuf chunk = next.take();
      boolean fin = next.left == 0 && next.fin;
      if (next.left == 0) {
        writes.remove();
      }
      waitingBytes = chunk.readableBytes();
      waiting = true;
      ChannelFuture written = channel.write(fin ? new DefaultQuicStreamFrame(chunk, true) : chunk);
      if (!written.isDone()) {
        written.addListener(done -> resume((ChannelFuture) done, fin));
      } else {
        taken |= written.isSuccess() && waitingBytes > 0;
        settle(written, fin);
      }
    }
    if (taken) {
      tellWritable();
    }
  }

  private void resume(ChannelFuture written, boolean fin) {
    settle(written, fin);
    if (!ended) {
      send();
    }
    tellWritable();
  }

  /** Tells that bytes have gone out; also the last ones of a stream that is finished with them. */
  private void tellWritable() {
    if (!ended || (finSent && finReceived)) {
      guarded(handler::writable);
      connection.wake();
    }
  }

  /** QUIC has taken the chunk that was waiting, or has failed to. */
  private void settle(ChannelFuture written, boolean fin) {
    if (ended) {
      return;
    }
    if (!written.isSuccess()) {
      failed(written.cause());
      return;
    }
    queued.addAndGet(-waitingBytes);
    connection.countSent(waitingBytes);
    waitingBytes = 0;
    waiting = false;
    if (fin) {
      finSent = true;
      endWhenFinished();
    }
  }

  private void failed(Throwable cause) {
    if (cause instanceof ChannelOutputShutdownException) {
      resetByPeer(0);
    } else if (connection.open()) {
      LOG.debug("Stream {} of {} fails", id, connection, cause);
      fail("stream failed: " + cause.getMessage());
    }
  }

  // Receiving

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      int size = bytes.readableBytes();
      connection.countReceived(size);
      if (shown()) {
        guarded(() -> handler.data(bytes.internalNioBuffer(bytes.readerIndex(), size)));
        connection.touch();
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE && shown()) {
      finReceived = true;
      endWhenFinished();
      guarded(handler::fin);
      connection.touch();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof QuicStreamResetException reset) {
      resetByPeer(reset.applicationProtocolCode());
    } else if (connection.open()) {
      LOG.debug("Stream {} of {} fails", id, connection, cause);
      fail("stream failed: " + cause.getMessage());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    close(connection.open() ? "the stream was closed" : connection.reason());
  }

  /** Whether events are delivered; shows a stream that is new to the connection's handler. */
  private boolean shown() {
    if (!ended && handler == null) {
      handler = connection.show(this);
      if (handler == null) {
        abort(0);
      }
    }
    return !ended;
  }

  // Ending

  /** The channel behind this stream is there. */
  void opened(QuicStreamChannel opened) {
    channel = opened;
    id = opened.streamId();
    applyReading();
    send();
  }

  /** Whether the peer has asked to stop sending: the codec tells only who writes. */
  boolean stopped() {
    return channel != null && !finSent && !waiting && QuicInternals.stopped(channel);
  }

  /** The peer has reset its half, or wants no more of ours. */
  void resetByPeer(long code) {
    if (!ended) {
      end();
      shutDown(0);
      if (handler != null) {
        guarded(() -> handler.reset(code));
        connection.touch();
      } else {
        connection.resetUnseen();
      }
    }
  }

  /** The stream has ended without having been finished. */
  void close(String reason) {
    if (!ended) {
      end();
      if (handler != null) {
        guarded(() -> handler.closed(reason));
        connection.touch();
      }
    }
  }

  private void fail(String reason) {
    close(reason);
    shutDown(0);
  }

  private void abort(long code) {
    if (!ended) {
      end();
      shutDown(code);
    }
  }

  private void endWhenFinished() {
    if (finSent && finReceived) {
      end();
    }
  }

  private void end() {
    ended = true;
    long dropped = waitingBytes;
    for (Write write : writes) {
      dropped += write.left;
    }
    writes.clear();
    queued.addAndGet(-dropped);
    connection.remove(this);
  }

  /** Resets both halves and lets the codec forget the stream, which it does not by itself. */
  private void shutDown(long code) {
    if (channel != null && connection.open()) {
      QuicInternals.abort(channel, (int) Math.min(code, Integer.MAX_VALUE));
    }
  }

  /** Nothing that a handler throws may reach the event loop: its stream ends, and only that. */
  private void guarded(Runnable delivery) {
    try {
      delivery.run();
    } catch (RuntimeException e) {
      LOG.error("The handler of stream {} of {} failed", id, connection, e);
      abort(0);
    }
  }
}
