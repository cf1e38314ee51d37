package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.lib.merkle.StateRange;
import io.tessera.lib.merkle.StateTrie;

/**
 * The state after a block, as far as it is known. Immutable; stays readable for as long as somebody
 * holds it.
 *
 * @param knowledge how much of it is known
 * @param root its Merkle root when all of it is known, which the header of each child repeats;
 *     otherwise the root of what is known, which means nothing to others
 * @param values its values by key
 * @param ranges its parts, with what proves them against the root
 */
public record BlockState(StateKnowledge knowledge, Hash root, StateView values, Ranges ranges) {

  /** The state in a trie. */
  public static BlockState of(StateKnowledge knowledge, StateTrie trie) {
    return new BlockState(
        knowledge,
        trie.root(),
        trie::get,
        (start, end, maximumSize) -> StateRange.of(trie, start, end, maximumSize));
  }

  /**
   * A component of the state, decoded. Takes time with the large ones, and reads the store: to be
   * called on platform threads only.
   *
   * @throws IllegalStateException when it is not there: less is known than the caller thinks
   */
  public <T> T read(StateComponent<T> component, ProtocolParameters parameters) {
    Bytes encoded =
        values
            .get(component.key())
            .orElseThrow(() -> new IllegalStateException("no " + component + " in the state"));
    return component.codec(parameters).decode(encoded.toByteArray());
  }

  /** Reads parts of a state. */
  @FunctionalInterface
  public interface Ranges {
    /**
     * The items between two keys, both included, which need not be there, and the boundary nodes
     * that prove them; see {@link StateRange#of}. Computes, and may call native code: to be called
     * on platform threads only.
     *
     * @param maximumSize most bytes of nodes, keys, lengths and values together; one item is there
     *     in any case, if there is one
     */
    StateRange range(StateKey start, StateKey end, long maximumSize);
  }
}
