package io.tessera.core.sync;

import io.tessera.chain.BlockRef;
import io.tessera.chain.PeerHead;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The leaves that each connected peer claims: a bounded number of them, however much it says. Safe
 * from any thread.
 */
final class PeerHeads {
  /** Forks of one peer that are followed: those with the greatest slots. */
  private static final int LEAVES = 16;

  private final ConcurrentMap<PeerId, List<PeerHead>> heads = new ConcurrentHashMap<>();
  private final Predicate<PeerId> connected;
  private final LongPredicate credible;

  /**
   * No heads yet.
   *
   * @param connected whether a peer is connected now
   * @param credible whether a block of that slot can exist by now
   */
  PeerHeads(Predicate<PeerId> connected, LongPredicate credible) {
    this.connected = connected;
    this.credible = credible;
  }

  /** A peer's handshake replaces what it said before. */
  void handshake(PeerId peer, BlockRef finalized, List<BlockRef> leaves) {
    // A peer without leaves has at least the block that it takes for finalized.
    List<BlockRef> ends = leaves.isEmpty() ? List.of(finalized) : leaves;
    heads.put(
        peer,
        bounded(ends.stream().map(leaf -> new PeerHead(peer, leaf, Optional.empty(), finalized))));
    removeUnlessConnected(peer);
  }

  /** A peer has announced a block: it takes its parent's place. */
  void announced(PeerId peer, BlockRef block, Hash parent, BlockRef finalized) {
    PeerHead announced = new PeerHead(peer, block, Optional.of(parent), finalized);
    heads.compute(
        peer,
        (key, before) -> {
          List<PeerHead> now = new ArrayList<>(before == null ? List.of() : before);
          now.removeIf(head -> isReplaced(head.leaf(), block, parent, finalized));
          now.add(announced);
          return bounded(now.stream());
        });
    // An announcement may still be under way when its connection ends.
    removeUnlessConnected(peer);
  }

  private static boolean isReplaced(BlockRef leaf, BlockRef by, Hash parent, BlockRef finalized) {
    return leaf.hash().equals(parent)
        || leaf.hash().equals(by.hash())
        || leaf.slot() < finalized.slot();
  }

  private List<PeerHead> bounded(Stream<PeerHead> claimed) {
    return claimed
        .filter(head -> credible.test(head.leaf().slot()))
        .filter(head -> credible.test(head.finalized().slot()))
        .sorted(Comparator.comparingLong((PeerHead head) -> head.leaf().slot()).reversed())
        .limit(LEAVES)
        .toList();
  }

  /** A connection has ended; its peer may have another one. */
  void removeUnlessConnected(PeerId peer) {
    if (!connected.test(peer)) {
      heads.remove(peer);
    }
  }

  /** How many connected peers have said something. */
  int peers() {
    return current().size();
  }

  /** All leaves of all connected peers. */
  Collection<PeerHead> all() {
    return current().values().stream().flatMap(List::stream).toList();
  }

  private Map<PeerId, List<PeerHead>> current() {
    heads.keySet().removeIf(connected.negate());
    return heads;
  }
}
