package io.tessera.operator.metrics;

import io.tessera.chain.BlockRef;
import io.tessera.chain.StorageUsage;
import io.tessera.chain.Sync;
import io.tessera.net.Streams.ProtocolInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The node at a moment, as the page and its JSON show it.
 *
 * @param peerId this node's id; empty while it is not known
 * @param version of this node
 * @param uptimeSeconds since the process started
 * @param listening where it listens
 * @param complaints why it is not healthy; none when it is
 * @param chain empty while there is none
 * @param sync empty while nothing syncs
 * @param peers those that are connected
 * @param missing validators next to this one in the grid to which there is no connection
 * @param blocks of the last slots
 * @param pools what awaits a block
 * @param stores what is on disk
 * @param protocols the stream protocols
 * @param discoveries the ways to find peers
 * @param troubles components that failed or wait for something
 * @param errors how many errors bundles had, by their names
 */
record Status(
    Optional<String> peerId,
    String version,
    long uptimeSeconds,
    List<String> listening,
    List<String> complaints,
    Optional<ChainLine> chain,
    Optional<Sync.Status> sync,
    List<PeerLine> peers,
    List<String> missing,
    List<RecentBlocks.Recent> blocks,
    List<PoolLine> pools,
    List<StoreLine> stores,
    List<ProtocolInfo> protocols,
    List<DiscoveryLine> discoveries,
    List<Components.Info> troubles,
    Map<String, Long> errors) {

  /** The chain's heads; the slot by the clock is empty where there is none. */
  record ChainLine(
      String id, BlockRef head, long height, BlockRef finalized, int leaves, OptionalLong slot) {}

  /**
   * A connected peer.
   *
   * @param dialed whether this node dialed it
   * @param standing 0 to 100; empty while nobody keeps it
   * @param neighbour whether it is next to this node in the validators' grid
   */
  record PeerLine(
      String id,
      String shortId,
      String address,
      boolean dialed,
      Roles.Role role,
      boolean neighbour,
      long seconds,
      long received,
      long sent,
      OptionalLong standing) {}

  /** A pool, how many it holds, and how many it would hold at most. */
  record PoolLine(String name, int size, OptionalLong bound) {}

  /** A store. */
  record StoreLine(String name, StorageUsage.Snapshot usage) {}

  /** A way to find peers, and what it says of itself. */
  record DiscoveryLine(String name, String status, long found) {}
}
