package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import java.util.List;
import java.util.Optional;

/**
 * Keeps blocks and heads on disk; a service of the store. Blocking, and may call native code: to be
 * called on platform threads only. Safe from any thread; {@link #commit} by one at a time.
 */
public interface BlockStore {

  /** The chain that the store was made for; empty when it is new. */
  Optional<StoredIdentity> identity();

  /** The states of recent blocks, which {@link #initialize} and {@link #commit} bring. */
  StateStore states();

  /** A state that is gathered beside the chain. */
  PartialState partial();

  /**
   * Whether only the headers of blocks are kept here, instead of their encodings, and what headers
   * tell, instead of states; always so, or never.
   */
  default boolean headersOnly() {
    return false;
  }

  /**
   * Makes a new store one of this chain, with its genesis block as best and finalized head.
   *
   * @param genesis its delta is the whole genesis state; without one no state is kept before {@link
   *     StateStore#anchor}
   */
  void initialize(StoredIdentity identity, NewBlock genesis);

  /** The heads; to be asked after {@link #initialize} only. */
  Heads heads();

  /** A stored block's place in the chain. */
  Optional<BlockEntry> entry(Hash block);

  /**
   * The encodings of stored blocks in the order asked, in one read; ends before the first that is
   * not stored.
   */
  List<Bytes> blocks(List<Hash> blocks);

  /** The children stored of a block. */
  List<Hash> children(Hash block);

  /** The stored blocks of a slot, on any fork. */
  List<BlockRef> atSlot(long slot);

  /**
   * The best chain's blocks from a height on, ascending, in one read.
   *
   * @param most how many at most; fewer when the chain ends
   */
  List<BlockEntry> canonical(long fromHeight, int most);

  /**
   * Stores blocks, their changes of the state, heads and the change of the best chain in one atomic
   * step: after a crash at any moment all of it is there or nothing. A block that is stored already
   * may come again, with a delta that it did not have.
   *
   * @param canonical the blocks by which the best chain changed, ascending without a gap; their
   *     heights replace those that were there, and heights above the last one are dropped; empty
   *     when it did not change
   */
  void commit(List<NewBlock> blocks, List<BlockEntry> canonical, Heads heads);

  /**
   * The identity that a store keeps.
   *
   * @param genesisHash hash of the genesis header
   * @param genesisStateRoot root of the genesis state
   * @param parameters encoding of the protocol parameters
   */
  record StoredIdentity(Hash genesisHash, Hash genesisStateRoot, Bytes parameters) {}

  /**
   * A block to store.
   *
   * @param entry its place
   * @param raw its encoding
   * @param delta how it changes the state; empty when it was not executed
   */
  record NewBlock(BlockEntry entry, Bytes raw, Optional<StateDelta> delta) {
    /** A block that was not executed. */
    public NewBlock(BlockEntry entry, Bytes raw) {
      this(entry, raw, Optional.empty());
    }
  }

  /**
   * The two heads.
   *
   * @param best head of the best chain
   * @param finalized latest finalized block
   */
  record Heads(BlockEntry best, BlockEntry finalized) {}
}
