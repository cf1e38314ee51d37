package io.tessera.testing.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.incubator.codec.quic.DefaultQuicStreamFrame;
import io.netty.incubator.codec.quic.EpollQuicUtils;
import io.netty.incubator.codec.quic.InsecureQuicTokenHandler;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicChannelOption;
import io.netty.incubator.codec.quic.QuicClientCodecBuilder;
import io.netty.incubator.codec.quic.QuicCodecBuilder;
import io.netty.incubator.codec.quic.QuicServerCodecBuilder;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.incubator.codec.quic.QuicStreamType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Netty QUIC with nothing of ours on top: the measure for the node. Epoll, GSO and recvmmsg as the
 * transport uses them, one event loop for each end.
 */
final class BareQuic implements AutoCloseable {
  private final EventLoopGroup serverLoop = new EpollEventLoopGroup(1);
  private final EventLoopGroup clientLoop = new EpollEventLoopGroup(1);
  private final Channel server;
  private final Channel client;

  BareQuic() throws Exception {
    BareIdentity identity = new BareIdentity();
    var serverCodec =
        flow(new QuicServerCodecBuilder().sslContext(identity.server()))
            .tokenHandler(InsecureQuicTokenHandler.INSTANCE)
            .option(
                QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
                EpollQuicUtils.newSegmentedAllocator(16))
            .handler(new Nothing())
            .streamOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .streamHandler(
                new ChannelInitializer<QuicStreamChannel>() {
                  @Override
                  protected void initChannel(QuicStreamChannel stream) {
                    stream.pipeline().addLast(new Responder());
                  }
                })
            .build();
    server = bind(serverLoop, serverCodec);
    client =
        bind(clientLoop, flow(new QuicClientCodecBuilder().sslContext(identity.client())).build());
  }

  private static <B extends QuicCodecBuilder<B>> B flow(B builder) {
    return builder
        .maxIdleTimeout(30, TimeUnit.SECONDS)
        .initialMaxData(16 << 20)
        .initialMaxStreamDataBidirectionalLocal(4 << 20)
        .initialMaxStreamDataBidirectionalRemote(4 << 20)
        .initialMaxStreamsBidirectional(1024)
        .maxSendUdpPayloadSize(1452)
        .maxRecvUdpPayloadSize(1452);
  }

  private static Channel bind(EventLoopGroup loop, ChannelHandler codec)
      throws InterruptedException {
    return new Bootstrap()
        .group(loop)
        .channel(EpollDatagramChannel.class)
        .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, 2048)
        .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(64 * 1024))
        .option(ChannelOption.SO_RCVBUF, 4 << 20)
        .handler(codec)
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .sync()
        .channel();
  }

  QuicChannel connect() throws Exception {
    return connectLater().get();
  }

  /** Handshakes; the result may be waited for off the event loop. */
  io.netty.util.concurrent.Future<QuicChannel> connectLater() {
    return QuicChannel.newBootstrap(client)
        .option(
            QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR,
            EpollQuicUtils.newSegmentedAllocator(16))
        .handler(new Nothing())
        .remoteAddress(server.localAddress())
        .connect();
  }

  /** Asks for {@code bytes} bytes on one stream and waits until they are there. */
  static void transfer(QuicChannel connection, long bytes) throws Exception {
    request(connection, bytes, new CompletableFuture<>()).get();
  }

  /** Sends 40 bytes and waits for 300, {@code total} times with {@code inFlight} at once. */
  static void streams(QuicChannel connection, int total, int inFlight) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    AtomicInteger left = new AtomicInteger(total);
    AtomicInteger finished = new AtomicInteger();
    Runnable next =
        new Runnable() {
          @Override
          public void run() {
            if (left.getAndDecrement() <= 0) {
              return;
            }
            var unused =
                request(connection, 300, new CompletableFuture<>())
                    .whenComplete(
                        (ok, error) -> {
                          if (error != null) {
                            done.completeExceptionally(error);
                          } else if (finished.incrementAndGet() == total) {
                            done.complete(null);
                          } else {
                            run();
                          }
                        });
          }
        };
    for (int i = 0; i < inFlight; i++) {
      next.run();
    }
    done.get();
  }

  private static CompletableFuture<Void> request(
      QuicChannel connection, long bytes, CompletableFuture<Void> done) {
    var unused =
        connection
            .createStream(QuicStreamType.BIDIRECTIONAL, new Requester(bytes, done))
            .addListener(
                created -> {
                  if (!created.isSuccess()) {
                    done.completeExceptionally(created.cause());
                  }
                });
    return done;
  }

  @Override
  public void close() {
    client.close().syncUninterruptibly();
    server.close().syncUninterruptibly();
    clientLoop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    serverLoop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** Connections need a handler. */
  @ChannelHandler.Sharable
  private static final class Nothing extends ChannelInboundHandlerAdapter {}

  /** Sends 40 bytes that begin with the number of bytes wanted, then counts. */
  private static final class Requester extends ChannelInboundHandlerAdapter {
    private final long wanted;
    private final CompletableFuture<Void> done;
    private long received;

    Requester(long wanted, CompletableFuture<Void> done) {
      this.wanted = wanted;
      this.done = done;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      ByteBuf request = context.alloc().directBuffer(40).writeLong(wanted).writeZero(32);
      var unused = context.writeAndFlush(new DefaultQuicStreamFrame(request, true));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      received += ((ByteBuf) message).readableBytes();
      ((ByteBuf) message).release();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownReadComplete.INSTANCE) {
        var unused = context.close();
        if (received == wanted) {
          done.complete(null);
        } else {
          done.completeExceptionally(new IllegalStateException(received + " of " + wanted));
        }
      }
    }
  }

  /** Answers a request with as many bytes as it names, as fast as the stream takes them. */
  private static final class Responder extends ChannelInboundHandlerAdapter {
    private static final int CHUNK = 64 * 1024;
    private long left = -1;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      if (left < 0) {
        left = bytes.readLong();
      }
      bytes.release();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownReadComplete.INSTANCE) {
        send(context);
      }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      send(context);
    }

    private void send(ChannelHandlerContext context) {
      while (left > 0 && context.channel().isWritable()) {
        int size = (int) Math.min(CHUNK, left);
        left -= size;
        ByteBuf chunk = context.alloc().directBuffer(size).writerIndex(size);
        var unused = context.writeAndFlush(new DefaultQuicStreamFrame(chunk, left == 0));
      }
    }
  }
}
