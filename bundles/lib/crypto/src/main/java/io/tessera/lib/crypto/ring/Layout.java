package io.tessera.lib.crypto.ring;

/**
 * Which row of the columns holds what: first the ring's keys, filled up with the padding point,
 * then the doublings of the blinding base, then four rows in which the sums end and the prover
 * hides its columns behind random values (ring-proof-spec, sections 1.2 and 2.4).
 *
 * @param rows the domain's size N, a power of two
 */
record Layout(int rows) {
  /** Bits of a scalar of the Bandersnatch curve, N_J. */
  static final int SCALAR_BITS = 253;

  /** Rows at the end whose values are random. */
  static final int RANDOM_ROWS = 3;

  private static final int IDLE_ROWS = RANDOM_ROWS + 1;

  /** The powers of tau that there are go up to three times this domain. */
  private static final int MOST_ROWS = 2048;

  private static final int FEWEST_ROWS = 512;

  /**
   * The layout for a ring: N is the least power of two at or above {@code ringSize + 253 + 4}.
   *
   * @throws IllegalArgumentException when the ring has no member or more than 1,791
   */
  static Layout of(int ringSize) {
    if (ringSize < 1 || ringSize > new Layout(MOST_ROWS).keys()) {
      throw new IllegalArgumentException("no ring has " + ringSize + " members");
    }
    int rows = FEWEST_ROWS;
    while (new Layout(rows).keys() < ringSize) {
      rows <<= 1;
    }
    return new Layout(rows);
  }

  /** How many keys there is room for, N_K. */
  int keys() {
    return rows - SCALAR_BITS - IDLE_ROWS;
  }

  /** The row in which the sums end, N - 4. */
  int last() {
    return rows - IDLE_ROWS;
  }
}
