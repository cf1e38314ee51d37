package io.tessera.core.peers;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which connections validators owe each other, and whose turn it is to dial (JAMNP-S, "Required
 * connectivity"): all validators of the previous, current and next epoch are connected; the
 * preferred initiator dials, and the other after a time without a connection. Confined to the
 * manager's thread, but for {@link #required}.
 */
final class Validators {
  /** How long the other side waits for the preferred initiator. */
  static final Duration FALLBACK = Duration.ofSeconds(5);

  /** Offenders' keys are replaced with zeros (Gray Paper, "Safrole", key rotation). */
  private static final PeerId NOBODY = new PeerId(Ed25519Public.wrap(new byte[Ed25519Public.SIZE]));

  private final PeerId self;
  private final Map<PeerId, Instant> apart = new HashMap<>();
  private volatile Set<PeerId> required = Set.of();

  /** No validator at all. */
  Validators(PeerId self) {
    this.self = self;
  }

  /** The peers that this node must be connected to; none when it is no validator itself. */
  Set<PeerId> required() {
    return required;
  }

  /**
   * Takes new sets.
   *
   * @param connected whether there is a connection to a peer
   * @return the peers that were not required before
   */
  Set<PeerId> changed(Topology topology, Instant now, Predicate<PeerId> connected) {
    Set<PeerId> wanted = new HashSet<>();
    for (List<Ed25519Public> epoch :
        List.of(topology.previous(), topology.current(), topology.next())) {
      epoch.forEach(key -> wanted.add(new PeerId(key)));
    }
    wanted.remove(NOBODY);
    if (!wanted.remove(self)) {
      wanted.clear();
    }
    Set<PeerId> added = new HashSet<>(wanted);
    added.removeAll(required);
    required = Set.copyOf(wanted);
    apart.keySet().retainAll(wanted);
    added.stream().filter(peer -> !connected.test(peer)).forEach(peer -> apart.put(peer, now));
    return added;
  }

  void connected(PeerId peer) {
    apart.remove(peer);
  }

  void lost(PeerId peer, Instant now) {
    if (required.contains(peer)) {
      apart.put(peer, now);
    }
  }

  /** From when on this side may dial; at any time if nothing is owed to the peer. */
  Instant dialFrom(PeerId peer) {
    Instant since = apart.get(peer);
    boolean first = since == null || Topology.preferredInitiator(self, peer).equals(self);
    return first ? Instant.MIN : since.plus(FALLBACK);
  }
}
