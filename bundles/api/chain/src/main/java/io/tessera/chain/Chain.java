package io.tessera.chain;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.KeyValue;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The chain that this node follows: a service of core/chain. Methods may be called from any thread;
 * those that reach the store wait for a platform thread that does the work, so that virtual threads
 * never call native code.
 */
@ProviderType
public interface Chain {
  /** How far beneath the latest finalized block a state may lie that {@link #anchor} takes. */
  int ANCHOR_DEPTH = 1_024;

  /** What makes this chain this one. */
  ChainIdentity identity();

  /** The chain specification's name, such as {@code dev}. */
  String id();

  /**
   * Whether this chain keeps headers only: blocks are checked as far as headers tell, their bodies
   * against the extrinsic hash, and no state is known ({@link StateKnowledge#HEADERS}). Then {@link
   * #raw} has nothing, and what {@link #range} names cannot be had here.
   */
  default boolean headersOnly() {
    return false;
  }

  /**
   * Begins at a block that is not genesis, for a chain that keeps {@link #headersOnly} and has
   * nothing yet. It is head and final then, nothing beneath it is stored, and heights count from
   * its slot: at most so many blocks can lie beneath. Returns when that is safe on disk.
   *
   * @param headers of blocks one after another, ascending; the last one is that of the block, which
   *     the caller answers for. Among them must be the first of the block's epoch and of the two
   *     epochs before, whose markers tell the validators, the entropy and who may seal
   * @throws IllegalArgumentException saying why not; nothing has changed then
   */
  default void beginAt(List<Header> headers) {
    throw new IllegalArgumentException("this chain begins at genesis");
  }

  /** The chain's protocol parameters. */
  default ProtocolParameters parameters() {
    return identity().parameters();
  }

  /** The genesis block. */
  BlockRef genesis();

  /** The head of the best chain. */
  BlockRef best();

  /** The latest finalized block. */
  BlockRef finalized();

  /** Number of blocks from genesis (not counted) to the head of the best chain. */
  long height();

  /**
   * All known leaves: descendants of the latest finalized block (or itself) with no known children.
   */
  List<BlockRef> leaves();

  /** Whether the block is stored. */
  boolean contains(Hash block);

  /** A stored block's header. */
  Optional<Header> header(Hash block);

  /** A stored block's place in the chain. */
  Optional<BlockEntry> entry(Hash block);

  /**
   * The encodings of stored blocks in the order asked; ends before the first that is not stored.
   */
  List<Bytes> raw(List<Hash> blocks);

  /** The stored blocks of a slot, on any fork. */
  List<BlockRef> atSlot(long slot);

  /**
   * The state after a block, from the latest finalized block upwards, on any fork, and of the
   * blocks right beneath it, 64 at most; empty for other blocks.
   */
  Optional<BlockState> state(Hash block);

  /** What was checked of the blocks imported since the start, and what could not be. */
  VerificationStatus verification();

  /**
   * Takes the whole state after a finalized block, where so far only the {@link ConsensusState} of
   * the latest one was known. It must have the root that a child's header says; the blocks above
   * are executed again on it. Returns when the state is safe on disk.
   *
   * @param block the latest finalized block, or one at most {@link #ANCHOR_DEPTH} blocks beneath
   *     it: to fetch a state takes time, in which others become final
   * @param state all items in any order
   * @throws IllegalArgumentException saying why, when it is not the state, or not every block above
   *     can be executed on it, or one beneath the latest finalized block makes work available that
   *     nobody here accumulates; nothing has changed then
   */
  void anchor(Hash block, Collection<KeyValue> state);

  /**
   * The blocks that answer a request (JAMNP-S, "CE 128"): none that cannot be finalized any more,
   * none below genesis, the genesis block itself not included. May be fewer than asked.
   *
   * @param most upper bound for the number of blocks, besides that of the request
   * @return empty when the request cannot be satisfied, for instance since its block is not known
   *     or cannot be finalized
   */
  Optional<List<BlockEntry>> range(BlockRequest request, int most);

  /**
   * Imports blocks in order, atomically as far as it gets: stops at the first that is not accepted.
   * A block that is stored already counts as known. Returns when what it reports as imported is
   * safe on disk.
   *
   * @param origin where they came from, for logs and listeners
   */
  ImportResult importBlocks(List<EncodedBlock> blocks, Origin origin);
}
