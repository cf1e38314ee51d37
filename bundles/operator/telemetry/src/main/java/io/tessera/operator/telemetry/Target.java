package io.tessera.operator.telemetry;

/**
 * Where the receiver is.
 *
 * @param host IP address or DNS name
 * @param port TCP port, 1 to 65535
 */
record Target(String host, int port) {

  /**
   * Reads {@code host:port}, an IPv6 address in brackets.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static Target parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw wrong(text);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (!host.isBlank() && port > 0 && port <= 0xffff) {
        return new Target(host, port);
      }
    } catch (NumberFormatException noNumber) {
      throw wrong(text);
    }
    throw wrong(text);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "endpoint '" + text + "' is not HOST:PORT, such as 127.0.0.1:9000 or [::1]:9000");
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
