package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many peers to have, and which in any case.
 *
 * @param maxPeers most connections, reserved peers and builders not counted
 * @param builderSlots most connections to dialers that asked for a builder slot
 * @param reserved addresses that are always dialed
 * @param reservedPeers peers that are always admitted: those whose identity is configured
 */
record Settings(
    int maxPeers, int builderSlots, List<PeerAddress> reserved, Set<PeerId> reservedPeers) {

  Settings(int maxPeers, int builderSlots, List<PeerAddress> reserved) {
    this(
        maxPeers,
        builderSlots,
        List.copyOf(reserved),
        reserved.stream()
            .map(PeerAddress::peer)
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Most connections that peers dialed: a quarter is kept for peers that this node chooses. */
  int maxAccepted() {
    return maxPeers - maxPeers / 4;
  }

  /** Most connections that this node dials by itself: half, so that others find room. */
  int maxDialed() {
    return (maxPeers + 1) / 2;
  }
}
