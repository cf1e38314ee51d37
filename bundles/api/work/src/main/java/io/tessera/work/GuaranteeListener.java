package io.tessera.work;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Guarantee;
import java.util.Optional;

/** Is told of guarantees that the {@link GuaranteePool} takes. */
@FunctionalInterface
public interface GuaranteeListener {

  /**
   * The pool holds one more. Must be quick; any thread.
   *
   * @param from the peer that it came from; empty when this node made it
   */
  void held(Guarantee guarantee, Optional<PeerId> from);
}
