package io.tessera.lib.erasure;

import java.util.Arrays;

/**
 * A factor that is not zero. For {@link WordLanes} it is its logarithm, for {@link BitLanes} what
 * it does to the bits of a word: each bit of the product is a sum of bits of the other factor. Safe
 * from any thread.
 */
final class Multiplier {
  /** In place of a bit: nothing is added. */
  static final int NONE = Field.BITS;

  /** Bits are added so many at a time, or half as many when they suffice. */
  static final int WIDE = 8;

  private final int factor;
  private volatile byte[] program;

  Multiplier(int factor) {
    this.factor = factor;
  }

  /** The factor's logarithm. */
  int log() {
    return Field.log(factor);
  }

  /**
   * For each bit of the product the number of entries, a multiple of half of {@link #WIDE}, and
   * then the bits to add, filled up with {@link #NONE}. Made when it is asked for first.
   */
  byte[] program() {
    byte[] made = program;
    if (made == null) {
      made = compile();
      program = made;
    }
    return made;
  }

  private byte[] compile() {
    int[] products = new int[Field.BITS];
    for (int bit = 0; bit < Field.BITS; bit++) {
      products[bit] = Field.multiply(1 << bit, log());
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
    return Arrays.copyOf(entries, end);
  }
}
