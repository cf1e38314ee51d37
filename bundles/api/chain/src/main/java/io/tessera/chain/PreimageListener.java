package io.tessera.chain;

import io.tessera.lib.codec.PeerId;
import java.util.Optional;

/** Is told of preimages that this node has got hold of; see {@link PreimagePool#addListener}. */
@FunctionalInterface
public interface PreimageListener {

  /**
   * The {@link PreimagePool} holds one more. Must be quick; any thread.
   *
   * @param from the peer that it came from; empty when it came from this node's operator
   */
  void held(PreimagePool.Request request, Optional<PeerId> from);
}
