package io.tessera.lib.crypto.bandersnatch;

/**
 * Multiples of points of the prime subgroup by secret numbers, in constant time: 64 digits of four
 * bits, and each takes a multiple out of the table by reading all of it.
 */
final class Multiplication {
  private static final int WINDOW = 4;
  private static final int ENTRIES = 1 << WINDOW;

  private Multiplication() {}

  /**
   * A multiple of a point.
   *
   * @param scalar 32 bytes, lowest first
   */
  static long[] multiply(byte[] scalar, long[] point) {
    long[] scratch = new long[Curve.SCRATCH];
    long[] table = table(point, scratch);
    long[] product = Curve.identity();
    long[] entry = new long[Curve.SIZE];
    for (int digit = 2 * scalar.length - 1; digit >= 0; digit--) {
      for (int i = 0; i < WINDOW; i++) {
        Curve.twice(product, 0, product, 0, i == WINDOW - 1, scratch);
      }
      select(entry, table, (scalar[digit >> 1] >> (WINDOW * (digit & 1))) & (ENTRIES - 1));
      Curve.add(product, 0, product, 0, entry, 0, digit == 0, scratch);
    }
    return product;
  }

  /** The multiples from 0 to 15, prepared. */
  private static long[] table(long[] point, long[] scratch) {
    long[] table = new long[Curve.SIZE * ENTRIES];
    long[] prepared = point.clone();
    Curve.prepare(prepared, 0);
    System.arraycopy(Curve.identity(), 0, table, 0, Curve.SIZE);
    for (int i = 1; i < ENTRIES; i++) {
      int previous = Curve.SIZE * (i - 1);
      Curve.add(table, Curve.SIZE * i, table, previous, prepared, 0, true, scratch);
    }
    for (int i = 0; i < ENTRIES; i++) {
      Curve.prepare(table, Curve.SIZE * i);
    }
    return table;
  }

  private static void select(long[] entry, long[] table, int digit) {
    for (int i = 0; i < ENTRIES; i++) {
      long mask = ((i ^ digit) - 1L) >> 63; // -1 for the entry that is meant
      for (int limb = 0; limb < Curve.SIZE; limb++) {
        entry[limb] ^= (entry[limb] ^ table[Curve.SIZE * i + limb]) & mask;
      }
    }
  }
}
