package io.tessera.core.author;

import io.tessera.chain.AncestorLookup;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.Chain;
import io.tessera.lib.codec.Hash;
import java.util.Optional;

/** Knows the ancestors of a block that is being made. */
final class ParentAncestors {
  private ParentAncestors() {}

  /** The ancestors of a child of a block that can still become final, which is one itself. */
  static AncestorLookup of(Chain chain, BlockRef parent) {
    return (hash, slot) -> {
      long finalHeight = chain.entry(chain.finalized().hash()).orElseThrow().height();
      Optional<BlockEntry> at = chain.entry(parent.hash());
      while (at.filter(it -> it.height() > finalHeight && it.ref().slot() > slot).isPresent()) {
        at = chain.entry(at.get().parent());
      }
      return at.filter(it -> it.ref().hash().equals(hash) || isFinal(chain, finalHeight, it, hash))
          .isPresent();
    };
  }

  /**
   * Whether a block is final; the walk must have come down to what is, and that descends from it.
   */
  private static boolean isFinal(Chain chain, long finalHeight, BlockEntry at, Hash hash) {
    if (at.height() > finalHeight) {
      return false;
    }
    BlockRequest itself = new BlockRequest(hash, BlockRequest.Direction.DESCENDING, 1);
    return hash.equals(chain.genesis().hash())
        || (chain.entry(hash).filter(it -> it.height() < finalHeight).isPresent()
            && chain.range(itself, 1).isPresent());
  }
}
