package io.tessera.chain;

import io.tessera.lib.codec.Hash;

/** Knows the ancestors of the block that is executed (Gray Paper, section "The Header", A). */
@FunctionalInterface
public interface AncestorLookup {

  /**
   * Whether a block is an ancestor of the one that is executed.
   *
   * @param header hash of its header
   * @param slot its slot; never more than L slots before that of the block that is executed
   */
  boolean isAncestor(Hash header, long slot);
}
