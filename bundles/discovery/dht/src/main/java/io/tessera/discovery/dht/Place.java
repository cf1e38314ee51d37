package io.tessera.discovery.dht;

import io.tessera.net.Endpoint;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where this node's QUIC endpoint is.
 *
 * @param ipv4 its IPv4 address, when it is known
 * @param ipv6 its IPv6 address, when it is known
 * @param port its UDP port; 0 while it does not listen
 */
record Place(Optional<Inet4Address> ipv4, Optional<Inet6Address> ipv6, int port) {
  /** Nothing is known. */
  static final Place NOWHERE = new Place(Optional.empty(), Optional.empty(), 0);

  /** The first endpoint of each kind that has an address; a record has one port for both. */
  static Place of(List<Endpoint> endpoints) {
    if (endpoints.isEmpty()) {
      return NOWHERE;
    }
    int port = endpoints.get(0).port();
    List<InetAddress> known =
        endpoints.stream()
            .filter(endpoint -> endpoint.port() == port)
            .map(Endpoint::address)
            .filter(address -> !address.isAnyLocalAddress())
            .toList();
    return new Place(first(known, Inet4Address.class), first(known, Inet6Address.class), port);
  }

  private static <T> Optional<T> first(List<InetAddress> all, Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** Whether it is on this machine or its own network, as far as is known. */
  boolean isPrivate() {
    return Stream.concat(ipv4.stream(), ipv6.stream())
        .anyMatch(ip -> Endpoint.of(new InetSocketAddress(ip, port)).isPrivate());
  }

  /** Whether the address of a kind is known. */
  boolean knows(Class<? extends InetAddress> kind) {
    return kind == Inet6Address.class ? ipv6.isPresent() : ipv4.isPresent();
  }
}
