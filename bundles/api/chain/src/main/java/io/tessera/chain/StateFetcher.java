package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.StateKey;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import java.util.List;

/**
 * Asks a peer for a part of a state. A protocol plugin registers one; the sync controller registers
 * a facade for good, with the service property of {@link #FACADE}, that follows the plugin: a call
 * while there is none waits for it, then fails with UNAVAILABLE.
 */
@FunctionalInterface
public interface StateFetcher {
  /** Target filter of a reference that wants the facade. */
  String FACADE = "(tessera.facade=true)";

  /**
   * Requests a range of a block's posterior state and proves what comes. Blocks the calling thread,
   * which should be virtual.
   *
   * @param root the state's root, which the header of each of the block's children has as its prior
   *     state root; nothing is believed that does not follow from it
   * @throws StreamException MISBEHAVED when the answer is not what the state with this root has,
   *     which may be the fault of who named the root; others when the peer refused, broke the
   *     protocol or took too long
   */
  ProvedItems fetch(PeerId peer, StateRequest request, Hash root) throws StreamException;

  /**
   * Requests the nodes on the path from a state's root to a key and proves them: what they tell of
   * the rest of the state is {@link io.tessera.lib.merkle.SubTrie#beside}.
   *
   * @param block the block whose posterior state it is
   * @param root as above
   * @return 64 bytes each
   * @throws StreamException as above; UNAVAILABLE where paths cannot be asked for
   */
  default List<Bytes> path(PeerId peer, Hash block, StateKey key, Hash root)
      throws StreamException {
    throw new StreamException(Fault.UNAVAILABLE, "paths cannot be asked for here");
  }
}
