package io.tessera.net;

import io.tessera.lib.codec.PeerId;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a peer listens, and who it is when that is known.
 *
 * @param host IPv4 or IPv6 address literal, or a DNS name
 * @param port UDP port, 1 to 65535
 * @param peer the peer expected there
 */
public record PeerAddress(String host, int port, Optional<PeerId> peer) {
  private static final Pattern MULTIADDR =
      Pattern.compile("/(ip4|ip6|dns4|dns6|dns)/([^/]+)/udp/(\\d+)/quic-v1(?:/p2p/([^/]+))?");
  private static final Pattern AT = Pattern.compile("([^@]+)@(.+)");
  private static final Pattern HOST_PORT = Pattern.compile("\\[?([^\\]]+?)\\]?:(\\d+)");

  /** Checks the port's range. */
  public PeerAddress {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
    }
  }

  /**
   * Reads {@code /ip4/1.2.3.4/udp/30333/quic-v1/p2p/<peer id>} (also {@code ip6}, {@code dns4},
   * {@code dns6}), JIP-4's {@code <peer id>@<ip>:<port>}, or {@code <ip>:<port>}.
   *
   * @throws IllegalArgumentException when it is none of these: the message says what is wrong
   */
  public static PeerAddress parse(String text) {
    Matcher multiaddr = MULTIADDR.matcher(text);
    if (multiaddr.matches()) {
      return new PeerAddress(
          multiaddr.group(2),
          port(multiaddr.group(3), text),
          Optional.ofNullable(multiaddr.group(4)).map(PeerId::parse));
    }
    Optional<PeerId> peer = Optional.empty();
    String hostAndPort = text;
    Matcher at = AT.matcher(text);
    if (at.matches()) {
      peer = Optional.of(PeerId.parse(at.group(1)));
      hostAndPort = at.group(2);
    }
    Matcher plain = HOST_PORT.matcher(hostAndPort);
    if (text.startsWith("/") || !plain.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no peer address; write /ip4/<address>/udp/<port>/quic-v1/p2p/<peer id>"
              + " or <peer id>@<ip>:<port>");
    }
    return new PeerAddress(plain.group(1), port(plain.group(2), text), peer);
  }

  private static int port(String digits, String text) {
    if (digits.length() > 5) {
      throw new IllegalArgumentException("port " + digits + " in '" + text + "' is above 65535");
    }
    return Integer.parseInt(digits);
  }

  /** The address of a socket. */
  public static PeerAddress of(InetSocketAddress address, PeerId peer) {
    return new PeerAddress(
        address.getAddress().getHostAddress(), address.getPort(), Optional.of(peer));
  }

  /** JIP-4's form, {@code <peer id>@<ip>:<port>}, without the first part when it is not known. */
  @Override
  public String toString() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return peer.map(id -> id.name() + "@").orElse("") + shown + ":" + port;
  }
}
