package io.tessera.testing.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Free ports in the place of those that a document names: the same one for the same, always. */
final class DocPorts {
  /** Behind an address, as the value of a key of a configuration, and as an option of ssh. */
  private static final Pattern PORT =
      Pattern.compile("(?<=:|port\": |port=|-p )([1-9][0-9]{3,4})\\b");

  private final Map<String, Integer> free = new HashMap<>();

  /** The text with other ports. */
  String in(String text) {
    Matcher port = PORT.matcher(text);
    return port.replaceAll(match -> String.valueOf(of(match.group(1))));
  }

  /** The free port in the place of this one. */
  int of(String port) {
    return free.computeIfAbsent(port, each -> unused());
  }

  private static int unused() {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (DatagramSocket socket = new DatagramSocket(any)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
