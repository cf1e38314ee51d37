package io.tessera.lib.crypto.bandersnatch;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sum of multiples of points of the prime subgroup by public numbers, in variable time.
 *
 * <p>Each factor k is split into k1 + k2 lambda with halves of some 127 bits (Gallant, Lambert and
 * Vanstone), where lambda is what the endomorphism multiplies with; the halves are written with few
 * odd digits, and all of them share their doublings. Where a point's tables are in pieces, its
 * digits are cut to the length of these, and a sum of such points alone takes a quarter of the
 * doublings.
 */
final class PublicSum {
  /**
   * N1^2 + 2 N2^2 is the group's order, and N1 = lambda N2: a short basis is (N1, N2), (2 N2, -N1).
   */
  private static final BigInteger N1 = new BigInteger("113482231691339203864511368254957623327");

  private static final BigInteger N2 = new BigInteger("10741319382058138887739339959866629956");

  /** Digits of a half at most: what the pieces have together. */
  private static final int MAX_DIGITS = OddMultiples.PIECES * OddMultiples.PIECE_DIGITS;

  /** Digits, lowest first, and the tables that have the multiples they stand for. */
  private final List<byte[]> digits = new ArrayList<>();

  private final List<long[]> multiples = new ArrayList<>();

  /** Adds k P for an integer k from 0 to r - 1. */
  PublicSum plus(BigInteger k, OddMultiples of) {
    BigInteger b1 = roundedRatio(k.multiply(N1));
    BigInteger b2 = roundedRatio(k.multiply(N2));
    BigInteger k1 = k.subtract(b1.multiply(N1)).subtract(b2.multiply(N2).shiftLeft(1));
    BigInteger k2 = b2.multiply(N1).subtract(b1.multiply(N2));
    add(digits(k1, of.window()), of, false);
    add(digits(k2, of.window()), of, true);
    return this;
  }

  private static BigInteger roundedRatio(BigInteger numerator) {
    return numerator.shiftLeft(1).add(Curve.ORDER).divide(Curve.ORDER.shiftLeft(1));
  }

  private void add(byte[] all, OddMultiples of, boolean image) {
    int length = all.length / of.pieces();
    for (int i = 0; i < of.pieces(); i++) {
      digits.add(Arrays.copyOfRange(all, length * i, length * (i + 1)));
      multiples.add(of.multiples(i, image));
    }
  }

  /**
   * Signed digits, lowest first, each 0 or odd, and below 2^(window - 1) in magnitude; after one
   * that is not 0 come window - 1 that are.
   */
  static byte[] digits(BigInteger number, int window) {
    byte[] magnitude = LittleEndian.bytes(number.abs(), MAX_DIGITS / Byte.SIZE + 2);
    byte[] digits = new byte[MAX_DIGITS];
    int carry = 0;
    for (int i = 0; i < digits.length; ) {
      int octets = (magnitude[i / 8] & 0xff) | ((magnitude[i / 8 + 1] & 0xff) << 8);
      int bits = octets >> (i % 8);
      if ((bits & 1) == carry) {
        i++;
        continue;
      }
      int digit = (bits & ((1 << window) - 1)) + carry;
      carry = digit >> (window - 1);
      digits[i] = (byte) (number.signum() * (digit - (carry << window)));
      i += window;
    }
    return digits;
  }

  /** The sum, in extended coordinates with a Z of any value. */
  long[] compute() {
    long[] scratch = new long[Curve.SCRATCH];
    long[] entry = new long[Curve.SIZE];
    long[] sum = Curve.identity();
    int i = MAX_DIGITS - 1;
    while (i >= 0 && terms(i) == 0) {
      i--;
    }
    for (; i >= 0; i--) {
      int terms = terms(i);
      // T is wanted by an addition and by whoever gets the sum
      Curve.twice(sum, 0, sum, 0, terms > 0 || i == 0, scratch);
      for (int row = 0; terms > 0; row++) {
        int digit = digit(row, i);
        if (digit == 0) {
          continue;
        }
        long[] from = multiples.get(row);
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

  private int digit(int row, int i) {
    byte[] ofRow = digits.get(row);
    return i < ofRow.length ? ofRow[i] : 0;
  }

  private int terms(int i) {
    int terms = 0;
    for (int row = 0; row < digits.size(); row++) {
      terms += digit(row, i) == 0 ? 0 : 1;
    }
    return terms;
  }
}
