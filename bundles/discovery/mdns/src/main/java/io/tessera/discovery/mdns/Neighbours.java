package io.tessera.discovery.mdns;

import io.tessera.net.PeerAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;

/**
 * The peers of the chain that are announced at the moment, as far as they have been seen: at most
 * {@link #MOST}, with {@link #MOST_ADDRESSES} each. Safe from any thread.
 */
final class Neighbours implements ServiceListener {
  /** Most peers that are remembered; the one heard of first goes. */
  static final int MOST = 256;

  /** Most addresses of one of them. */
  static final int MOST_ADDRESSES = 4;

  private final Announcement own;
  private final Consumer<PeerAddress> offer;
  private final Map<String, List<PeerAddress>> present = new LinkedHashMap<>();
  private long found;

  /** Tells of each address when it is seen; again when {@link #repeat} is called. */
  Neighbours(Announcement own, Consumer<PeerAddress> offer) {
    this.own = own;
    this.offer = offer;
  }

  /** Asks for the details, which come to {@link #serviceResolved}; does not wait for them. */
  @Override
  public void serviceAdded(ServiceEvent event) {
    event.getDNS().requestServiceInfo(event.getType(), event.getName(), 1);
  }

  @Override
  public void serviceRemoved(ServiceEvent event) {
    gone(event.getName());
  }

  @Override
  public void serviceResolved(ServiceEvent event) {
    ServiceInfo info = event.getInfo();
    seen(event.getName(), read(info::getPropertyString, info.getPort(), info.getInetAddresses()));
  }

  /** An instance is there, at these addresses; none when it is not to be offered. */
  void seen(String instance, List<PeerAddress> addresses) {
    if (!addresses.isEmpty()) {
      note(instance, addresses);
      addresses.forEach(offer);
    }
  }

  /** An instance has said goodbye, or has not been heard of for too long. */
  synchronized void gone(String instance) {
    present.remove(instance);
  }

  /** The addresses of a peer of the chain; none when it is another chain's, or this node. */
  List<PeerAddress> read(UnaryOperator<String> text, int port, InetAddress[] addresses) {
    Optional<Announcement> announced =
        Announcement.read(text)
            .filter(other -> other.chain().equals(own.chain()))
            .filter(other -> !other.peer().equals(own.peer()));
    if (announced.isEmpty() || port < 1 || port > 65_535) {
      return List.of();
    }
    return Arrays.stream(addresses)
        .filter(address -> !address.isAnyLocalAddress() && !address.isMulticastAddress())
        .filter(address -> !(address instanceof Inet6Address && address.isLinkLocalAddress()))
        .limit(MOST_ADDRESSES)
        .map(ip -> PeerAddress.of(new InetSocketAddress(ip, port), announced.get().peer()))
        .toList();
  }

  private synchronized void note(String instance, List<PeerAddress> addresses) {
    if (present.put(instance, addresses) == null) {
      found++;
    }
    if (present.size() > MOST) {
      present.remove(present.keySet().iterator().next());
    }
  }

  /** Tells of all again: whoever was told may have had no room. */
  void repeat() {
    List<PeerAddress> all = new ArrayList<>();
    synchronized (this) {
      present.values().forEach(all::addAll);
    }
    all.forEach(offer);
  }

  /** How many are announced. */
  synchronized int size() {
    return present.size();
  }

  /** How many have been found since the start. */
  synchronized long found() {
    return found;
  }
}
