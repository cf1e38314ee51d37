package io.tessera.transport.quic;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.incubator.codec.quic.Quic;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicChannelOption;
import io.netty.incubator.codec.quic.QuicClientCodecBuilder;
import io.netty.incubator.codec.quic.QuicClosedChannelException;
import io.netty.incubator.codec.quic.QuicCodecBuilder;
import io.netty.incubator.codec.quic.QuicInternals;
import io.netty.incubator.codec.quic.QuicServerCodecBuilder;
import io.netty.incubator.codec.quic.QuicSslEngine;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.NetworkIdentity;
import io.tessera.net.NodeKey;
import io.tessera.net.PeerAddress;
import io.tessera.net.event.ConnectionEvents.ConnectionRefused;
import io.tessera.net.event.NodeEvents;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.ConnectionListener;
import io.tessera.net.transport.Transport;
import io.tessera.net.transport.TransportInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * QUIC on one UDP port, for dialing and for listening. It needs no framework: whoever makes one
 * closes it.
 */
public final class QuicTransport implements Transport, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QuicTransport.class);
  private static final String SERVER_CODEC = "server";
  private static final int RETRY_KEY_SIZE = 32;

  private final QuicSettings settings;
  private final ConnectionListener listener;
  private final Tls tls;
  private final boolean epoll;
  private final EventLoopGroup group;
  private final EventLoop loop;
  private final ReadCycle cycle;
  private final Demux demux;
  private final Channel socket;
  private final Names names;
  private final Ledger ledger = new Ledger();
  private final NodeEvents events;

  /** Accepted handshakes under way; of the event loop. */
  private final Slots handshakes;

  private volatile Thread loopThread;
  private volatile boolean closing;

  /**
   * Begins to listen.
   *
   * @param settings where and how
   * @param key this node's key, which its certificate is made for
   * @param network the chain's network, which names the protocol
   * @param listener takes the connections that peers open
   * @param events is told of attempts, connections and their ends
   * @throws IOException when it cannot listen: the message names address, port and remedy
   */
  public QuicTransport(
      QuicSettings settings,
      NodeKey key,
      NetworkIdentity network,
      ConnectionListener listener,
      NodeEvents events)
      throws IOException {
    if (!Quic.isAvailable()) {
      throw new IOException(
          "there is no native QUIC library for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch"),
          Quic.unavailabilityCause());
    }
    this.settings = settings;
    handshakes = new Slots(settings.maxHandshakes());
    this.listener = listener;
    this.events = events;
    QuicInternals.startGlobalThreads();
    tls = new Tls(Ed25519KeyPair.of(key.seed()), network.protocol());
    InetSocketAddress local = Sockets.local(settings);
    epoll = Sockets.epoll(settings);
    group = Sockets.group(epoll, this::thread);
    loop = group.next();
    names = new Names(InetAddress::getAllByName, loop, settings.connectTimeout());
    cycle = new ReadCycle(loop);
    demux = new Demux(cycle, SERVER_CODEC);
    try {
      socket = Sockets.bind(group, epoll, local, new Codecs());
    } catch (IOException e) {
      stopLoop();
      throw e;
    }
    LOG.info("Listening on {} ({})", text(localAddress()), epoll ? "epoll" : "NIO");
  }

  @Override
  public String name() {
    return "quic";
  }

  @Override
  public List<InetSocketAddress> localAddresses() {
    return List.of(localAddress());
  }

  @Override
  public TransportInfo info() {
    return ledger.info();
  }

  private InetSocketAddress localAddress() {
    return (InetSocketAddress) socket.localAddress();
  }

  // Dialing

  @Override
  public CompletableFuture<Connection> dial(PeerAddress address, boolean builder) {
    return names
        .resolve(address, host -> Sockets.reaches(localAddress().getAddress(), host))
        .thenCompose(host -> dial(new InetSocketAddress(host, address.port()), address, builder));
  }

  private CompletableFuture<Connection> dial(
      InetSocketAddress remote, PeerAddress address, boolean builder) {
    CompletableFuture<Connection> result = new CompletableFuture<>();
    InetAddress local = localAddress().getAddress();
    if (closing) {
      result.completeExceptionally(new IOException("the transport is stopped"));
    } else if (!Sockets.reaches(local, remote.getAddress())) {
      result.completeExceptionally(
          new IOException(
              "a socket on " + local.getHostAddress() + " does not reach " + text(remote)));
    } else {
      PeerCheck check = new PeerCheck(address.name(), tls.protocol(builder));
      try {
        Optional<PeerId> peer = address.peer();
        loop.execute(() -> connect(remote, peer, check, result));
      } catch (RejectedExecutionException e) {
        result.completeExceptionally(new IOException("the transport is stopped", e));
      }
    }
    return result;
  }

  private void connect(
      InetSocketAddress remote,
      Optional<PeerId> peer,
      PeerCheck check,
      CompletableFuture<Connection> result) {
    Attempt attempt = Attempt.out(events, peer, remote);
    Handshake handshake =
        new Handshake(
            tls,
            cycle,
            check,
            true,
            connection -> {
              established(connection, attempt);
              // Not before our Finished has gone out: data in one datagram with it may get lost.
              loop.execute(() -> result.complete(connection));
            },
            reason -> {
              refused(remote, attempt, reason);
              result.completeExceptionally(reason);
            });
    QuicChannel.newBootstrap(socket)
        .handler(handshake)
        .attr(PeerCheck.KEY, check)
        .option(ChannelOption.AUTO_READ, false)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS,
            Math.toIntExact(settings.connectTimeout().toMillis()))
        .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, Sockets.segments(epoll))
        .localConnectionAddress(demux.newId())
        .remoteAddress(remote)
        .connect()
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                handshake.fail(reason(connected.cause()));
              }
            });
  }

  private static IOException reason(Throwable cause) {
    if (cause instanceof QuicClosedChannelException closed && closed.event() != null) {
      return Handshake.refused(closed.event());
    }
    return TlsErrors.of("no connection", cause);
  }

  // Accepting

  /** The socket's pipeline: demux, server codec, client codec. */
  private final class Codecs extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      channel.pipeline().addLast("demux", demux);
      channel.pipeline().addLast(SERVER_CODEC, serverCodec());
      channel
          .pipeline()
          .addLast("client", tuned(new QuicClientCodecBuilder().sslEngineProvider(tls::dial)));
    }
  }

  private ChannelHandler serverCodec() {
    byte[] key = new byte[RETRY_KEY_SIZE];
    new SecureRandom().nextBytes(key);
    QuicServerCodecBuilder builder =
        new QuicServerCodecBuilder()
            .tokenHandler(
                new RetryTokens(
                    key, InstantSource.system(), () -> handshakes.taken() >= settings.retryAbove()))
            .sslEngineProvider(this::acceptEngine)
            .option(ChannelOption.AUTO_READ, false)
            .option(QuicChannelOption.SEGMENTED_DATAGRAM_PACKET_ALLOCATOR, Sockets.segments(epoll))
            .handler(
                new ChannelInitializer<QuicChannel>() {
                  @Override
                  protected void initChannel(QuicChannel channel) {
                    accept(channel);
                  }
                });
    return tuned(builder);
  }

  private <B extends QuicCodecBuilder<B>> ChannelHandler tuned(QuicCodecBuilder<B> builder) {
    return builder
        .maxIdleTimeout(settings.idleTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .maxRecvUdpPayloadSize(Sockets.MAX_DATAGRAM)
        .initialMaxData(settings.connectionWindow())
        .initialMaxStreamDataBidirectionalLocal(settings.streamWindow())
        .initialMaxStreamDataBidirectionalRemote(settings.streamWindow())
        .initialMaxStreamsBidirectional(settings.maxStreams())
        .initialMaxStreamsUnidirectional(0) // JAMNP-S has bidirectional streams only
        .build();
  }

  /** No engine, which drops the packet, when there are too many handshakes. */
  private QuicSslEngine acceptEngine(QuicChannel channel) {
    InetSocketAddress remote = remote(channel);
    if (closing || !handshakes.free(remote.getAddress())) {
      events.tell(new ConnectionRefused(remote));
      return null;
    }
    return tls.accept(channel);
  }

  private void accept(QuicChannel channel) {
    InetSocketAddress remote = remote(channel);
    handshakes.take(remote.getAddress());
    Attempt attempt = Attempt.in(events, remote);
    Handshake handshake =
        new Handshake(
            tls,
            cycle,
            channel.attr(PeerCheck.KEY).get(),
            false,
            connection -> {
              handshakes.giveBack(remote.getAddress());
              established(connection, attempt);
              listener.accepted(connection);
            },
            reason -> {
              handshakes.giveBack(remote.getAddress());
              refused(remote, attempt, reason);
            });
    channel.pipeline().addLast(handshake);
    var deadline =
        loop.schedule(
            () -> handshake.fail(new IOException("the handshake took too long")),
            settings.connectTimeout().toMillis(),
            TimeUnit.MILLISECONDS);
    channel
        .closeFuture()
        .addListener(
            closed -> {
              deadline.cancel(false);
              handshake.closed(channel);
            });
  }

  private static InetSocketAddress remote(QuicChannel channel) {
    return Sockets.plain((InetSocketAddress) channel.remoteSocketAddress());
  }

  private void established(QuicConnection connection, Attempt attempt) {
    LOG.trace("{} established", connection);
    connection.bound(new Churn(settings.maxStreams()));
    ledger.opened(connection);
    attempt.connected(connection);
    connection.channel().closeFuture().addListener(closed -> ledger.closed(connection));
    KeepAlive.start(connection, settings);
  }

  private void refused(InetSocketAddress remote, Attempt attempt, IOException reason) {
    String line = text(remote) + ": " + reason.getMessage();
    ledger.refused(line);
    attempt.failed(reason);
    LOG.debug("No connection with {}", line);
  }

  // Stopping

  /**
   * Closes all connections, telling the peers, and the socket, and waits until no thread is left.
   * Not to be called on an event loop; on a virtual thread it waits for a platform thread.
   */
  @Override
  public void close() {
    if (Thread.currentThread().isVirtual()) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      Thread.ofPlatform()
          .name("tessera-quic-stop")
          .start(
              () -> {
                closeAndWait();
                done.complete(null);
              });
      done.join();
    } else {
      closeAndWait();
    }
  }

  private synchronized void closeAndWait() {
    if (closing) {
      return;
    }
    closing = true;
    names.close();
    loop.submit(() -> ledger.open().forEach(each -> each.closeNow(0, "the node stops")))
        .awaitUninterruptibly();
    socket.close().awaitUninterruptibly();
    stopLoop();
    LOG.info("Stopped listening on {}", text(localAddress()));
  }

  private Thread thread(Runnable task) {
    loopThread = new FastThreadLocalThread(task, "tessera-quic");
    loopThread.setDaemon(true);
    return loopThread;
  }

  /** The thread itself is waited for too: while it lives, so do this bundle's classes. */
  private void stopLoop() {
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    group.terminationFuture().awaitUninterruptibly();
    boolean interrupted = false;
    while (loopThread != null && loopThread.isAlive()) {
      try {
        loopThread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    FastThreadLocal.removeAll();
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
