package io.tessera.discovery.bootstrap;

import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * When which address is offered. While others are enough they rest, so that the few nodes that all
 * begin with are not dialed by all for ever; they come back when peers get scarce. Confined to one
 * thread at a time.
 */
final class BootNodes {
  /** Wait before an address is offered for the second time; twice as long each time after that. */
  static final Duration FIRST = Duration.ofSeconds(15);

  /** Longest wait. */
  static final Duration CAP = Duration.ofMinutes(10);

  /**
   * When to rest.
   *
   * @param enough with so many peers that are no boot nodes these rest
   * @param low with fewer peers than that they come back
   */
  record Marks(int enough, int low) {
    /** Half of the peers that there may be are enough, a quarter is low. */
    static Marks of(int maxPeers) {
      return new Marks(Math.max(1, (maxPeers + 1) / 2), Math.max(1, maxPeers / 4));
    }
  }

  /**
   * What to do now.
   *
   * @param offer addresses to be dialed
   * @param withdraw addresses not to be dialed any more
   */
  record Step(List<PeerAddress> offer, List<PeerAddress> withdraw) {}

  private static final class Retry {
    Instant next = Instant.MIN;
    int offers;
  }

  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<PeerAddress, Retry> retries = new HashMap<>();
  private boolean resting;

  BootNodes(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /**
   * What to do, given all boot nodes and all connections.
   *
   * @param addresses one that is no longer among them is withdrawn
   */
  Step step(Collection<PeerAddress> addresses, List<Peer> connected, Marks marks) {
    long better = connected.stream().filter(peer -> !isAt(peer, addresses)).count();
    if (!resting && better >= marks.enough()) {
      resting = true;
      retries.clear();
    } else if (resting && connected.size() < marks.low()) {
      resting = false;
    }
    if (resting) {
      return new Step(List.of(), List.copyOf(addresses));
    }
    List<PeerAddress> gone =
        retries.keySet().stream().filter(address -> !addresses.contains(address)).toList();
    gone.forEach(retries::remove);
    return new Step(due(addresses, connected), gone);
  }

  private List<PeerAddress> due(Collection<PeerAddress> addresses, List<Peer> connected) {
    Instant now = clock.instant();
    List<PeerAddress> due = new ArrayList<>();
    for (PeerAddress address : addresses) {
      Retry retry = retries.computeIfAbsent(address, key -> new Retry());
      if (connected.stream().anyMatch(peer -> isAt(peer, address))) {
        retry.offers = 0;
        retry.next = now; // offered at once when it goes
      } else if (!retry.next.isAfter(now)) {
        due.add(address);
        retry.next = now.plus(backOff(retry.offers++));
      }
    }
    return due;
  }

  /** Between one half and all of it, so that nodes do not come in step. */
  private Duration backOff(int offers) {
    long most = Math.min(FIRST.toMillis() << Math.min(offers, 20), CAP.toMillis());
    return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
  }

  /** Whether the boot nodes rest. */
  boolean resting() {
    return resting;
  }

  private static boolean isAt(Peer peer, Collection<PeerAddress> addresses) {
    return addresses.stream().anyMatch(address -> isAt(peer, address));
  }

  /** By its identity or, where that is not told, by its socket. */
  private static boolean isAt(Peer peer, PeerAddress address) {
    if (address.name().isPresent()) {
      return address.admits(peer.id());
    }
    return address.port() == peer.address().getPort()
        && address.literal().filter(peer.address().getAddress()::equals).isPresent();
  }
}
