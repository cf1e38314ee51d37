package io.tessera.net;

import io.tessera.lib.codec.PeerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a peer listens, and who it is when that is known.
 *
 * @param host IPv4 or IPv6 address literal, or a DNS name
 * @param family what a DNS name is looked up for
 * @param port UDP port, 1 to 65535
 * @param name the peer expected there
 */
public record PeerAddress(String host, Family family, int port, Optional<PeerName> name) {
  /** Which addresses of a DNS name are used. */
  public enum Family {
    /** Those that there are. */
    ANY,
    /** IPv4 only. */
    IP4,
    /** IPv6 only. */
    IP6;

    /** Whether an address is of this family. */
    public boolean includes(InetAddress address) {
      return this == ANY || (this == IP4) == (address.getAddress().length == 4);
    }
  }

  /** Checks the port's range. */
  public PeerAddress {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
    }
  }

  /** An address of either family, and the peer there when its key is known. */
  public PeerAddress(String host, int port, Optional<PeerId> peer) {
    this(host, Family.ANY, port, peer.map(PeerName::of));
  }

  /**
   * Reads {@code /ip4/1.2.3.4/udp/30333/quic-v1/p2p/<peer id>} (also {@code ip6}, {@code dns},
   * {@code dns4}, {@code dns6}), {@code /ip4/1.2.3.4/tcp/30333/p2p/<peer id>} as older files have
   * it (QUIC is spoken there all the same), JIP-4's {@code <peer id>@<ip>:<port>}, or {@code
   * <ip>:<port>}. The peer id is one that {@link PeerName#parse} reads.
   *
   * @throws IllegalArgumentException when it is none of these: the message says what is wrong
   */
  public static PeerAddress parse(String text) {
    return AddressText.parse(text);
  }

  /** The address of a socket. */
  public static PeerAddress of(InetSocketAddress address, PeerId peer) {
    return new PeerAddress(
        address.getAddress().getHostAddress(), address.getPort(), Optional.of(peer));
  }

  /** The peer expected, when its key is known. */
  public Optional<PeerId> peer() {
    return name.flatMap(PeerName::peer);
  }

  /** Whether a peer that has proved its key may be the one there. */
  public boolean admits(PeerId proven) {
    return name.map(expected -> expected.admits(proven)).orElse(true);
  }

  /** The host, when it is an address literal; no name is looked up. */
  public Optional<InetAddress> literal() {
    return AddressText.literal(host);
  }

  /**
   * JIP-4's form, {@code <peer id>@<ip>:<port>}, without the first part when it is not known;
   * {@code /dns4/…} and {@code /dns6/…} where the family matters. {@link #parse} reads it.
   */
  @Override
  public String toString() {
    if (family != Family.ANY) {
      String protocol = family == Family.IP4 ? "/dns4/" : "/dns6/";
      String peer = name.map(expected -> "/p2p/" + expected).orElse("");
      return protocol + host + "/udp/" + port + "/quic-v1" + peer;
    }
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return name.map(expected -> expected + "@").orElse("") + shown + ":" + port;
  }
}
