package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many peers to have, and which in any case.
 *
 * @param maxPeers most ordinary connections: reserved peers, builders and validators that this one
 *     owes a connection are not counted
 * @param builderSlots most connections to dialers that asked for a builder slot
 * @param validatorSlots most connections that are admitted since validators owe them each other
 * @param perRange most ordinary connections to one {@link Range}
 * @param loopbackRanges whether loopback addresses are counted as a range too
 * @param reserved addresses that are always dialed; they bound the connections to reserved peers
 * @param reservedPeers peers that are always admitted: those whose identity is configured
 */
record Settings(
    int maxPeers,
    int builderSlots,
    int validatorSlots,
    int perRange,
    boolean loopbackRanges,
    List<PeerAddress> reserved,
    Set<PeerName> reservedPeers) {
  /** All of three whole sets. */
  static final int ALL_VALIDATORS = 3 * 1023;

  /** A quarter of the usual number of peers. */
  static final int PER_RANGE = 12;

  /** The usual numbers for the rest. */
  Settings(int maxPeers, int builderSlots, List<PeerAddress> reserved) {
    this(maxPeers, builderSlots, ALL_VALIDATORS, PER_RANGE, false, reserved);
  }

  Settings(
      int maxPeers,
      int builderSlots,
      int validatorSlots,
      int perRange,
      boolean loopbackRanges,
      List<PeerAddress> reserved) {
    this(
        maxPeers,
        builderSlots,
        validatorSlots,
        perRange,
        loopbackRanges,
        List.copyOf(reserved),
        reserved.stream()
            .map(PeerAddress::name)
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether a peer is always admitted. */
  boolean reserves(PeerId peer) {
    return !reservedPeers.isEmpty() && reservedPeers.stream().anyMatch(name -> name.admits(peer));
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
