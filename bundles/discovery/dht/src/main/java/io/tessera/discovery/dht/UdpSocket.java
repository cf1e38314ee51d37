package io.tessera.discovery.dht;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.tuweni.bytes.Bytes;
import org.ethereum.beacon.discovery.network.NettyDiscoveryServer;
import org.ethereum.beacon.discovery.pipeline.Envelope;
import org.ethereum.beacon.discovery.pipeline.Field;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * The node's UDP socket with its one thread, which decrypts and answers packets. In place of the
 * library's own, which binds late, ends slowly and looks at every packet.
 */
final class UdpSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);
  private static final int MAX_PACKET = 1_280; // discv5-wire.md, "UDP Communication"
  private static final int PATIENCE_SECONDS = 2;

  private final NioEventLoopGroup group;
  private final NioDatagramChannel channel;
  private final Sinks.Many<Envelope> packets = Sinks.many().multicast().directBestEffort();
  private final PacketLimit limit = new PacketLimit(System::nanoTime);
  private final LongAdder refused = new LongAdder();

  /**
   * Binds.
   *
   * @throws IOException when it cannot; the message says where and why
   */
  UdpSocket(InetSocketAddress listen, String name) throws IOException {
    group = new NioEventLoopGroup(1, OwnedThreads.factory(name + "-socket"));
    ChannelFuture bound =
        new Bootstrap()
            .group(group)
            .channel(NioDatagramChannel.class)
            .handler(new Incoming())
            .bind(listen)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      close();
      throw new IOException(
          "cannot listen on UDP " + listen + ": " + bound.cause().getMessage(), bound.cause());
    }
    channel = (NioDatagramChannel) bound.channel();
  }

  /** Where it is bound, with the real port. */
  InetSocketAddress local() {
    return channel.localAddress();
  }

  /** Packets that came too fast. */
  long refused() {
    return refused.sum();
  }

  /**
   * The socket as the library wants it: one server for each kind of address that it reaches, which
   * are two when it is bound to all of both.
   */
  List<NettyDiscoveryServer> servers() {
    InetSocketAddress local = local();
    List<NettyDiscoveryServer> servers = new ArrayList<>();
    servers.add(new View(local, packets.asFlux()));
    if (local.getAddress() instanceof Inet6Address all && all.isAnyLocalAddress()) {
      servers.add(new View(new InetSocketAddress(anyIpv4(), local.getPort()), Flux.never()));
    }
    return servers;
  }

  private static InetAddress anyIpv4() {
    try {
      return InetAddress.getByAddress(new byte[4]);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("4 bytes are an address", impossible);
    }
  }

  /** Closes and waits until the thread has ended. */
  @Override
  public void close() {
    if (channel != null) {
      channel.close().awaitUninterruptibly();
    }
    group.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    if (!group.isTerminated()) {
      LOG.error("The DHT's socket thread does not end within {} s", PATIENCE_SECONDS);
    }
  }

  /**
   * Not a SimpleChannelInboundHandler: of these Netty remembers the class on the thread that makes
   * one, which would keep this bundle's classes after a swap.
   */
  private final class Incoming extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      DatagramPacket packet = (DatagramPacket) message;
      try {
        take(packet);
      } finally {
        packet.release();
      }
    }

    private void take(DatagramPacket packet) {
      int size = packet.content().readableBytes();
      if (size > MAX_PACKET || !limit.admits(packet.sender().getAddress())) {
        refused.increment();
        return;
      }
      byte[] bytes = new byte[size];
      packet.content().readBytes(bytes);
      Envelope envelope = new Envelope();
      envelope.put(Field.INCOMING, Bytes.wrap(bytes));
      envelope.put(Field.REMOTE_SENDER, packet.sender());
      packets.tryEmitNext(envelope);
    }

    /** Such as an ICMP answer to a packet to a node that is gone. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.debug("DHT socket: {}", cause.toString());
    }
  }

  /** The socket is bound before the library starts, and closed after it has stopped. */
  private final class View implements NettyDiscoveryServer {
    private final InetSocketAddress address;
    private final Publisher<Envelope> incoming;

    View(InetSocketAddress address, Publisher<Envelope> incoming) {
      this.address = address;
      this.incoming = incoming;
    }

    @Override
    public CompletableFuture<NioDatagramChannel> start() {
      return CompletableFuture.completedFuture(channel);
    }

    @Override
    public void stop() {}

    @Override
    public InetSocketAddress getListenAddress() {
      return address;
    }

    @Override
    public Publisher<Envelope> getIncomingPackets() {
      return incoming;
    }
  }
}
