package io.tessera.core.chain;

import io.tessera.chain.AncestorLookup;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockStore;
import io.tessera.lib.codec.Hash;
import java.util.List;
import java.util.Optional;

/** Knows the ancestors of a block: those in the tree, then what is final beneath it. */
final class Ancestors {
  private Ancestors() {}

  /** The ancestors of a child of {@code parent}, the parent included. */
  static AncestorLookup of(BlockNode parent, BlockStore store) {
    return (hash, slot) -> {
      BlockNode node = parent;
      while (node.parent() != null && node.entry().ref().slot() > slot) {
        node = node.parent();
      }
      return node.hash().equals(hash)
          || (node.parent() == null && isBeneath(node.height(), hash, store));
    };
  }

  /** The ancestors of a final block at a height. */
  static AncestorLookup beneath(long height, BlockStore store) {
    return (hash, slot) -> isBeneath(height, hash, store);
  }

  private static boolean isBeneath(long height, Hash hash, BlockStore store) {
    Optional<BlockEntry> entry = store.entry(hash);
    return entry.isPresent()
        && entry.get().height() < height
        && store.canonical(entry.get().height(), 1).equals(List.of(entry.get()));
  }
}
