package io.tessera.core.chain;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.event.BlockEvents.BlockExecuted;
import io.tessera.chain.event.BlockEvents.BlockVerificationFailed;
import io.tessera.chain.event.BlockEvents.BlockVerified;
import io.tessera.chain.event.BlockEvents.Importing;
import io.tessera.net.event.NodeEvents;
import java.util.Optional;

/**
 * Tells those who watch the node what becomes of each block.
 *
 * @param events who is told
 */
record ImportEvents(NodeEvents events) {

  /**
   * A block is looked at whose parent is here; of this node's own blocks its author tells.
   *
   * @return what was told, for what comes of it; empty when nobody listens
   */
  Optional<Importing> begun(EncodedBlock block, Origin origin) {
    if (origin.equals(Origin.AUTHOR) || !events.heard()) {
      return Optional.empty();
    }
    Importing begun = new Importing(block);
    events.tell(begun);
    return Optional.of(begun);
  }

  /** It breaks a rule, or cannot be taken now. */
  void failed(Optional<Importing> begun, String reason) {
    begun.ifPresent(it -> events.tell(new BlockVerificationFailed(it, reason)));
  }

  /** It breaks none; it is executed where its state is known as a whole. */
  void verified(Optional<Importing> begun, BlockNode node) {
    if (begun.isPresent()) {
      events.tell(new BlockVerified(begun.get()));
      boolean executed =
          node.posterior().stream().anyMatch(it -> it.knowledge() == StateKnowledge.COMPLETE);
      if (executed) {
        events.tell(new BlockExecuted(begun.get()));
      }
    }
  }
}
