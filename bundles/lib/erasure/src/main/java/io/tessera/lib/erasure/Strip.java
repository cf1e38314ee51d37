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
  /**
   * Most blocks of {@link Lanes} in a strip: long enough for the loops, and short enough for rows
   * of a full code to stay in the cache.
   */
  private static final int MOST_BLOCKS = 64;

  /** Strips of about the same length, none longer than the first. */
  static List<Strip> of(int shardSize) {
    int blocks = ceil(shardSize, Lanes.BLOCK);
    int size = ceil(blocks, ceil(blocks, MOST_BLOCKS)) * Lanes.BLOCK;
    List<Strip> strips = new ArrayList<>();
    for (int from = 0; from < shardSize; from += size) {
      strips.add(new Strip(from, Math.min(size, shardSize - from)));
    }
    return strips;
  }

  /** Blocks of {@link Lanes} that the strip needs. */
  int blocks() {
    return ceil(size, Lanes.BLOCK);
  }

  private static int ceil(int dividend, int divisor) {
    return divisor == 0 ? 0 : (dividend + divisor - 1) / divisor;
  }
}
