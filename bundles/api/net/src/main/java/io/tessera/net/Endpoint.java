package io.tessera.net;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.JamReader;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.PeerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * An IP address and a UDP port as validators' metadata has them (JAMNP-S, "Required connectivity"):
 * 16 bytes of IPv6 address, an IPv4 address being mapped into {@code ::ffff:0:0/96}, then the port
 * as two bytes, lowest first.
 *
 * @param ip the 16 bytes of the IPv6 address
 * @param port UDP port, 0 to 65535; 0 reaches nobody
 */
public record Endpoint(Bytes ip, int port) {
  /** Length of the encoding in bytes. */
  public static final int SIZE = 18;

  /** The 18 bytes. */
  public static final Codec<Endpoint> CODEC = Codec.of("endpoint", Endpoint::read, Endpoint::write);

  private static final int IP_SIZE = 16;

  /** Checks the lengths. */
  public Endpoint {
    if (ip.size() != IP_SIZE || port < 0 || port > 65535) {
      throw new IllegalArgumentException(
          "an endpoint has 16 bytes of address and a port up to 65535");
    }
  }

  /** Where a socket is. */
  public static Endpoint of(InetSocketAddress socket) {
    byte[] address = socket.getAddress().getAddress();
    byte[] ip = new byte[IP_SIZE];
    if (address.length < IP_SIZE) {
      Arrays.fill(ip, 10, 12, (byte) 0xff);
    }
    System.arraycopy(address, 0, ip, IP_SIZE - address.length, address.length);
    return new Endpoint(Bytes.wrap(ip), socket.getPort());
  }

  /** The address as a socket's: an IPv4 one where it is mapped. */
  public InetAddress address() {
    try {
      return InetAddress.getByAddress(ip.toByteArray());
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("16 bytes are an IPv6 address", impossible);
    }
  }

  /** Where to dial a peer; empty when nobody can be there: no address, a group's, or port 0. */
  public Optional<PeerAddress> dial(PeerId peer) {
    InetAddress address = address();
    if (port == 0 || address.isAnyLocalAddress() || address.isMulticastAddress()) {
      return Optional.empty();
    }
    return Optional.of(PeerAddress.of(new InetSocketAddress(address, port), peer));
  }

  /**
   * Whether the address means something on its own network only: loopback, link-local, RFC 1918,
   * RFC 4193 (fc00::/7) or the shared space of RFC 6598 (100.64.0.0/10).
   */
  public boolean isPrivate() {
    InetAddress address = address();
    byte[] raw = address.getAddress();
    boolean uniqueLocal = raw.length == IP_SIZE && (raw[0] & 0xfe) == 0xfc;
    boolean shared = raw.length == 4 && raw[0] == 100 && (raw[1] & 0xc0) == 64;
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || uniqueLocal
        || shared;
  }

  private static Endpoint read(JamReader in) {
    return new Endpoint(Bytes.wrap(in.bytes(IP_SIZE)), in.u16());
  }

  private void write(JamWriter out) {
    out.bytes(ip);
    out.u16(port);
  }

  /** For people: {@code 1.2.3.4:5} or {@code [::1]:5}. */
  @Override
  public String toString() {
    InetAddress address = address();
    String host = address.getHostAddress();
    return (address.getAddress().length == IP_SIZE ? "[" + host + "]" : host) + ":" + port;
  }
}
