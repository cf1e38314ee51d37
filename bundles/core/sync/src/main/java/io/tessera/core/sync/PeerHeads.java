package io.tessera.core.sync;

import io.tessera.chain.BlockRef;
import io.tessera.chain.PeerHead;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * The newest word of each connected peer about its chain: one head a peer, however much it says.
 * Safe from any thread.
 */
final class PeerHeads {
  private final ConcurrentMap<PeerId, PeerHead> heads = new ConcurrentHashMap<>();
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
    BlockRef best = finalized;
    for (BlockRef leaf : leaves) {
      if (leaf.slot() > best.slot() && credible.test(leaf.slot())) {
        best = leaf;
      }
    }
    if (credible.test(best.slot())) {
      put(new PeerHead(peer, best, Optional.empty(), finalized));
    }
  }

  /** A peer has announced a block. */
  void announced(PeerId peer, BlockRef block, Hash parent, BlockRef finalized) {
    if (!credible.test(block.slot())) {
      return;
    }
    PeerHead before = heads.get(peer);
    put(
        before != null && before.best().slot() > block.slot()
            ? new PeerHead(peer, before.best(), before.parent(), finalized)
            : new PeerHead(peer, block, Optional.of(parent), finalized));
  }

  private void put(PeerHead head) {
    heads.put(head.peer(), head);
    // An announcement may still be under way when its connection ends.
    removeUnlessConnected(head.peer());
  }

  /** A connection has ended; its peer may have another one. */
  void removeUnlessConnected(PeerId peer) {
    if (!connected.test(peer)) {
      heads.remove(peer);
    }
  }

  /** What the connected peers say. */
  Collection<PeerHead> all() {
    heads.keySet().removeIf(connected.negate());
    return List.copyOf(heads.values());
  }
}
