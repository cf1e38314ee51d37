package io.tessera.lib.crypto.bandersnatch;

import java.math.BigInteger;

/**
 * A sum of multiples of points of the prime subgroup by public numbers, in variable time.
 *
 * <p>Each factor k is split into k1 + k2 lambda with halves of some 127 bits (Gallant, Lambert and
 * Vanstone), where lambda is what the endomorphism multiplies with; the halves are written with few
 * odd digits, and all of them share their doublings.
 */
final class PublicSum {
  /**
   * N1^2 + 2 N2^2 is the group's order, and N1 = lambda N2: a short basis is (N1, N2), (2 N2, -N1).
   */
  private static final BigInteger N1 = new BigInteger("113482231691339203864511368254957623327");

  private static final BigInteger N2 = new BigInteger("10741319382058138887739339959866629956");
  private static final int MAX_HALF_BITS = 130;
  private static final int MAX_HALVES = 4;

  private final byte[][] digits = new byte[MAX_HALVES][];
  private final long[][] multiples = new long[MAX_HALVES][];
  private int halves;

  /** Adds k P for an integer k from 0 to r - 1; at most two such terms. */
  PublicSum plus(BigInteger k, OddMultiples of) {
    BigInteger b1 = roundedRatio(k.multiply(N1));
    BigInteger b2 = roundedRatio(k.multiply(N2));
    BigInteger k1 = k.subtract(b1.multiply(N1)).subtract(b2.multiply(N2).shiftLeft(1));
    BigInteger k2 = b2.multiply(N1).subtract(b1.multiply(N2));
    addHalf(k1, of, false);
    addHalf(k2, of, true);
    return this;
  }

  private static BigInteger roundedRatio(BigInteger numerator) {
    return numerator.shiftLeft(1).add(Curve.ORDER).divide(Curve.ORDER.shiftLeft(1));
  }

  private void addHalf(BigInteger half, OddMultiples of, boolean image) {
    digits[halves] = digits(half, of.window());
    multiples[halves] = of.multiples(image);
    halves++;
  }

  /**
   * Signed digits, lowest first, each 0 or odd, and below 2^(window - 1) in magnitude; after one
   * that is not 0 come window - 1 that are.
   */
  static byte[] digits(BigInteger number, int window) {
    byte[] digits = new byte[MAX_HALF_BITS + 1];
    BigInteger rest = number.abs();
    int sign = number.signum();
    for (int i = 0; rest.signum() != 0; ) {
      int zeros = rest.getLowestSetBit();
      rest = rest.shiftRight(zeros);
      i += zeros;
      int digit = rest.intValue() & ((1 << window) - 1);
      if (digit >= 1 << (window - 1)) {
        digit -= 1 << window;
      }
      digits[i] = (byte) (sign * digit);
      rest = rest.subtract(BigInteger.valueOf(digit));
    }
    return digits;
  }

  /** The sum, in extended coordinates with a Z of any value. */
  long[] compute() {
    long[] scratch = new long[Curve.SCRATCH];
    long[] entry = new long[Curve.SIZE];
    long[] sum = Curve.identity();
    int i = MAX_HALF_BITS;
    while (i >= 0 && terms(i) == 0) {
      i--;
    }
    for (; i >= 0; i--) {
      int terms = terms(i);
      // T is wanted by an addition and by whoever gets the sum
      Curve.twice(sum, 0, sum, 0, terms > 0 || i == 0, scratch);
      for (int half = 0; terms > 0; half++) {
        int digit = digits[half][i];
        if (digit == 0) {
          continue;
        }
        long[] from = multiples[half];
        int at = Curve.SIZE * (Math.abs(digit) >> 1);
        if (digit < 0) {
          System.arraycopy(from, at, entry, 0, Curve.SIZE);
          Curve.negate(entry, 0);
          from = entry;
          at = 0;
        }
        terms--;
        Curve.add(sum, 0, sum, 0, from, at, terms > 0 || i == 0, scratch);
      }
    }
    return sum;
  }

  private int terms(int i) {
    int terms = 0;
    for (int half = 0; half < halves; half++) {
      terms += digits[half][i] == 0 ? 0 : 1;
    }
    return terms;
  }
}
