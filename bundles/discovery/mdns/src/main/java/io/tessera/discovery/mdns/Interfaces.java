package io.tessera.discovery.mdns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which of this machine's addresses are announced. */
final class Interfaces {
  private Interfaces() {}

  /**
   * The addresses at which a node that listens somewhere can be reached, one of each kind on each
   * interface. An IPv6 address of a link only is left out: it means nothing without the interface.
   *
   * @param listening where the node listens
   * @param names of the interfaces to use; empty for all that do multicast, and for loopback where
   *     the node listens on that only
   */
  static List<InetAddress> addresses(InetSocketAddress listening, Set<String> names)
      throws SocketException {
    List<InetAddress> all = new ArrayList<>();
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      if (each.isUp() && isWanted(each, listening.getAddress(), names)) {
        addresses(each, listening.getAddress(), all);
      }
    }
    return all;
  }

  private static boolean isWanted(NetworkInterface each, InetAddress listening, Set<String> names)
      throws SocketException {
    return names.isEmpty()
        ? each.isLoopback() ? listening.isLoopbackAddress() : each.supportsMulticast()
        : names.contains(each.getName());
  }

  private static void addresses(
      NetworkInterface each, InetAddress listening, List<InetAddress> all) {
    boolean ipv4 = false;
    boolean ipv6 = false;
    for (InetAddress address : each.inetAddresses().toList()) {
      boolean six = address instanceof Inet6Address;
      if (reaches(listening, address)
          && !(six ? ipv6 : ipv4)
          && !(six && address.isLinkLocalAddress())) {
        all.add(address);
        ipv6 |= six;
        ipv4 |= !six;
      }
    }
  }

  private static boolean reaches(InetAddress listening, InetAddress address) {
    if (!listening.isAnyLocalAddress()) {
      return listening.equals(address);
    }
    return listening instanceof Inet6Address || !(address instanceof Inet6Address);
  }
}
