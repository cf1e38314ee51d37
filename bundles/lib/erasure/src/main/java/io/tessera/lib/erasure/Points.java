package io.tessera.lib.erasure;

/**
 * Where a code evaluates its polynomial. Data shards are its values at the points 0, 1, …; from
 * there to the next power of two, {@link #block}, it is zero; parity shards are its values behind
 * that. This is what the public vectors have. The Gray Paper's own words ("The Generator
 * Polynomial") leave no gap; they give the same where R is a power of two.
 *
 * @param validators V: number of shards
 * @param threshold R: number of data shards
 */
record Points(int validators, int threshold) {
  /** Points that are transformed together: the least power of two that R fits in. */
  int block() {
    return threshold == 1 ? 1 : 2 * Integer.highestOneBit(threshold - 1);
  }

  /** Number of blocks, the first of which is that of the data. */
  int blocks() {
    return 1 + (validators - threshold + block() - 1) / block();
  }

  /** The point of a shard. */
  int point(int shard) {
    return shard < threshold ? shard : shard - threshold + block();
  }

  /** The shard at the first point of a block of parity. */
  int firstShard(int parityBlock) {
    return threshold + (parityBlock - 1) * block();
  }

  /** Number of shards in a block. */
  int shards(int block) {
    return block == 0 ? threshold : Math.min(block(), validators - firstShard(block));
  }
}
