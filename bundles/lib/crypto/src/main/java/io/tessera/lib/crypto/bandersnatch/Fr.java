package io.tessera.lib.crypto.bandersnatch;

import java.math.BigInteger;

/**
 * The scalar field: integers modulo the order r of the prime subgroup, as five limbs of 52 bits in
 * [0, r), lowest first. Constant time, and not made for speed: signing needs two products.
 */
final class Fr {
  private static final int LIMBS = 5;
  private static final int BITS = 52;
  private static final long MASK = (1L << BITS) - 1;
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(BITS);
  private static final long[] R = limbs(Curve.ORDER);
  private static final long MINUS_INVERSE = WORD.subtract(Curve.ORDER.modInverse(WORD)).longValue();

  /** 2^520 and 2^776 modulo r: bring the lower and the upper 32 bytes into Montgomery's form. */
  private static final long[] LOW = limbs(BigInteger.ONE.shiftLeft(520).mod(Curve.ORDER));

  private static final long[] HIGH = limbs(BigInteger.ONE.shiftLeft(776).mod(Curve.ORDER));
  private static final long[] UNIT = {1, 0, 0, 0, 0};

  private Fr() {}

  private static long[] limbs(BigInteger value) {
    long[] limbs = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] = value.shiftRight(BITS * i).longValue() & MASK;
    }
    return limbs;
  }

  /** 64 bytes, lowest first, modulo r. */
  static long[] reduce(byte[] wide) {
    long[] low = multiply(read(wide, 0), LOW);
    long[] high = multiply(read(wide, 32), HIGH);
    return multiply(plus(low, high), UNIT);
  }

  /** 32 bytes, lowest first, modulo r. */
  static long[] reduce(byte[] bytes, int offset) {
    return multiply(multiply(read(bytes, offset), LOW), UNIT);
  }

  /** k + c x modulo r. */
  static long[] multiplyAdd(long[] c, long[] x, long[] k) {
    return plus(multiply(multiply(c, LOW), x), k);
  }

  /** Whether 32 bytes, lowest first, are an integer below r: the one valid encoding. */
  static boolean isReduced(byte[] bytes, int offset) {
    return LittleEndian.integer(bytes, offset, Fq.BYTES).compareTo(Curve.ORDER) < 0;
  }

  /** 32 bytes, lowest first. */
  static byte[] encode(long[] a) {
    byte[] bytes = new byte[Fq.BYTES];
    LittleEndian.WORD.set(bytes, 0, a[0] | (a[1] << 52));
    LittleEndian.WORD.set(bytes, 8, (a[1] >>> 12) | (a[2] << 40));
    LittleEndian.WORD.set(bytes, 16, (a[2] >>> 24) | (a[3] << 28));
    LittleEndian.WORD.set(bytes, 24, (a[3] >>> 36) | (a[4] << 16));
    return bytes;
  }

  private static long[] read(byte[] bytes, int offset) {
    long w0 = (long) LittleEndian.WORD.get(bytes, offset);
    long w1 = (long) LittleEndian.WORD.get(bytes, offset + 8);
    long w2 = (long) LittleEndian.WORD.get(bytes, offset + 16);
    long w3 = (long) LittleEndian.WORD.get(bytes, offset + 24);
    return new long[] {
      w0 & MASK,
      ((w0 >>> 52) | (w1 << 12)) & MASK,
      ((w1 >>> 40) | (w2 << 24)) & MASK,
      ((w2 >>> 28) | (w3 << 36)) & MASK,
      w3 >>> 16
    };
  }

  /** a b 2^-260 modulo r, for one factor below r and the other below 2^256. */
  private static long[] multiply(long[] a, long[] b) {
    long[] t = new long[LIMBS + 1];
    for (int i = 0; i < LIMBS; i++) {
      accumulate(t, a[i], b);
      long m = (t[0] * MINUS_INVERSE) & MASK;
      accumulate(t, m, R);
      t[1] += t[0] >>> BITS;
      System.arraycopy(t, 1, t, 0, LIMBS);
      t[LIMBS] = 0;
    }
    for (int i = 0; i < LIMBS - 1; i++) {
      t[i + 1] += t[i] >>> BITS;
      t[i] &= MASK;
    }
    return subtractOnce(t);
  }

  /** t = t + a b, with the carries left in the limbs. */
  private static void accumulate(long[] t, long a, long[] b) {
    for (int j = 0; j < LIMBS; j++) {
      t[j] += (a * b[j]) & MASK;
      t[j + 1] += Math.multiplyHigh(a << 6, b[j] << 6); // the product's bits from 52 on
    }
  }

  private static long[] plus(long[] a, long[] b) {
    long[] sum = new long[LIMBS];
    long carry = 0;
    for (int i = 0; i < LIMBS; i++) {
      carry += a[i] + b[i];
      sum[i] = carry & MASK;
      carry >>= BITS;
    }
    return subtractOnce(sum);
  }

  /** Subtracts r when that leaves something that is not negative. */
  private static long[] subtractOnce(long[] a) {
    long[] less = new long[LIMBS];
    long carry = 0;
    for (int i = 0; i < LIMBS; i++) {
      carry += a[i] - R[i];
      less[i] = carry & MASK;
      carry >>= BITS;
    }
    for (int i = 0; i < LIMBS; i++) {
      less[i] ^= (less[i] ^ a[i]) & carry; // -1 when it was too small
    }
    return less;
  }
}
