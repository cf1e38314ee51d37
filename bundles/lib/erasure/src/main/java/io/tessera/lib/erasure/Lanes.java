package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;

/**
 * Rows of words that are computed with as a whole, one row for a shard. Not safe for use by several
 * threads.
 */
sealed interface Lanes permits BitLanes, WordLanes {
  /** Above this planes of bits are faster than single words. */
  int MOST_WORDS = 384;

  /**
   * Rows of zeros.
   *
   * @param count number of rows
   * @param longest what a row has to hold
   */
  static Lanes of(int count, Strip longest) {
    int words = longest.size() / 2;
    return words > MOST_WORDS ? new BitLanes(count, longest.blocks()) : new WordLanes(count, words);
  }

  /** Row {@code x} becomes zero. */
  void clear(int x);

  /** x := y. */
  void copy(int x, int y);

  /** x := x + y. */
  void add(int x, int y);

  /** x := x + factor y, of different rows. */
  void addProduct(int x, int y, Multiplier factor);

  /** x := the words in a part of {@code shard}, then zeros. A word's low byte comes first. */
  void load(int x, Bytes shard, Strip part);

  /** Puts the words of row {@code x} into a part of {@code shard}; the row is used up. */
  void store(int x, byte[] shard, Strip part);
}
