package io.tessera.core.chain;

import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.crypto.ExtrinsicHash;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Checks that each block's extrinsic hashes to what its header says. Blocks do not depend on each
 * other here, so that the checks run on all cores while the import thread is at earlier blocks.
 */
final class BodyChecks {
  /** Blocks that one task checks: enough to be worth handing over. */
  private static final int CHUNK = 32;

  /** Blocks without extrinsics are many in a quiet chain, and hashing nothing takes six hashes. */
  private static final Hash HASH_OF_NOTHING = ExtrinsicHash.of(Extrinsic.EMPTY);

  private final List<Future<BitSet>> chunks;

  private BodyChecks(List<Future<BitSet>> chunks) {
    this.chunks = chunks;
  }

  /** Begins to check. */
  static BodyChecks start(List<EncodedBlock> blocks, ExecutorService pool) {
    List<Future<BitSet>> chunks = new ArrayList<>();
    for (int from = 0; from < blocks.size(); from += CHUNK) {
      List<EncodedBlock> chunk = blocks.subList(from, Math.min(from + CHUNK, blocks.size()));
      chunks.add(pool.submit(() -> wrong(chunk)));
    }
    return new BodyChecks(chunks);
  }

  private static BitSet wrong(List<EncodedBlock> blocks) {
    BitSet wrong = new BitSet();
    for (int i = 0; i < blocks.size(); i++) {
      Extrinsic extrinsic = blocks.get(i).block().extrinsic();
      Hash hash = extrinsic.equals(Extrinsic.EMPTY) ? HASH_OF_NOTHING : ExtrinsicHash.of(extrinsic);
      wrong.set(i, !hash.equals(blocks.get(i).header().extrinsicHash()));
    }
    return wrong;
  }

  /**
   * Whether the block at this index has the extrinsic that its header says; waits for the check.
   */
  boolean right(int index) {
    return !PlatformThreads.await(chunks.get(index / CHUNK)).get(index % CHUNK);
  }
}
