package io.tessera.lib.crypto.bandersnatch;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Square roots, in variable time: for public data only.
 *
 * <p>q - 1 = 2^32 t, so that x^((t+1)/2) is a root up to a factor whose square is x^t, an element
 * of the group of order 2^32 that g = 5^t generates. Its logarithm is found eight bits at a time in
 * tables, which costs some thirty products where the algorithm of Tonelli and Shanks takes some
 * hundreds.
 */
public final class FqRoots {
  private static final int N = Fq.LIMBS;
  private static final int TWO_ADICITY = 32;
  private static final int DIGITS = 4;
  private static final int BASE = 256;
  private static final BigInteger T = Fq.MODULUS.shiftRight(TWO_ADICITY);
  private static final BigInteger HALF_T = T.shiftRight(1);

  /** 5^((t+1)/2), a root of 5 g; 5 is the least non-square. */
  private static final long[] ROOT_OF_FIVE_G = power(Fq.of(5), HALF_T.add(BigInteger.ONE));

  /** The powers of 1/g with exponent j 256^k at index 256 k + j. */
  private static final long[] INVERSE_POWERS = inversePowers();

  /** The elements of order 256 or less, sorted by their first limb, and their logarithms. */
  private static final long[] KEYS = new long[BASE];

  private static final int[] LOGARITHMS = new int[BASE];

  static {
    // the powers of 1/g^(2^24), whose exponents count downwards
    long[][] entries = new long[BASE][];
    for (int j = 0; j < BASE; j++) {
      long key = Fq.canonical(INVERSE_POWERS, N * (3 * BASE + j))[0];
      entries[j] = new long[] {key, (BASE - j) % BASE};
    }
    Arrays.sort(entries, (a, b) -> Long.compare(a[0], b[0]));
    for (int j = 0; j < BASE; j++) {
      KEYS[j] = entries[j][0];
      LOGARITHMS[j] = (int) entries[j][1];
    }
  }

  private FqRoots() {}

  /**
   * The root of u / v, of unspecified sign; v must not be zero. With v = 1 that of u.
   *
   * @return whether u / v is a square; when it is none, z is a root of 5 u / v (RFC 9380, appendix
   *     F.2.1)
   */
  public static boolean sqrtRatio(long[] z, int zo, long[] u, int uo, long[] v, int vo) {
    long[] w = new long[N * 4];
    int p = 0;
    int root = N;
    // p = (u v^(2^33 - 1))^((t-1)/2) v^(2^32 - 1) = u^((t-1)/2) / v^((t+1)/2)
    allOnes(w, 2 * N, v, vo);
    Fq.square(w, 3 * N, w, 2 * N);
    Fq.mul(w, 3 * N, w, 3 * N, v, vo);
    Fq.mul(w, 3 * N, w, 3 * N, u, uo);
    FqPowers.pow(w, p, w, 3 * N, HALF_T);
    Fq.mul(w, p, w, p, w, 2 * N);
    Fq.mul(w, root, w, p, u, uo); // (u/v)^((t+1)/2)
    Fq.mul(w, p, w, p, w, root);
    Fq.mul(w, p, w, p, v, vo); // (u/v)^t
    if (Fq.isZero(w, p)) {
      Fq.copy(z, zo, w, p);
      return true;
    }
    long logarithm = logarithm(w, p);
    boolean square = (logarithm & 1) == 0;
    if (!square) {
      Fq.mul(w, root, w, root, ROOT_OF_FIVE_G, 0);
    }
    long half = (logarithm + 1) >> 1;
    for (int k = 0; k < DIGITS; k++) {
      times(w, root, k, (int) (half >> (8 * k)) & (BASE - 1));
    }
    Fq.copy(z, zo, w, root);
    return square;
  }

  /** z = v^(2^32 - 1). */
  private static void allOnes(long[] z, int zo, long[] v, int vo) {
    long[] shifted = new long[N];
    Fq.copy(z, zo, v, vo);
    for (int ones = 1; ones < TWO_ADICITY; ones *= 2) {
      Fq.copy(shifted, 0, z, zo);
      for (int i = 0; i < ones; i++) {
        Fq.square(shifted, shifted);
      }
      Fq.mul(z, zo, z, zo, shifted, 0);
    }
  }

  /** The e below 2^32 with g^e = a, lowest digit first. */
  private static long logarithm(long[] a, int ao) {
    long[] powers = new long[N * DIGITS]; // a^(256^k) at k
    Fq.copy(powers, 0, a, ao);
    for (int k = 1; k < DIGITS; k++) {
      Fq.square(powers, N * k, powers, N * (k - 1));
      for (int i = 1; i < 8; i++) {
        Fq.square(powers, N * k, powers, N * k);
      }
    }
    long e = 0;
    for (int digit = 0; digit < DIGITS; digit++) {
      int k = DIGITS - 1 - digit;
      for (int known = 0; known < digit; known++) {
        times(powers, N * k, k + known, (int) (e >> (8 * known)) & (BASE - 1));
      }
      int found = Arrays.binarySearch(KEYS, Fq.canonical(powers, N * k)[0]);
      e |= (long) LOGARITHMS[found] << (8 * digit);
    }
    return e;
  }

  /** Multiplies with g^-(j 256^k). */
  private static void times(long[] z, int zo, int k, int j) {
    Fq.mul(z, zo, z, zo, INVERSE_POWERS, N * (BASE * k + j));
  }

  private static long[] inversePowers() {
    long[] powers = new long[N * BASE * DIGITS];
    long[] base = power(Fq.of(5), T);
    FqPowers.inverse(base, 0, base, 0);
    for (int k = 0; k < DIGITS; k++) {
      Fq.copy(powers, N * BASE * k, Fq.of(1), 0);
      for (int j = 1; j < BASE; j++) {
        Fq.mul(powers, N * (BASE * k + j), powers, N * (BASE * k + j - 1), base, 0);
      }
      Fq.mul(base, 0, base, 0, powers, N * (BASE * k + BASE - 1));
    }
    return powers;
  }

  private static long[] power(long[] a, BigInteger e) {
    long[] z = new long[N];
    FqPowers.pow(z, 0, a, 0, e);
    return z;
  }
}
