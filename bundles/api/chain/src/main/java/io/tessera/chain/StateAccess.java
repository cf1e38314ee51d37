package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.StateKey;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Any value of the state on demand, on a node of any mode: a service of the sync controller's
 * bundle. Taken from this node's own state where it has all of it, else from peers (JAMNP-S, "CE
 * 129"), of which nothing is believed that does not follow from the root in a header of this chain.
 * May be called from any thread, which waits for the answer, some seconds at most.
 */
@ProviderType
public interface StateAccess {

  /**
   * A value in the newest state that a header names: the one after the head's parent, whose root
   * the head's header has. The same on every node with this head, whatever its mode.
   *
   * @throws StateUnavailableException saying in one line why there is no answer
   */
  ProvedValue get(StateKey key) throws StateUnavailableException;

  /**
   * A value in the state after a block.
   *
   * @param block with a child on this node's chain, unless this node has its whole state
   * @throws StateUnavailableException saying in one line why there is no answer
   */
  ProvedValue get(StateKey key, Hash block) throws StateUnavailableException;

  /**
   * A value, or that there is none.
   *
   * @param key the key
   * @param value empty when it is proved that the key is not in the state
   * @param block whose posterior state that is
   * @param root the state's root
   * @param peer who proved it; empty when it is this node's own state
   */
  record ProvedValue(
      StateKey key, Optional<Bytes> value, Hash block, Hash root, Optional<PeerId> peer) {}
}
