package io.tessera.lib.crypto.bandersnatch;

import java.math.BigInteger;

/**
 * The twisted Edwards curve a x^2 + y^2 = 1 + d x^2 y^2 with a = -5 in extended coordinates (x =
 * X/Z, y = Y/Z, T = XY/Z), as formulas over flat arrays: a point is four field elements X, Y, Z, T
 * one after another at an offset. The formulas hold for all points of the prime subgroup, equal or
 * not; nothing else is ever added (eprint 2021/1152; eprint 2008/522, sections 3.1 and 3.3).
 */
final class Curve {
  private static final int N = Fq.LIMBS;

  /** Length of a point in limbs. */
  static final int SIZE = 4 * N;

  static final int X = 0;
  static final int Y = N;
  static final int Z = 2 * N;
  static final int T = 3 * N;

  /** Length of the room that a formula works in, in limbs. */
  static final int SCRATCH = 8 * N;

  /** The order r of the prime subgroup; that of the curve is 4 r. */
  static final BigInteger ORDER =
      new BigInteger(
          "13108968793781547619861935127046491459309155893440570251786403306729687672801");

  /** The curve's constant d. */
  static final long[] D =
      constant("6389c12633c267cbc66e3bf86be3b6d8cb66677177e54f92b369f2f5188d58e7");

  private static final long[] ENDOMORPHISM_B =
      constant("52c9f28b828426a561f00d3a63511a882ea712770d9af4d6ee0f014d172510b4");
  private static final long[] ENDOMORPHISM_C =
      constant("6cc624cf865457c3a97c6efd6c17d1078456abcfff36f4e9515c806cdf650b3d");

  private Curve() {}

  static long[] constant(String hex) {
    return Fq.of(new BigInteger(hex, 16));
  }

  /** The neutral element (0, 1). */
  static long[] identity() {
    long[] point = new long[SIZE];
    Fq.copy(point, Y, Fq.of(1), 0);
    Fq.copy(point, Z, Fq.of(1), 0);
    return point;
  }

  /** The point with these coordinates. */
  static long[] affine(long[] x, long[] y) {
    long[] point = identity();
    Fq.copy(point, X, x, 0);
    Fq.copy(point, Y, y, 0);
    Fq.mul(point, T, x, 0, y, 0);
    return point;
  }

  /** Makes T into d T: what {@link #add} wants of its second operand. */
  static void prepare(long[] p, int po) {
    Fq.mul(p, po + T, p, po + T, D, 0);
  }

  /**
   * r = p + q, for a q that is prepared; r may be p. T is left out unless it is asked for. The
   * bounds of what the products get, in multiples of q, stand behind: see {@link Fq}.
   */
  static void add(long[] r, int ro, long[] p, int po, long[] q, int qo, boolean withT, long[] s) {
    Fq.mul(s, 0, p, po + X, q, qo + X); // A = X1 X2, 1.15
    Fq.mul(s, N, p, po + Y, q, qo + Y); // B = Y1 Y2, 1.15
    Fq.mul(s, 2 * N, p, po + T, q, qo + T); // C = d T1 T2, 1.15
    Fq.mul(s, 3 * N, p, po + Z, q, qo + Z); // D = Z1 Z2, 1.15
    Fq.addLoose(s, 4 * N, p, po + X, p, po + Y);
    Fq.addLoose(s, 5 * N, q, qo + X, q, qo + Y);
    Fq.mul(s, 4 * N, s, 4 * N, s, 5 * N);
    Fq.subLoose(s, 4 * N, s, 4 * N, s, 0);
    Fq.subLoose(s, 4 * N, s, 4 * N, s, N); // E = (X1 + Y1)(X2 + Y2) - A - B, 3.9
    Fq.addLoose(s, 5 * N, s, 3 * N, s, 2 * N); // G = D + C, 2.3
    Fq.subLoose(s, 2 * N, s, 3 * N, s, 2 * N); // F = D - C, 2.3
    for (int i = 0; i < N; i++) {
      s[i] = s[N + i] + 5 * s[i]; // H = B - a A, 6.9
    }
    combine(r, ro, s, 4 * N, 2 * N, 5 * N, 0);
    if (withT) {
      Fq.mul(r, ro + T, s, 4 * N, s, 0);
    }
  }

