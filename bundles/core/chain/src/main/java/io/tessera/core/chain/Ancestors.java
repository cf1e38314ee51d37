package io.tessera.core.chain;

import io.tessera.chain.AncestorLookup;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore;
import java.util.List;
import java.util.Optional;

/**
 * Knows the ancestors of a block: those in the tree, then what is final beneath it. Each under its
 * own slot only: whoever names one of another slot names no ancestor.
 */
final class Ancestors {
  private Ancestors() {}

  /** The ancestors of a child of {@code parent}, the parent included. */
  static AncestorLookup of(BlockNode parent, BlockStore store) {
    return (hash, slot) -> {
      BlockNode node = parent;
      while (node.parent() != null && node.entry().ref().slot() > slot) {
        node = node.parent();
      }
      BlockRef wanted = new BlockRef(hash, slot);
      return node.entry().ref().equals(wanted)
          || (node.parent() == null && isBeneath(node.height(), wanted, store));
    };
  }

  /** The ancestors of a final block at a height. */
  static AncestorLookup beneath(long height, BlockStore store) {
    return (hash, slot) -> isBeneath(height, new BlockRef(hash, slot), store);
  }

  private static boolean isBeneath(long height, BlockRef block, BlockStore store) {
    Optional<BlockEntry> entry = store.entry(block.hash());
    return entry.isPresent()
        && entry.get().ref().equals(block)
        && entry.get().height() < height
        && store.canonical(entry.get().height(), 1).equals(List.of(entry.get()));
  }
}
