package io.tessera.chain;

import java.util.Optional;

/**
 * What became of the blocks given to {@link Chain#importBlocks}.
 *
 * @param imported how many are new and stored now
 * @param known how many were stored before
 * @param rejection why the next one was not accepted; empty when all were
 */
public record ImportResult(int imported, int known, Optional<Rejection> rejection) {

  /**
   * A block that was not accepted.
   *
   * @param block which
   * @param reason the sort of reason
   * @param detail what is wrong, for people
   */
  public record Rejection(BlockRef block, Reason reason, String detail) {}

  /** Sorts of reasons. */
  public enum Reason {
    /** The parent is not stored: not the sender's fault. */
    PARENT_UNKNOWN,
    /** The slot is in the future by this node's clock: may be right later. */
    IN_THE_FUTURE,
    /** It is not a descendant of the finalized block. */
    NOT_FINALIZABLE,
    /**
     * It is one fork too many, right or not: not the sender's fault. It is taken when it comes with
     * a block on it that is worth keeping.
     */
    SURPLUS,
    /** It breaks a rule of the chain and never will be right: whoever sent it should not have. */
    INVALID
  }
}
