package io.tessera.launcher;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IP address and a port, as {@code 127.0.0.1:30333} or {@code [::1]:30333}.
 *
 * @param address the address literal, without brackets
 * @param port 0 (the system chooses) to 65535
 */
record Endpoint(String address, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9a-fA-F:.%\\w]+)]|([0-9.]+)):(\\d{1,5})");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

  static Endpoint parse(String option, String text) throws UsageException {
    Matcher parts = FORM.matcher(text);
    boolean fits = parts.matches();
    if (!fits || !isAddress(parts.group(1), parts.group(2))) {
      throw new UsageException(
          "option "
              + option
              + ": '"
              + text
              + "' is no IP:PORT; write 0.0.0.0:30333, or [::]:30333 for IPv6");
    }
    int port = Integer.parseInt(parts.group(3));
    if (port > 65535) {
      throw new UsageException(
          "option " + option + ": port " + port + " in '" + text + "' is above 65535");
    }
    return new Endpoint(parts.group(1) != null ? parts.group(1) : parts.group(2), port);
  }

  private static boolean isAddress(String ipv6, String ipv4) {
    if (ipv6 == null) {
      return IPV4.matcher(ipv4).matches();
    }
    try {
      return InetAddress.getByName("[" + ipv6 + "]") != null; // in brackets: asks nobody
    } catch (UnknownHostException wrong) {
      return false;
    }
  }
}
