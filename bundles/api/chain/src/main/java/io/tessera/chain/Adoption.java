package io.tessera.chain;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Lets the chain begin at a block that is not genesis, with a state that others have proved: a
 * service of core/chain, for a {@link SyncMode}. Safe from any thread.
 */
@ProviderType
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
   * @throws IllegalStateException saying what is missing, that the target is not above this chain's
   *     latest finalized block or does not descend from it, or that the chain is stopping: nothing
   *     has changed then; or that the state is not what was proved when it was put, and is dropped
   * @throws IllegalArgumentException saying why the target cannot be right, which is the fault of
   *     who named it: the state is not that after the parent, or the target is not valid on it;
   *     nothing has changed then
   */
  void adopt();
}
