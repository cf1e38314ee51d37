package io.tessera.lib.crypto.bandersnatch;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHA512Digest;

/**
 * The suite's map from byte strings to the prime subgroup: RFC 9380, section 3 (random oracle),
 * with expand_message_xmd over SHA-512 (5.3.1) and Elligator 2 (6.7.1, 6.8.2). For public inputs.
 *
 * <p>One departure from the RFC is what the test vectors want: the zeros before the message fill 48
 * bytes, the length of a field element's bytes, instead of SHA-512's 128-byte block.
 */
final class HashToCurve {
  private static final int N = Fq.LIMBS;
  private static final byte[] TAG =
      "ECVRF_Bandersnatch_XMD:SHA-512_ELL2_RO_Bandersnatch_SHA-512_ELL2"
          .getBytes(StandardCharsets.US_ASCII);
  private static final int ELEMENT_BYTES = 48; // 255 bits and 128 more, for a bias of 2^-128
  private static final int HASH_BYTES = 64;

  private static final long[] ONE = Fq.of(1);

  /** The Montgomery curve K t^2 = s^3 + J s^2 + s that the Edwards curve comes from. */
  private static final long[] J =
      Fq.of(
          new BigInteger(
              "29978822694968839326280996386011761570173833766074948509196803838190355340952"));

  private static final long[] K =
      Fq.of(
          new BigInteger(
              "25465760566081946422412445027709227188579564747101592991722834452325077642517"));

  /** J / K and 1 / K^2, and the square of the former. */
  private static final long[] C1 = new long[N];

  private static final long[] C2 = new long[N];
  private static final long[] C1_SQUARED = new long[N];

  static {
    FqPowers.inverse(C2, 0, K, 0);
    Fq.mul(C1, J, C2);
    Fq.square(C2, C2);
    Fq.square(C1_SQUARED, C1);
  }

  private HashToCurve() {}

  /** The point, in extended coordinates. */
  static long[] hash(byte[] input) {
    byte[] uniform = expand(input);
    long[] scratch = new long[Curve.SCRATCH];
    long[] sum = map(element(uniform, 0));
    long[] second = map(element(uniform, ELEMENT_BYTES));
    Curve.prepare(second, 0);
    Curve.add(sum, 0, sum, 0, second, 0, true, scratch);
    Curve.twice(sum, 0, sum, 0, false, scratch);
    Curve.twice(sum, 0, sum, 0, true, scratch); // times the cofactor, into the prime subgroup
    return sum;
  }

  /** Twice 48 uniform bytes. */
  private static byte[] expand(byte[] message) {
    SHA512Digest digest = new SHA512Digest();
    digest.update(new byte[ELEMENT_BYTES], 0, ELEMENT_BYTES);
    digest.update(message, 0, message.length);
    digest.update((byte) 0);
    digest.update((byte) (2 * ELEMENT_BYTES));
    digest.update((byte) 0);
    byte[] first = finish(digest);
    digest.update(first, 0, HASH_BYTES);
    digest.update((byte) 1);
    byte[] block = finish(digest);
    byte[] uniform = new byte[2 * ELEMENT_BYTES];
    System.arraycopy(block, 0, uniform, 0, HASH_BYTES);
    for (int i = 0; i < HASH_BYTES; i++) {
      block[i] ^= first[i];
    }
    digest.update(block, 0, HASH_BYTES);
    digest.update((byte) 2);
    System.arraycopy(finish(digest), 0, uniform, HASH_BYTES, uniform.length - HASH_BYTES);
    return uniform;
  }

  /** Adds the domain separation tag and its length. */
  private static byte[] finish(SHA512Digest digest) {
    digest.update(TAG, 0, TAG.length);
    digest.update((byte) TAG.length);
    byte[] hash = new byte[HASH_BYTES];
    digest.doFinal(hash, 0);
    return hash;
  }

  /** 48 bytes, highest first, modulo q. */
  private static long[] element(byte[] bytes, int offset) {
    return Fq.of(new BigInteger(1, bytes, offset, ELEMENT_BYTES));
  }

  /**
   * Elligator 2 with the non-square 5, without the cofactor. On the curve y^2 = g(x) = x^3 + C1 x^2
   * + C2 x the candidates are x1 = -C1 / D with D = 1 + 5 u^2, and x2 = -x1 - C1 = -5 u^2 C1 / D,
   * for which g(x2) = 5 u^2 g(x1). g(x1) is N / D^3 with N = -C1 (C1^2 (1 - D) + C2 D^2).
   */
  private static long[] map(long[] u) {
    long[] fiveUu = new long[N];
    Fq.square(fiveUu, u);
    for (int i = 0; i < N; i++) {
      fiveUu[i] *= 5; // at most 5.8 q
    }
    Fq.tighten(fiveUu, 0);
    long[] d = new long[N];
    Fq.add(d, fiveUu, ONE);
    long[] dd = new long[N];
    Fq.square(dd, d);
    long[] n = new long[N];
    long[] t = new long[N];
    Fq.mul(n, C1_SQUARED, fiveUu);
    Fq.mul(t, C2, dd);
    Fq.sub(n, n, t); // -(C1^2 (1 - D) + C2 D^2)
    Fq.mul(n, n, C1);
    Fq.mul(t, dd, d);
    boolean first = FqRoots.sqrtRatio(t, 0, n, 0, t, 0);
    long[] s = new long[N]; // x = s / (K D)
    Fq.neg(s, J);
    if (!first) {
      Fq.mul(s, s, fiveUu);
      Fq.mul(t, t, u); // the root of 5 g(x1), times u
    }
    if (Fq.isOdd(t, 0) != first) {
      Fq.neg(t, t);
    }
    Fq.mul(t, t, K);
    return toEdwards(s, d, t);
  }

  /** The Edwards point (s/t, (s - 1)/(s + 1)) of a Montgomery point (s/d, t). */
  private static long[] toEdwards(long[] s, long[] d, long[] t) {
    long[] minus = new long[N];
    long[] plus = new long[N];
    Fq.sub(minus, s, d);
    Fq.add(plus, s, d);
    Fq.mul(t, t, d);
    long[] point = new long[Curve.SIZE];
    Fq.mul(point, Curve.X, s, 0, plus, 0);
    Fq.mul(point, Curve.Y, minus, 0, t, 0);
    Fq.mul(point, Curve.Z, t, 0, plus, 0);
    Fq.mul(point, Curve.T, s, 0, minus, 0);
    return Fq.isZero(point, Curve.Z) ? Curve.identity() : point;
  }
}
