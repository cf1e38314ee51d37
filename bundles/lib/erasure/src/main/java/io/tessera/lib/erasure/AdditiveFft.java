package io.tessera.lib.erasure;

/**
 * The additive Fourier transform of Lin, Chung and Han ("Novel polynomial basis and its application
 * to Reed-Solomon erasure codes", 2014) over a Cantor basis: between the coefficients of a
 * polynomial and its values at {@code size} points, which are {@code start, start + 1, …}.
 *
 * <p>Coefficient i belongs to the product of the s_j for the bits j of i, where s_j is zero at the
 * first 2^j points. In a Cantor basis s_j takes the word i to the word i >>> j, so that the factors
 * need no table of their own, and each s_j has the derivative 1.
 *
 * <p>Halves are finished one after the other, so that what is worked on stays in the cache.
 */
final class AdditiveFft {
  /** By the half of the factor; the first factor is zero, and odd ones do not occur. */
  private final Multiplier[] factors;

  /** For transforms at points below {@code points}. */
  AdditiveFft(int points) {
    factors = new Multiplier[points / 2];
    for (int i = 1; i < factors.length; i++) {
      factors[i] = new Multiplier(2 * i);
    }
  }

  /**
   * Coefficients to values, in place.
   *
   * @param row of the first coefficient and the first value
   * @param size number of rows, a power of two
   * @param start the first point, a multiple of {@code size}
   * @param wanted number of values that matter; the other rows are of no use afterwards
   */
  void evaluate(Lanes lanes, int row, int size, int start, int wanted) {
    if (size == 1 || wanted <= 0) {
      return;
    }
    int half = size / 2;
    Multiplier factor = factor(half, start);
    for (int i = row; i < row + half; i++) {
      if (factor != null) {
        lanes.addProduct(i, i + half, factor);
      }
      if (wanted > half) {
        lanes.add(i + half, i);
      }
    }
    evaluate(lanes, row, half, start, wanted);
    evaluate(lanes, row + half, half, start + half, wanted - half);
  }

  /**
   * Values to coefficients, in place.
   *
   * @param given number of rows that may be different from zero, from the first one on
   */
  void interpolate(Lanes lanes, int row, int size, int start, int given) {
    if (size == 1 || given <= 0) {
      return;
    }
    int half = size / 2;
    interpolate(lanes, row, half, start, given);
    interpolate(lanes, row + half, half, start + half, given - half);
    Multiplier factor = factor(half, start);
    for (int i = row; i < row + half; i++) {
      lanes.add(i + half, i);
      if (factor != null) {
        lanes.addProduct(i, i + half, factor);
      }
    }
  }

  private Multiplier factor(int half, int start) {
    return factors[start / half / 2];
  }

  /** The coefficients of the derivative, in place. */
  static void differentiate(Lanes lanes, int row, int size) {
    for (int i = 0; i < size; i++) {
      lanes.clear(row + i);
      for (int bit = 1; bit < size; bit <<= 1) {
        if ((i & bit) == 0) {
          lanes.add(row + i, row + i + bit);
        }
      }
    }
  }
}
