package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.trace.KeyValue;
import java.util.List;
import java.util.Optional;

/**
 * A state that is not complete yet, and the blocks that lead to it: a part of a {@link BlockStore}
 * beside the chain that counts, from which nobody reads it before it is adopted. All steps are
 * atomic, and stay when the process is killed.
 *
 * <p>What is outside of the open ranges is what the state has there, all of it; whoever puts has
 * proved it. Blocking, and may call native code: to be called on platform threads only. Safe from
 * any thread.
 */
public interface PartialState {

  /** What is being fetched; empty when nothing is. */
  Optional<Target> target();

  /** The ranges in which the state is not known, in ascending order; none overlaps another. */
  List<KeyRange> open();

  /**
   * Begins to keep a state, or goes on with another one.
   *
   * @param target what is fetched from now on
   * @param open where its state is not known; what was kept there is forgotten, what was kept
   *     elsewhere counts as a part of this state. Blocks stay
   */
  void begin(Target target, List<KeyRange> open);

  /**
   * Keeps what the state has in a part of an open range.
   *
   * @param block the target's hash
   * @param range one of {@link #open}
   * @param items all items of the state in the range that are not in one of {@code left}
   * @param left what stays open of the range
   * @return false, and nothing is kept, when there is another target by now or when the range is
   *     not open any more
   */
  boolean put(Hash block, KeyRange range, List<KeyValue> items, List<KeyRange> left);

  /** Keeps the target block or ancestors of it. */
  void put(List<EncodedBlock> blocks);

  /** The blocks that are kept, in ascending order of their slots; their heights stand as 0. */
  List<BlockEntry> blocks();

  /** The encoding of a block that is kept. */
  Optional<Bytes> raw(BlockRef block);

  /** Reads what is known of the state in ascending order; see {@link StateStore#read}. */
  void read(StateStore.Sink sink);

  /** Forgets everything. */
  void drop();

  /**
   * Makes the state the one that counts, and these blocks the chain, above which there is nothing.
   * All other blocks and states but the genesis block are forgotten.
   *
   * @param chain blocks that are kept, ascending, with their heights; the state is that after the
   *     last one
   * @throws IllegalStateException when there are open ranges
   */
  void adopt(List<BlockEntry> chain);

  /** Where the chain that counts begins; empty when that is at genesis. */
  Optional<Beginning> beginning();

  /**
   * What is being fetched: the state after a block's parent.
   *
   * @param block the block, whose header names the state's root
   * @param parent its parent
   * @param root the state's root
   * @param trust see {@link Beginning#trust}
   */
  record Target(BlockRef block, Hash parent, Hash root, String trust) {
    /** The state before a block. */
    public static Target of(EncodedBlock block, String trust) {
      return new Target(
          block.ref(), block.header().parent(), block.header().priorStateRoot(), trust);
    }
  }
}
