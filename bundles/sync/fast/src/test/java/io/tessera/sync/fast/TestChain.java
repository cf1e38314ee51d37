package io.tessera.sync.fast;

import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.SealedChain;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One valid chain with a state of some size, made once for all tests. */
final class TestChain {
  /** L is 24 slots for these parameters. */
  static final int LENGTH = 60;

  static final SealedChain MAKER =
      new SealedChain(ProtocolParameters.TINY, new DevService(4, 100, 2_000, 60), 1);
  static final List<EncodedBlock> BLOCKS = MAKER.chain(LENGTH);

  /** The states after all of its blocks. */
  static final Map<Hash, StateTrie> STATES = new HashMap<>();

  static {
    BLOCKS.forEach(block -> STATES.put(block.hash(), MAKER.state(block.ref())));
  }

  private TestChain() {}

  /** The block in a slot, which is its height too. */
  static EncodedBlock block(int slot) {
    return BLOCKS.get(slot - 1);
  }

  static BlockRef ref(int slot) {
    return block(slot).ref();
  }

  /** Blocks with the genesis of this chain, for peers to have. */
  static MemoryChain holding(List<EncodedBlock> blocks) {
    ChainBuilder builder = new ChainBuilder(ProtocolParameters.TINY, MAKER.genesis(), 1);
    return MemoryChain.of(builder, blocks);
  }
}
