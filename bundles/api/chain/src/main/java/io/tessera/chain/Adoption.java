package io.tessera.chain;

import java.util.Optional;

/**
 * Lets the chain begin at a block that is not genesis, with a state that others have proved: a
 * service of core/chain, for a {@link SyncMode}. Safe from any thread.
 */
public interface Adoption {

  /** Where this chain begins; empty when that is at genesis. */
  Optional<Beginning> beginning();

  /** Where blocks and state are gathered. To be called on platform threads only. */
  PartialState partial();

  /**
   * Takes the target's parent for the latest finalized block, with the state that was gathered;
   * head and finality are there then, and the target can be imported. Returns when that is safe on
   * disk. Listeners are told; all blocks that were there before are forgotten.
   *
   * <p>Blocks must be there down to genesis or to L slots below the target (Gray Paper, section
   * "The Header", A), so that lookup anchors can be judged.
   *
   * @throws IllegalStateException saying what is missing or not what it was when it was put;
   *     nothing has changed then
   * @throws IllegalArgumentException saying why the target cannot be right: the state is not that
   *     after the parent, the target is not valid on it, or it does not descend from this chain's
   *     latest finalized block; nothing has changed then
   */
  void adopt();
}
