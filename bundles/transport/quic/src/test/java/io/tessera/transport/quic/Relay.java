package io.tessera.transport.quic;

import io.tessera.net.PeerAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A hop on loopback between one dialer and an acceptor, which sees each datagram: in the headers of
 * a handshake's packets the kind and the token are in the clear (RFC 9000, section 17.2).
 */
class Relay implements AutoCloseable {
  private static final int LONG = 0x80;
  private static final int KIND = 0x30;
  private static final int RETRY = 0x30;
  private static final int ID_LENGTH = 5;

  /** Retry packets of the acceptor. */
  final AtomicInteger retries = new AtomicInteger();

  private final DatagramSocket front = socket();
  private final DatagramSocket back = socket();
  private final SocketAddress acceptor;
  private volatile SocketAddress dialer;

  Relay(Node acceptor) throws IOException {
    this.acceptor = new InetSocketAddress(InetAddress.getLoopbackAddress(), acceptor.port());
    Thread.ofVirtual().start(() -> pump(front));
    Thread.ofVirtual().start(() -> pump(back));
  }

  static DatagramSocket socket() throws IOException {
    return new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  /** Whether a datagram of the dialer goes on. */
  boolean there(byte[] datagram) {
    return true;
  }

  /** Whether a datagram of the acceptor goes on. */
  boolean back(byte[] datagram) {
    return true;
  }

  /** Where to dial. */
  PeerAddress address() {
    return new PeerAddress("127.0.0.1", front.getLocalPort(), Optional.empty());
  }

  /** The port that the acceptor sees. */
  int port() {
    return back.getLocalPort();
  }

  /** Sends from the port that the acceptor sees. */
  void send(byte[] datagram, Node to) throws IOException {
    send(back, datagram, to);
  }

  static void send(DatagramSocket from, byte[] datagram, Node to) throws IOException {
    from.send(
        new DatagramPacket(datagram, datagram.length, InetAddress.getLoopbackAddress(), to.port()));
  }

  /** Whether it is an Initial packet that brings a token. */
  static boolean hasToken(byte[] datagram) {
    if ((datagram[0] & LONG) == 0 || (datagram[0] & KIND) != 0) {
      return false;
    }
    int own = ID_LENGTH + 1 + datagram[ID_LENGTH];
    return datagram[own + 1 + datagram[own]] != 0;
  }

  private void pump(DatagramSocket from) {
    DatagramPacket packet =
        new DatagramPacket(new byte[Sockets.MAX_DATAGRAM], Sockets.MAX_DATAGRAM);
    try {
      while (true) {
        packet.setLength(Sockets.MAX_DATAGRAM);
        from.receive(packet);
        byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
        if (from.equals(front)) {
          dialer = packet.getSocketAddress();
          if (there(datagram)) {
            back.send(new DatagramPacket(datagram, datagram.length, acceptor));
          }
        } else {
          if ((datagram[0] & LONG) != 0 && (datagram[0] & KIND) == RETRY) {
            retries.incrementAndGet();
          }
          if (back(datagram)) {
            front.send(new DatagramPacket(datagram, datagram.length, dialer));
          }
        }
      }
    } catch (IOException e) {
      if (!from.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    front.close();
    back.close();
  }
}
