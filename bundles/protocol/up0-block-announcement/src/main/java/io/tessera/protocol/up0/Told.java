package io.tessera.protocol.up0;

import io.tessera.chain.BlockRef;
import io.tessera.lib.codec.Hash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the two sides of one stream have told each other, and so what there is to announce. Safe
 * from any thread.
 *
 * <p>Why it suffices to look at the chain's leaves: a new block that is no leaf has a child, so
 * that a descendant is announced instead, or does not descend from the finalized block; both may be
 * skipped. Whatever else may be skipped is in {@link #theirs}.
 */
final class Told {
  /** Blocks of theirs to remember. To forget one costs one announcement too many. */
  private static final int REMEMBERED = 512;

  /** Leaves that we have told of, in the handshake or by announcement. */
  private final Set<Hash> ours = new HashSet<>();

  /** Blocks that they have announced, and the parents of these. */
  private final Set<Hash> theirs =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Hash, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /** We have sent our handshake. */
  synchronized void told(List<BlockRef> leaves) {
    leaves.forEach(leaf -> ours.add(leaf.hash()));
  }

  /** They have announced a block: its parent has a descendant, this one, that they announced. */
  synchronized void announced(Hash block, Hash parent) {
    theirs.add(block);
    theirs.add(parent);
  }

  /**
   * Picks, of the chain's leaves, those to be announced now, and takes them for told.
   *
   * @param leaves all leaves of the chain
   */
  synchronized List<BlockRef> pick(List<BlockRef> leaves) {
    Set<Hash> now = new HashSet<>();
    leaves.forEach(leaf -> now.add(leaf.hash()));
    // What is no leaf any more never will be: forgetting it keeps this as small as the fork tree.
    ours.retainAll(now);
    List<BlockRef> picked = new ArrayList<>();
    for (BlockRef leaf : leaves) {
      if (!theirs.contains(leaf.hash()) && ours.add(leaf.hash())) {
        picked.add(leaf);
      }
    }
    return picked;
  }
}
