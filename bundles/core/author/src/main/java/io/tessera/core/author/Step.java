package io.tessera.core.author;

import io.tessera.chain.EncodedBlock;

/** What came of the author's look at the chain. */
sealed interface Step {

  /** A block was made and imported: there may be another to make at once. */
  record Authored(EncodedBlock block) implements Step {}

  /**
   * There is nothing to do before a slot begins, unless the head moves.
   *
   * @param slot the slot
   */
  record WaitFor(long slot) implements Step {}

  /** As many blocks as wanted were made. */
  record Done() implements Step {}
}
