package io.tessera.chain;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Decides which block counts as final. The default finalizes at a configured depth below the head;
 * a finality gadget registers another one with a higher {@code service.ranking}.
 */
@ProviderType
public interface FinalityRule {

  /** For status lines, such as {@code depth 5}. */
  String description();

  /**
   * The block to finalize once {@code best} is the head; empty to leave finality where it is.
   *
   * @param best the head of the best chain
   * @param finalized the latest finalized block, an ancestor of the head
   * @param chain finds the head's ancestor at a height at or above the finalized block's
   */
  Optional<BlockRef> finalize(BlockEntry best, BlockEntry finalized, Ancestry chain);

  /** Looks at the chain below the head. */
  @FunctionalInterface
  interface Ancestry {
    /** The head's ancestor at {@code height}. */
    BlockRef at(long height);
  }
}
