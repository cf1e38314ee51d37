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

  private final Map<String, String> free = new HashMap<>();

  /** The text with other ports. */
  String in(String text) {
    Matcher port = PORT.matcher(text);
    return port.replaceAll(match -> free.computeIfAbsent(match.group(1), each -> unused()));
  }

  private static String unused() {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (DatagramSocket socket = new DatagramSocket(any)) {
      return String.valueOf(socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