  /** r = 2 p; r may be p. T is left out, and r's is garbage, unless it is asked for. */
  static void twice(long[] r, int ro, long[] p, int po, boolean withT, long[] s) {
    Fq.square(s, 0, p, po + X); // A = X^2, 0 to 1.15
    Fq.square(s, N, p, po + Y); // B = Y^2, 0 to 1.15
    Fq.square(s, 2 * N, p, po + Z); // Z^2, 0 to 1.15
    Fq.addLoose(s, 3 * N, p, po + X, p, po + Y);
    Fq.square(s, 3 * N, s, 3 * N);
    for (int i = 0; i < N; i++) {
      long a = s[i];
      long b = s[N + i];
      long g = b - 5 * a;
      s[3 * N + i] -= a + b; // E = (X + Y)^2 - A - B, 2.3
      s[i] = -5 * a - b; // H = a A - B, -6.9 to 0
      s[N + i] = g - 2 * s[2 * N + i]; // F = G - 2 Z^2, -8.1 to 1.15
      s[2 * N + i] = g; // G = a A + B, -5.8 to 1.15
    }
    combine(r, ro, s, 3 * N, N, 2 * N, 0);
    if (withT) {
      Fq.mul(r, ro + T, s, 3 * N, s, 0);
    }
  }

  /** X = E F, Y = G H, Z = F G. */
  private static void combine(long[] r, int ro, long[] s, int e, int f, int g, int h) {
    Fq.mul(r, ro + X, s, e, s, f);
    Fq.mul(r, ro + Y, s, g, s, h);
    Fq.mul(r, ro + Z, s, f, s, g);
  }

  /** p = -p, prepared or not. */
  static void negate(long[] p, int po) {
    Fq.neg(p, po + X, p, po + X);
    Fq.neg(p, po + T, p, po + T);
  }

  /**
   * r = lambda p, for a p that is not neutral, by the curve's endomorphism of degree 2 (eprint
   * 2021/1152, section 3): with f = c (1 - y^2), g = b (y^2 + b), h = y^2 - b it maps (x, y) to (f
   * / xy, g / h).
   */
  static void endomorphism(long[] r, int ro, long[] p, int po, long[] s) {
    Fq.square(s, 0, p, po + Y);
    Fq.square(s, N, p, po + Z);
    Fq.mul(s, 2 * N, p, po + X, p, po + Y); // xy
    Fq.sub(s, 3 * N, s, N, s, 0);
    Fq.mul(s, 3 * N, s, 3 * N, ENDOMORPHISM_C, 0); // f
    Fq.mul(s, N, s, N, ENDOMORPHISM_B, 0); // b z^2
    Fq.add(s, 4 * N, s, 0, s, N);
    Fq.mul(s, 4 * N, s, 4 * N, ENDOMORPHISM_B, 0); // g
    Fq.sub(s, 5 * N, s, 0, s, N); // h
    Fq.mul(r, ro + X, s, 3 * N, s, 5 * N);
    Fq.mul(r, ro + Y, s, 4 * N, s, 2 * N);
    Fq.mul(r, ro + Z, s, 5 * N, s, 2 * N);
    Fq.mul(r, ro + T, s, 3 * N, s, 4 * N);
  }

  /** Makes Z = 1 in each of so many points one after another, at the price of one inverse. */
  static void normalize(long[] points, int count) {
    long[] inverses = new long[N * count];
    for (int i = 0; i < count; i++) {
      Fq.copy(inverses, N * i, points, SIZE * i + Z);
    }
    FqPowers.inverseAll(inverses, 0, count);
    for (int i = 0; i < count; i++) {
      int p = SIZE * i;
      Fq.mul(points, p + X, points, p + X, inverses, N * i);
      Fq.mul(points, p + Y, points, p + Y, inverses, N * i);
      Fq.copy(points, p + Z, Fq.of(1), 0);
      Fq.mul(points, p + T, points, p + X, points, p + Y);
    }
  }

  /** Whether two points of the curve are the same. */
  static boolean equal(long[] p, long[] q) {
    return sameRatio(p, X, q, X) && sameRatio(p, Y, q, Y);
  }

  private static boolean sameRatio(long[] p, int a, long[] q, int b) {
    long[] left = new long[N];
    long[] right = new long[N];
    Fq.mul(left, 0, p, a, q, Z);
    Fq.mul(right, 0, q, b, p, Z);
    return Fq.equal(left, 0, right, 0);
  }
}
