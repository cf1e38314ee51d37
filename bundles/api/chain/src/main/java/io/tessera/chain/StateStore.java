package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The states of recent blocks on disk: a part of a {@link BlockStore}, which brings the changes in
 * the same atomic step as the blocks that make them.
 *
 * <p>There is one whole state, that of the base block, and above it the {@link StateDelta} of each
 * block. A block's posterior state can be read when every block from the base up to it has a delta.
 * The base follows finality at a distance: the states of the finalized block's parent and of some
 * more blocks beneath it stay readable. It stands still at a block without a delta, as imported
 * without execution: to commit that block again with its delta, or to {@link #anchor} a whole state
 * above it, lets it go on. Deltas of forks that the base has passed are dropped.
 *
 * <p>Nothing here computes or checks a state root. Blocking, and may call native code: to be called
 * on platform threads only. Reads are safe from any thread and see the states as of one moment.
 */
public interface StateStore {

  /**
   * The lowest block whose state is kept; empty when there is none, as in a store made before its
   * genesis state was known.
   */
  Optional<BlockRef> base();

  /** Whether the block's posterior state can be read. */
  boolean has(Hash block);

  /**
   * How a block changed its parent's state. The base has none any more, and neither have blocks
   * beneath it.
   */
  Optional<StateDelta> delta(Hash block);

  /**
   * The values of some keys in a block's posterior state.
   *
   * @return only those keys that are in the state; empty when the block's state is not kept
   */
  Optional<Map<StateKey, Bytes>> values(Hash block, Collection<StateKey> keys);

  /**
   * Reads a block's posterior state in ascending order of the keys.
   *
   * @param start the first key wanted; need not be there
   * @param sink takes the items; should be quick, since a store that is to close waits for it, and
   *     must not call the store
   * @return whether the block's state is kept; if not, the sink got nothing
   */
  boolean read(Hash block, StateKey start, Sink sink);

  /**
   * The items of a block's posterior state between two keys, both included, which need not be
   * there.
   *
   * @param maximumSize most bytes of the items' keys, lengths and values together; one item is
   *     there in any case, if there is one
   * @return in ascending order; empty when the block's state is not kept
   */
  default Optional<List<KeyValue>> range(
      Hash block, StateKey start, StateKey end, long maximumSize) {
    List<KeyValue> items = new ArrayList<>();
    long[] size = {0};
    boolean kept =
        read(
            block,
            start,
            item -> {
              size[0] += StateRange.encodedSize(item);
              if (item.key().compareTo(end) > 0 || (!items.isEmpty() && size[0] > maximumSize)) {
                return false;
              }
              return items.add(item);
            });
    return kept ? Optional.of(items) : Optional.empty();
  }

  /**
   * Makes a stored block the base with this state, and forgets all states before. The state is
   * written in parts, so that it need not be in memory, but counts from the last step on only:
   * after a crash, or when the iterator fails, the states before are there unchanged. To be called
   * by the one that commits, in between.
   *
   * @param state all items, each key once, in any order
   * @throws IllegalArgumentException when the block is not stored
   */
  void anchor(Hash block, Iterator<KeyValue> state);

  /** Takes items one after another. */
  @FunctionalInterface
  interface Sink {
    /** Takes the next item; false to end. */
    boolean accept(KeyValue item);
  }
}
