package io.tessera.transport.quic;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.incubator.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.incubator.codec.quic.QuicStreamType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens streams on a connection of a {@link RawPeer} as fast as the other side allows, and sends
 * the same few bytes on each; resets them at once or leaves them as they are.
 */
final class Flood extends ChannelInboundHandlerAdapter {
  private static final int RESET_CODE = 77;

  private final QuicChannel connection;
  private final byte[] bytes;
  private final boolean resets;
  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean stopped;

  /** Takes what comes back for nothing. */
  private static final class Ignored extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var unused = context.close(); // the node has reset it
    }
  }

  private Flood(QuicChannel connection, byte[] bytes, boolean resets) {
    this.connection = connection;
    this.bytes = bytes;
    this.resets = resets;
  }

  /** Begins, and goes on until {@link #stop}. */
  static Flood start(QuicChannel connection, byte[] bytes, boolean resets) {
    Flood flood = new Flood(connection, bytes, resets);
    connection.pipeline().addFirst(flood);
    connection.eventLoop().execute(flood::fill);
    return flood;
  }

  /** How many streams it has opened. */
  int opened() {
    return opened.get();
  }

  /** Opens no more. */
  void stop() {
    stopped = true;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof QuicStreamLimitChangedEvent) {
      connection.eventLoop().execute(this::fill);
    }
    context.fireUserEventTriggered(event);
  }

  private void fill() {
    List<QuicStreamChannel> streams = new ArrayList<>();
    while (!stopped && connection.peerAllowedStreams(QuicStreamType.BIDIRECTIONAL) > 0) {
      QuicStreamChannel stream =
          connection.createStream(QuicStreamType.BIDIRECTIONAL, new Ignored()).getNow();
      var unused = stream.writeAndFlush(Unpooled.wrappedBuffer(bytes));
      opened.incrementAndGet();
      streams.add(stream);
    }
    if (resets) {
      for (QuicStreamChannel stream : streams) {
        var unused = stream.shutdown(RESET_CODE, stream.newPromise());
      }
    }
  }
}
