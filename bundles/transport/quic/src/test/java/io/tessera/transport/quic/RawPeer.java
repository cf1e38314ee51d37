package io.tessera.transport.quic;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.incubator.codec.quic.InsecureQuicTokenHandler;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicClientCodecBuilder;
import io.netty.incubator.codec.quic.QuicConnectionCloseEvent;
import io.netty.incubator.codec.quic.QuicServerCodecBuilder;
import io.netty.incubator.codec.quic.QuicSslContext;
import io.netty.incubator.codec.quic.QuicSslContextBuilder;
import io.tessera.net.PeerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509ExtendedKeyManager;

/** A QUIC peer of bare Netty that shows any certificate and does as it likes. */
final class RawPeer implements AutoCloseable {
  /** To the byte what goes over the wire on {@link Node#CHAIN}. */
  static final String PROTOCOL = "jamnp-s/0/2bf11dc5";

  /** Why the other side has closed the last connection. */
  final CompletableFuture<QuicConnectionCloseEvent> refused = new CompletableFuture<>();

  final CompletableFuture<QuicChannel> accepted = new CompletableFuture<>();
  private final EventLoopGroup group = new NioEventLoopGroup(1);
  private final Channel socket;

  private RawPeer(ChannelHandler codec) throws InterruptedException {
    socket =
        new Bootstrap()
            .group(group)
            .channel(NioDatagramChannel.class)
            .handler(codec)
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
  }

  private final class Watch extends ChannelInboundHandlerAdapter {
    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      accepted.complete((QuicChannel) context.channel());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof QuicConnectionCloseEvent close) {
        refused.complete(close);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      accepted.completeExceptionally(cause);
    }
  }

  /** A peer that dials; shows no certificate when there is no manager. */
  static RawPeer client(Optional<X509ExtendedKeyManager> key, String protocol) throws Exception {
    return client(key, protocol, Skills.ALL, 5_000);
  }

  static RawPeer client(Optional<X509ExtendedKeyManager> key, String protocol, Skills skills)
      throws Exception {
    return client(key, protocol, skills, 5_000);
  }

  /** The same with an idle timeout, in milliseconds. */
  static RawPeer client(Optional<X509ExtendedKeyManager> key, String protocol, long idle)
      throws Exception {
    return client(key, protocol, Skills.ALL, idle);
  }

  private static RawPeer client(
      Optional<X509ExtendedKeyManager> key, String protocol, Skills skills, long idle)
      throws Exception {
    QuicSslContextBuilder tls =
        skills.to(QuicSslContextBuilder.forClient()).applicationProtocols(protocol);
    key.ifPresent(manager -> tls.keyManager(manager, null));
    QuicSslContext context = tls.build();
    return new RawPeer(
        new QuicClientCodecBuilder()
            .sslEngineProvider(channel -> context.newEngine(channel.alloc()))
            .maxIdleTimeout(idle, TimeUnit.MILLISECONDS)
            .initialMaxData(1 << 20)
            .initialMaxStreamDataBidirectionalLocal(1 << 20)
            .initialMaxStreamDataBidirectionalRemote(1 << 20)
            .initialMaxStreamsBidirectional(10)
            .build());
  }

  /** A peer that listens. */
  static RawPeer server(X509ExtendedKeyManager key, String protocol, ChannelHandler streams)
      throws Exception {
    return server(key, protocol, streams, Skills.ALL);
  }

  static RawPeer server(
      X509ExtendedKeyManager key, String protocol, ChannelHandler streams, Skills skills)
      throws Exception {
    QuicSslContext context =
        skills
            .to(QuicSslContextBuilder.forServer(key, null))
            .clientAuth(ClientAuth.REQUIRE)
            .applicationProtocols(protocol)
            .build();
    Listener listener = new Listener();
    RawPeer peer =
        new RawPeer(
            new QuicServerCodecBuilder()
                .sslEngineProvider(channel -> context.newEngine(channel.alloc()))
                .maxIdleTimeout(500, TimeUnit.MILLISECONDS)
                .initialMaxData(1 << 20)
                .initialMaxStreamDataBidirectionalLocal(1 << 20)
                .initialMaxStreamDataBidirectionalRemote(1 << 20)
                .initialMaxStreamsBidirectional(10)
                .tokenHandler(InsecureQuicTokenHandler.INSTANCE)
                .handler(listener)
                .streamHandler(streams)
                .build());
    listener.watch = peer.new Watch();
    return peer;
  }

  /** Passes events to a watch that is made after it. */
  private static final class Listener extends ChannelInboundHandlerAdapter {
    private volatile Watch watch;

    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      context.pipeline().addLast(watch);
    }
  }

  int port() {
    return ((InetSocketAddress) socket.localAddress()).getPort();
  }

  PeerAddress address() {
    return new PeerAddress("127.0.0.1", port(), Optional.empty());
  }

  /** Dials and gives the channel back, whether or not the acceptor likes it. */
  CompletableFuture<QuicChannel> dial(Node node) {
    CompletableFuture<QuicChannel> result = new CompletableFuture<>();
    QuicChannel.newBootstrap(socket)
        .handler(new Watch())
        .streamHandler(new ChannelInboundHandlerAdapter())
        .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()))
        .connect()
        .addListener(
            done -> {
              if (done.isSuccess()) {
                result.complete((QuicChannel) done.getNow());
              } else {
                result.completeExceptionally(done.cause());
              }
            });
    return result;
  }

  /** Falls silent: no packet is read any more. */
  void vanish() {
    socket.config().setAutoRead(false);
  }

  @Override
  public void close() {
    socket.close().awaitUninterruptibly();
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
