package io.tessera.operator.rpc;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.tessera.net.Workers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket, with its one thread, and the connections. */
final class RpcServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);

  /** An upgrade request has some 300 bytes. */
  private static final int HTTP_LINE = 1_024;

  private static final int HTTP_HEADERS = 8_192;
  private static final int BACKLOG = 16;

  /** Bytes on their way to a client at which no more are taken, and from which on again. */
  private static final WriteBufferWaterMark OUTBOUND =
      new WriteBufferWaterMark(64 * 1024, 256 * 1024);

  private final Limits limits;
  private final Dispatcher dispatcher;
  private final Workers workers;
  private final AtomicLong ids = new AtomicLong();
  private final Unread unread = new Unread(Unread.MOST);
  private final Map<Channel, Frames> connections = new ConcurrentHashMap<>();
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final NioEventLoopGroup group;
  private Thread thread;
  private Channel socket;
  private boolean closing;
  private boolean closed;

  /** A server that does not listen yet. */
  RpcServer(Limits limits, Dispatcher dispatcher, Workers workers) {
    this.limits = limits;
    this.dispatcher = dispatcher;
    this.workers = workers;
    group = new NioEventLoopGroup(1, this::thread);
  }

  private Thread thread(Runnable task) {
    thread = new FastThreadLocalThread(task, "tessera-rpc");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Listens.
   *
   * @throws IOException when it cannot; the server is closed then
   */
  void open(InetSocketAddress address) throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OUTBOUND)
            .childHandler(new Connected())
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      close();
      throw new IOException(bound.cause().getMessage(), bound.cause());
    }
    socket = bound.channel();
  }

  /** Where it listens, with the real port. */
  InetSocketAddress address() {
    return (InetSocketAddress) socket.localAddress();
  }

  /** How many connections there are. */
  int connections() {
    return connections.size();
  }

  /** Something may have changed that a subscription looks at. Never blocks. */
  void changed() {
    sessions.forEach(Session::changed);
  }

  private final class Connected extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      if (closing || connections.size() >= limits.connections()) {
        LOG.debug("RPC client {} is one too many", channel.remoteAddress());
        var unused = channel.close();
        return;
      }
      Frames frames = new Frames(limits, RpcServer.this::session);
      connections.put(channel, frames);
      var unused = channel.closeFuture().addListener(ended -> connections.remove(channel));
      channel
          .pipeline()
          .addLast(new IdleStateHandler(limits.ping().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
          .addLast(new HttpServerCodec(HTTP_LINE, HTTP_HEADERS, HTTP_HEADERS))
          .addLast(new HttpObjectAggregator(HTTP_LINE))
          .addLast(new Door(limits.origins()))
          .addLast(new WebSocketServerProtocolHandler(webSocket()))
          .addLast(new WebSocketFrameAggregator(limits.message()))
          .addLast(frames);
    }
  }

  /** Pongs go on to nobody; that they came is seen before. */
  private WebSocketServerProtocolConfig webSocket() {
    return WebSocketServerProtocolConfig.newBuilder()
        .websocketPath("/")
        .decoderConfig(
            WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(limits.message())
                .allowExtensions(false)
                .closeOnProtocolViolation(false) // Frames does, and says why
                .build())
        .handshakeTimeoutMillis(limits.ping().toMillis())
        .build();
  }

  private Session session(Client client) {
    Session session =
        new Session(client, dispatcher, limits, workers, ids, unread, sessions::remove);
    sessions.add(session);
    return session;
  }

  /**
   * Ends all connections, then waits until the thread has ended: it holds this bundle's classes.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    group.submit(this::closeAll).awaitUninterruptibly();
    if (socket != null) {
      socket.close().awaitUninterruptibly();
    }
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    sessions.forEach(Session::close);
    join();
    FastThreadLocal.removeAll();
  }

  private void closeAll() {
    closing = true;
    connections.forEach(
        (channel, frames) ->
            frames.close(
                channel.pipeline().context(frames),
                WebSocketCloseStatus.ENDPOINT_UNAVAILABLE,
                "the RPC is switched off"));
  }

  private void join() {
    boolean interrupted = false;
    while (thread != null && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
