package io.tessera.work;

import io.tessera.lib.codec.PeerId;
import java.util.Collection;

/** Is told of assurances that this node has signed; see {@link AssurancePool#addListener}. */
@FunctionalInterface
public interface AssuranceListener {

  /**
   * This node has signed an assurance. Must be quick; any thread.
   *
   * @param authors those who may author the next block, and are to have it
   */
  void assured(SignedAssurance assurance, Collection<PeerId> authors);
}
