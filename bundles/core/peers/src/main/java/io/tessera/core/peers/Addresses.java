package io.tessera.core.peers;

import io.tessera.net.Endpoint;
import io.tessera.net.PeerRecord;
import io.tessera.net.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * At which addresses this node can be reached: those that the operator names, else those that a
 * transport listens on, each of this machine's when it listens on all. Safe from any thread.
 */
final class Addresses {
  /** Whether addresses that mean something on their own network only are used. */
  enum Private {
    /** When a transport listens on such an address and on no other. */
    AUTO,
    YES,
    NO;

    static Private of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  private final Supplier<List<InetAddress>> interfaces;
  private final List<Transport> transports = new CopyOnWriteArrayList<>();
  private volatile List<Endpoint> external = List.of();
  private volatile Private mode = Private.AUTO;

  /**
   * Addresses of a node without a transport.
   *
   * @param interfaces this machine's addresses
   */
  Addresses(Supplier<List<InetAddress>> interfaces) {
    this.interfaces = interfaces;
  }

  void configure(List<Endpoint> externalAddresses, Private privateAddresses) {
    external = List.copyOf(externalAddresses);
    mode = privateAddresses;
  }

  void added(Transport transport) {
    transports.add(transport);
  }

  void removed(Transport transport) {
    transports.remove(transport);
  }

  boolean takesPrivate() {
    return switch (mode) {
      case YES -> true;
      case NO -> false;
      case AUTO ->
          sockets().stream().anyMatch(at -> !isWildcard(at) && Endpoint.of(at).isPrivate());
    };
  }

  /** The endpoints to be told others, public ones first. */
  List<Endpoint> endpoints() {
    List<Endpoint> found = new ArrayList<>(sockets().isEmpty() ? List.of() : external);
    if (found.isEmpty()) {
      sockets().forEach(socket -> addTo(found, socket));
    }
    boolean all = takesPrivate();
    return found.stream()
        .filter(endpoint -> endpoint.port() > 0 && (all || !endpoint.isPrivate()))
        .distinct()
        .sorted(
            Comparator.comparing(Endpoint::isPrivate)
                .thenComparing(endpoint -> endpoint.address().isLoopbackAddress())
                .thenComparing(endpoint -> endpoint.address().isLinkLocalAddress()))
        .limit(PeerRecord.MAX_ENDPOINTS)
        .toList();
  }

  private void addTo(List<Endpoint> found, InetSocketAddress socket) {
    if (!isWildcard(socket)) {
      found.add(Endpoint.of(socket));
      return;
    }
    boolean ipv4Only = socket.getAddress().getAddress().length == 4;
    for (InetAddress address : interfaces.get()) {
      if (!ipv4Only || address.getAddress().length == 4) {
        found.add(Endpoint.of(new InetSocketAddress(address, socket.getPort())));
      }
    }
  }

  private List<InetSocketAddress> sockets() {
    return transports.stream()
        .flatMap(transport -> transport.localAddresses().stream())
        .filter(socket -> !socket.isUnresolved())
        .toList();
  }

  private static boolean isWildcard(InetSocketAddress socket) {
    return socket.getAddress().isAnyLocalAddress();
  }
}
