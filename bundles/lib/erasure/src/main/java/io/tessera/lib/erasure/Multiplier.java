package io.tessera.lib.erasure;

import java.util.Arrays;

/**
 * A factor, as what it does to the bits of a word: each bit of the product is a sum of bits of the
 * other factor. Words are never looked up, so that {@link Lanes} multiplies many at once.
 */
final class Multiplier {
  /** In place of a bit: nothing is added. */
  static final int NONE = Field.BITS;

  /** Bits are added so many at a time, or half as many when they suffice. */
  static final int WIDE = 8;

  /**
   * For each bit of the product the number of entries, a multiple of half of {@link #WIDE}, and then
   * the bits to add, filled up with {@link #NONE}.
   */
  final byte[] program;

  Multiplier(int factor) {
    int[] products = new int[Field.BITS];
    for (int bit = 0; bit < Field.BITS; bit++) {
      products[bit] = Field.multiply(factor, 1 << bit);
    }
    byte[] entries = new byte[Field.BITS * (1 + Field.BITS)];
    int end = 0;
    for (int out = 0; out < Field.BITS; out++) {
      int start = ++end;
      for (int bit = 0; bit < Field.BITS; bit++) {
        if ((products[bit] >>> out & 1) == 1) {
          entries[end++] = (byte) bit;
        }
      }
      while ((end - start) % (WIDE / 2) != 0) {
        entries[end++] = NONE;
      }
      entries[start - 1] = (byte) (end - start);
    }
    program = Arrays.copyOf(entries, end);
  }
}
