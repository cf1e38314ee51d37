package io.tessera.chain;

import io.tessera.chain.BlockRequest.Direction;
import io.tessera.lib.codec.Hash;
import java.util.Optional;

/** Finds the ancestors of blocks that are not there yet, which pools and authors judge by. */
public final class ChainAncestors {
  private ChainAncestors() {}

  /**
   * The ancestors of a child of a block. Reads the store: to be asked on platform threads only.
   *
   * @param parent a block that can still become final, or the final one; it is an ancestor too
   */
  public static AncestorLookup of(Chain chain, Hash parent) {
    return (hash, slot) ->
        chain
            .entry(hash)
            .filter(entry -> entry.ref().slot() == slot)
            .filter(entry -> isAncestor(chain, entry, parent))
            .isPresent();
  }

  private static boolean isAncestor(Chain chain, BlockEntry block, Hash parent) {
    long finalHeight = chain.entry(chain.finalized().hash()).map(BlockEntry::height).orElse(0L);
    if (block.height() == 0) {
      return true; // genesis, which no range of blocks has
    }
    if (block.height() <= finalHeight) {
      // Beneath the final block are its ancestors, and forks that nothing can be built on.
      BlockRequest itself = new BlockRequest(block.ref().hash(), Direction.DESCENDING, 1);
      return chain.range(itself, 1).isPresent();
    }
    Optional<BlockEntry> at = chain.entry(parent);
    while (at.isPresent() && at.get().height() > block.height()) {
      at = chain.entry(at.get().parent());
    }
    return at.filter(block::equals).isPresent();
  }
}
