package io.tessera.core.peers;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This machine's addresses. */
final class Interfaces {
  private static final Logger LOG = LoggerFactory.getLogger(Interfaces.class);

  private Interfaces() {}

  /** Of the interfaces that are up. */
  static List<InetAddress> addresses() {
    List<InetAddress> addresses = new ArrayList<>();
    try {
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        if (each.isUp()) {
          each.inetAddresses().forEach(addresses::add);
        }
      }
    } catch (SocketException failure) {
      LOG.error(
          "The network interfaces cannot be listed, no address of this node is told to others: {}",
          failure.getMessage());
    }
    return addresses;
  }
}
