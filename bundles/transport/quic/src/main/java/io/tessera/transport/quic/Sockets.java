package io.tessera.transport.quic;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.incubator.codec.quic.EpollQuicUtils;
import io.netty.incubator.codec.quic.SegmentedDatagramPacketAllocator;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ThreadFactory;

/** UDP sockets: with epoll, which sends and receives in batches, or with what every JDK has. */
final class Sockets {
  /** What a datagram may bring: what an Ethernet frame holds. */
  static final int MAX_DATAGRAM = 1_500;

  /** Datagrams that one system call sends. */
  private static final int SEGMENTS = 16;

  /** Room for the datagrams that one system call receives. */
  private static final int RECEIVE_ROOM = 64 << 10;

  private static final int SOCKET_BUFFER = 4 << 20;
  private static final int MAPPED_PREFIX = 12;

  private Sockets() {}

  static boolean epoll(QuicSettings settings) {
    return settings.nativeIo() && Epoll.isAvailable();
  }

  static EventLoopGroup group(boolean epoll, ThreadFactory threads) {
    return epoll ? new EpollEventLoopGroup(1, threads) : new NioEventLoopGroup(1, threads);
  }

  static SegmentedDatagramPacketAllocator segments(boolean epoll) {
    return epoll
        ? EpollQuicUtils.newSegmentedAllocator(SEGMENTS)
        : SegmentedDatagramPacketAllocator.NONE;
  }

  /** The address to listen on. */
  static InetSocketAddress local(QuicSettings settings) throws IOException {
    try {
      return new InetSocketAddress(InetAddress.getByName(settings.address()), settings.port());
    } catch (UnknownHostException e) {
      throw new IOException(
          "cannot listen on '"
              + settings.address()
              + "': not an address; set network_config.listening_address to 0.0.0.0, :: or an"
              + " address of this machine",
          e);
    }
  }

  /** Opens the socket; blocks for a moment, so not for an event loop. */
  static Channel bind(
      EventLoopGroup group, boolean epoll, InetSocketAddress local, ChannelHandler handler)
      throws IOException {
    boolean ipv4 = local.getAddress() instanceof Inet4Address;
    InternetProtocolFamily family =
        ipv4 ? InternetProtocolFamily.IPv4 : InternetProtocolFamily.IPv6;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
            .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
            .handler(handler);
    if (epoll) {
      bootstrap
          .channelFactory(() -> new EpollDatagramChannel(family))
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM)
          .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_ROOM));
    } else {
      bootstrap
          .channelFactory(() -> new NioDatagramChannel(family))
          .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM));
    }
    ChannelFuture bound = bootstrap.bind(local).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(problem(local, bound.cause()), bound.cause());
    }
    return bound.channel();
  }

  private static String problem(InetSocketAddress local, Throwable cause) {
    String said = String.valueOf(cause.getMessage());
    String what = "cannot listen on " + local.getAddress().getHostAddress();
    int port = local.getPort();
    if (said.toLowerCase(Locale.ROOT).contains("in use")) {
      return what
          + ": UDP port "
          + port
          + " is in use by another program; stop it or set network_config.listening_port to"
          + " another port";
    }
    return what
        + ", UDP port "
        + port
        + ": "
        + said
        + "; set network_config.listening_address to an address of this machine and"
        + " network_config.listening_port to a free port above 1023";
  }

  /** Whether packets can go from a socket that listens on {@code local} to {@code remote}. */
  static boolean reaches(InetAddress local, InetAddress remote) {
    boolean sameFamily = local.getClass() == remote.getClass();
    return sameFamily || (local instanceof Inet6Address && local.isAnyLocalAddress());
  }

  /** The address with an IPv4 address as such, also where a socket for both shows it mapped. */
  static InetSocketAddress plain(InetSocketAddress address) {
    byte[] bytes = address.getAddress().getAddress();
    boolean mapped =
        bytes.length > MAPPED_PREFIX
            && bytes[MAPPED_PREFIX - 1] == -1
            && bytes[MAPPED_PREFIX - 2] == -1
            && Arrays.equals(
                bytes, 0, MAPPED_PREFIX - 2, new byte[MAPPED_PREFIX - 2], 0, MAPPED_PREFIX - 2);
    if (!mapped) {
      return address;
    }
    try {
      byte[] ipv4 = Arrays.copyOfRange(bytes, MAPPED_PREFIX, bytes.length);
      return new InetSocketAddress(InetAddress.getByAddress(ipv4), address.getPort());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an IPv4 address", e);
    }
  }
}
