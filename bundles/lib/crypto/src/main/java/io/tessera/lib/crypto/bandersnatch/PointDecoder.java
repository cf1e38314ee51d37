package io.tessera.lib.crypto.bandersnatch;

import java.math.BigInteger;

/** Points out of their encodings, and the check that they are in the prime subgroup. */
final class PointDecoder {
  private static final int N = Fq.LIMBS;
  private static final long[] ONE = Fq.of(1);

  /** B of the curve B v^2 = u (u - alpha) (u - beta) that u = (1 + y) / (1 - y) leads to. */
  private static final long[] B =
      Fq.of(
          new BigInteger(
              "25465760566081946422412445027709227188579564747101592991722834452325077642517"));

  private static final long[] ALPHA =
      Curve.constant("52c9f28b828426a561f00d3a63511a882ea712770d9af4d6ee0f014d172510b6");

  private PointDecoder() {}

  /** The point with Z = 1, or null when the bytes stand for none of the subgroup. */
  static long[] decode(byte[] bytes, int offset) {
    byte[] ordinate = new byte[Fq.BYTES];
    System.arraycopy(bytes, offset, ordinate, 0, Fq.BYTES);
    boolean upper = ordinate[Fq.BYTES - 1] < 0;
    ordinate[Fq.BYTES - 1] &= 0x7f;
    long[] y = new long[N];
    if (!Fq.decode(y, 0, ordinate, 0)) {
      return null;
    }
    long[] w = new long[2 * N];
    int u = 0;
    int v = N;
    Fq.square(w, v, y, 0);
    Fq.sub(w, u, ONE, 0, w, v); // 1 - y^2
    Fq.mul(w, v, w, v, Curve.D, 0);
    for (int i = 0; i < N; i++) {
      w[v + i] = -w[v + i] - 5 * ONE[i]; // a - d y^2
    }
    Fq.tighten(w, v);
    if (Fq.isZero(w, v)) {
      return null;
    }
    long[] x = new long[N];
    if (!FqRoots.sqrtRatio(x, 0, w, u, w, v) || !isInSubgroup(y, w, v)) {
      return null;
    }
    if (Fq.isUpperHalf(x, 0) != upper) {
      Fq.neg(x, x);
    }
    return Curve.affine(x, y);
  }

  /**
   * Whether a point of the curve is in the prime subgroup. The curve has three points of order two
   * and none of order four, so that a point is in the subgroup when it is the double of one, which
   * is when B u, B (u - alpha) and B (u - beta) are squares; two of them say it. u is (1 + y) / (1
   * - y), and B u has the class of B (1 - y^2), which has that of B (a - d y^2).
   */
  private static boolean isInSubgroup(long[] y, long[] w, int v) {
    long[] t = new long[2 * N];
    Fq.sub(t, 0, ONE, 0, y, 0); // 1 - y
    if (Fq.isZero(t, 0)) {
      return true; // the neutral element
    }
    Fq.mul(t, N, t, 0, ALPHA, 0);
    Fq.sub(t, N, y, 0, t, N);
    Fq.add(t, N, t, N, ONE, 0); // 1 + y - alpha (1 - y)
    Fq.mul(t, N, t, N, t, 0);
    Fq.mul(t, N, t, N, B, 0);
    Fq.mul(t, 0, w, v, B, 0);
    return FqPowers.legendre(t, 0) == 1 && FqPowers.legendre(t, N) == 1;
  }
}
