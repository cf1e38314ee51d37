package io.tessera.lib.erasure;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of all shards that is computed with at a time.
 *
 * @param from its first byte
 * @param size its bytes
 */
record Strip(int from, int size) {
  /** Octets that come together: 64 words. */
  static final int BLOCK = 128;

  /**
   * Long enough for loops over a strip, and short enough for a code's rows to stay in the cache.
   */
  private static final int MOST_BLOCKS = 64;

  /** Strips of about the same length, none longer than the first, of a shard that is not empty. */
  static List<Strip> of(int shardSize) {
    int blocks = ceil(shardSize, BLOCK);
    int size = ceil(blocks, ceil(blocks, MOST_BLOCKS)) * BLOCK;
    List<Strip> strips = new ArrayList<>();
    for (int from = 0; from < shardSize; from += size) {
      strips.add(new Strip(from, Math.min(size, shardSize - from)));
    }
    return strips;
  }

  /** Number of blocks, of which the last may be a part. */
  int blocks() {
    return ceil(size, BLOCK);
  }

  private static int ceil(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
