package io.tessera.net;

import io.tessera.net.PeerAddress.Family;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the forms of {@link PeerAddress}, and says what is wrong with others. */
final class AddressText {
  private static final int MAX_LENGTH = 512;
  private static final Pattern BYTE = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]+(\\d+(\\.\\d+){3})?(%\\w+)?");
  private static final Pattern LABELS =
      Pattern.compile(
          "[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]"
              + "([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?");
  private static final int MAX_NAME = 253;
  private static final String FORMS =
      "write /ip4/<address>/udp/<port>/quic-v1/p2p/<peer id> or <peer id>@<ip>:<port>";

  private AddressText() {}

  static PeerAddress parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("an address of " + text.length() + " characters");
    }
    try {
      return text.startsWith("/") ? multiaddr(text) : plain(text);
    } catch (IllegalArgumentException bad) {
      throw new IllegalArgumentException("'" + text + "' is no peer address; " + bad.getMessage());
    }
  }

  /** {@code /<address>/<port>/p2p/<peer id>}, each part two words or three. */
  private static PeerAddress multiaddr(String text) {
    List<String> words = Arrays.asList(text.substring(1).split("/", -1));
    if (words.size() < 4) {
      throw new IllegalArgumentException(FORMS);
    }
    Family family = family(words.get(0));
    String host = host(words.get(0), words.get(1));
    String transport = words.get(2);
    int port = port(words.get(3));
    int used = 4;
    if (transport.equals("udp")) {
      used = 5;
      if (words.size() < used || !words.get(4).equals("quic-v1")) {
        throw new IllegalArgumentException("after the UDP port comes /quic-v1");
      }
    } else if (!transport.equals("tcp")) {
      throw new IllegalArgumentException("'" + transport + "' is neither udp nor tcp");
    }
    List<String> rest = words.subList(used, words.size());
    if (rest.isEmpty()) {
      return new PeerAddress(host, family, port, Optional.empty());
    }
    if (rest.size() != 2 || !rest.get(0).equals("p2p")) {
      throw new IllegalArgumentException(
          "'/" + String.join("/", rest) + "' at its end is not /p2p/<peer id>");
    }
    return new PeerAddress(host, family, port, Optional.of(PeerName.parse(rest.get(1))));
  }

  private static Family family(String protocol) {
    return switch (protocol) {
      case "dns4" -> Family.IP4;
      case "dns6" -> Family.IP6;
      case "ip4", "ip6", "dns" -> Family.ANY; // a literal has the family that it has
      default ->
          throw new IllegalArgumentException(
              "'" + protocol + "' is none of ip4, ip6, dns, dns4 and dns6");
    };
  }

  private static String host(String protocol, String host) {
    boolean good =
        switch (protocol) {
          case "ip4" -> isIpv4(host);
          case "ip6" -> isIpv6(host);
          default -> isName(host);
        };
    if (!good) {
      String what =
          protocol.startsWith("ip") ? "IPv" + protocol.charAt(2) + " address" : "DNS name";
      throw new IllegalArgumentException("'" + host + "' is no " + what);
    }
    return host;
  }

  private static PeerAddress plain(String text) {
    int at = text.indexOf('@');
    Optional<PeerName> name =
        at < 0 ? Optional.empty() : Optional.of(PeerName.parse(text.substring(0, at)));
    String socket = text.substring(at + 1);
    int colon = socket.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException(FORMS);
    }
    String host = socket.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    if (!isIpv4(host) && !isIpv6(host) && !isName(host)) {
      throw new IllegalArgumentException("'" + host + "' is neither an IP address nor a DNS name");
    }
    return new PeerAddress(host, Family.ANY, port(socket.substring(colon + 1)), name);
  }

  private static int port(String digits) {
    if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65535 || digits.equals("0")) {
      throw new IllegalArgumentException("'" + digits + "' is no port from 1 to 65535");
    }
    return Integer.parseInt(digits);
  }

  static boolean isIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    return parts.length == 4
        && Arrays.stream(parts)
            .allMatch(part -> BYTE.matcher(part).matches() && Integer.parseInt(part) <= 255);
  }

  static boolean isIpv6(String text) {
    if (text.indexOf(':') < 0 || !IPV6.matcher(text).matches()) {
      return false;
    }
    int zone = text.indexOf('%'); // its interface need not be there now
    return ipv6(zone < 0 ? text : text.substring(0, zone)).isPresent();
  }

  /** A name, which is no number: those that end with one are broken IPv4 addresses. */
  private static boolean isName(String text) {
    String last = text.substring(text.lastIndexOf('.') + 1);
    return text.length() <= MAX_NAME && LABELS.matcher(text).matches() && !last.matches("\\d+");
  }

  static Optional<InetAddress> literal(String host) {
    if (isIpv4(host)) {
      byte[] raw = new byte[4];
      String[] parts = host.split("\\.", -1);
      for (int i = 0; i < raw.length; i++) {
        raw[i] = (byte) Integer.parseInt(parts[i]);
      }
      return address(raw);
    }
    return isIpv6(host) ? ipv6(host) : Optional.empty();
  }

  private static Optional<InetAddress> address(byte[] raw) {
    try {
      return Optional.of(InetAddress.getByAddress(raw));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("four bytes are an address", impossible);
    }
  }

  /** In brackets nothing is looked up as a name. */
  private static Optional<InetAddress> ipv6(String text) {
    try {
      return Optional.of(InetAddress.getByName("[" + text + "]"));
    } catch (UnknownHostException bad) {
      return Optional.empty();
    }
  }
}
