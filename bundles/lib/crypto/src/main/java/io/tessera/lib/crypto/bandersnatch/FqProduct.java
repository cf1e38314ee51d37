package io.tessera.lib.crypto.bandersnatch;

import static io.tessera.lib.crypto.bandersnatch.Fq.MASK;
import static io.tessera.lib.crypto.bandersnatch.Fq.Q1;
import static io.tessera.lib.crypto.bandersnatch.Fq.Q2;
import static io.tessera.lib.crypto.bandersnatch.Fq.Q3;
import static io.tessera.lib.crypto.bandersnatch.Fq.Q4;
import static java.lang.Math.multiplyHigh;

/**
 * Products in Montgomery's form, column by column: those of limbs that have the same weight, and
 * the multiple of q that makes the column's low 52 bits vanish.
 *
 * <p>Each product of limbs is high 2^58 + low. The lows of a column are had as the sum of the
 * wrapped 64-bit products less the highs, so that no single one needs a mask.
 */
final class FqProduct {
  // q, shifted so that the high half of a product with them starts at bit 58
  private static final long S1 = Q1 << 6;
  private static final long S2 = Q2 << 6;
  private static final long S3 = Q3 << 6;
  private static final long S4 = Q4 << 6;

  private FqProduct() {}

  /** See {@link Fq#mul(long[], int, long[], int, long[], int)}. */
  static void mul(long[] z, int zo, long[] a, int ao, long[] b, int bo) {
    long a0 = a[ao + 0];
    long b0 = b[bo + 0];
    long s0 = b0 << 6;
    long a1 = a[ao + 1];
    long b1 = b[bo + 1];
    long s1 = b1 << 6;
    long a2 = a[ao + 2];
    long b2 = b[bo + 2];
    long s2 = b2 << 6;
    long a3 = a[ao + 3];
    long b3 = b[bo + 3];
    long s3 = b3 << 6;
    long a4 = a[ao + 4];
    long b4 = b[bo + 4];
    long s4 = b4 << 6;
    long low = a0 * b0;
    long high = multiplyHigh(a0, s0);
    long column = low - (high << 58);
    long m0 = quotient(column);
    column = carry(column, m0) + (high << 6);
    low = a0 * b1 + a1 * b0 + m0 * Q1;
    high = multiplyHigh(a0, s1) + multiplyHigh(a1, s0) + multiplyHigh(m0, S1);
    column += low - (high << 58);
    long m1 = quotient(column);
    column = carry(column, m1) + (high << 6);
    low = a0 * b2 + a1 * b1 + a2 * b0 + m0 * Q2 + m1 * Q1;
    high =
        multiplyHigh(a0, s2)
            + multiplyHigh(a1, s1)
            + multiplyHigh(a2, s0)
            + multiplyHigh(m0, S2)
            + multiplyHigh(m1, S1);
    column += low - (high << 58);
    long m2 = quotient(column);
    column = carry(column, m2) + (high << 6);
    low = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + m0 * Q3 + m1 * Q2 + m2 * Q1;
    high =
        multiplyHigh(a0, s3)
            + multiplyHigh(a1, s2)
            + multiplyHigh(a2, s1)
            + multiplyHigh(a3, s0)
            + multiplyHigh(m0, S3)
            + multiplyHigh(m1, S2)
            + multiplyHigh(m2, S1);
    column += low - (high << 58);
    long m3 = quotient(column);
    column = carry(column, m3) + (high << 6);
    low = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + m0 * Q4 + m1 * Q3 + m2 * Q2 + m3 * Q1;
    high =
        multiplyHigh(a0, s4)
            + multiplyHigh(a1, s3)
            + multiplyHigh(a2, s2)
            + multiplyHigh(a3, s1)
            + multiplyHigh(a4, s0)
            + multiplyHigh(m0, S4)
            + multiplyHigh(m1, S3)
            + multiplyHigh(m2, S2)
            + multiplyHigh(m3, S1);
    column += low - (high << 58);
    long m4 = quotient(column);
    column = carry(column, m4) + (high << 6);
    low = a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + m1 * Q4 + m2 * Q3 + m3 * Q2 + m4 * Q1;
    high =
        multiplyHigh(a1, s4)
            + multiplyHigh(a2, s3)
            + multiplyHigh(a3, s2)
            + multiplyHigh(a4, s1)
            + multiplyHigh(m1, S4)
            + multiplyHigh(m2, S3)
            + multiplyHigh(m3, S2)
            + multiplyHigh(m4, S1);
    column += low - (high << 58);
    z[zo + 0] = column & MASK;
    column = (column >> 52) + (high << 6);
    low = a2 * b4 + a3 * b3 + a4 * b2 + m2 * Q4 + m3 * Q3 + m4 * Q2;
    high =
        multiplyHigh(a2, s4)
            + multiplyHigh(a3, s3)
            + multiplyHigh(a4, s2)
            + multiplyHigh(m2, S4)
            + multiplyHigh(m3, S3)
            + multiplyHigh(m4, S2);
    column += low - (high << 58);
    z[zo + 1] = column & MASK;
    column = (column >> 52) + (high << 6);
    low = a3 * b4 + a4 * b3 + m3 * Q4 + m4 * Q3;
    high =
        multiplyHigh(a3, s4) + multiplyHigh(a4, s3) + multiplyHigh(m3, S4) + multiplyHigh(m4, S3);
    column += low - (high << 58);
    z[zo + 2] = column & MASK;
    column = (column >> 52) + (high << 6);
    low = a4 * b4 + m4 * Q4;
    high = multiplyHigh(a4, s4) + multiplyHigh(m4, S4);
    column += low - (high << 58);
    z[zo + 3] = column & MASK;
    column = (column >> 52) + (high << 6);
    z[zo + 4] = column;
  }

  /** See {@link Fq#square(long[], int, long[], int)}. */
  static void square(long[] z, int zo, long[] a, int ao) {
    long a0 = a[ao + 0];
    long s0 = a0 << 6;
    long a1 = a[ao + 1];
    long s1 = a1 << 6;
    long a2 = a[ao + 2];
    long s2 = a2 << 6;
    long a3 = a[ao + 3];
    long s3 = a3 << 6;
    long a4 = a[ao + 4];
    long s4 = a4 << 6;
    long low = a0 * a0;
    long high = multiplyHigh(a0, s0);
    long column = low - (high << 58);
    long m0 = quotient(column);
    column = carry(column, m0) + (high << 6);
    low = ((a0 * a1) << 1) + m0 * Q1;
    high = (multiplyHigh(a0, s1) << 1) + multiplyHigh(m0, S1);
    column += low - (high << 58);
    long m1 = quotient(column);
    column = carry(column, m1) + (high << 6);
    low = ((a0 * a2) << 1) + a1 * a1 + m0 * Q2 + m1 * Q1;
    high =
        (multiplyHigh(a0, s2) << 1)
            + multiplyHigh(a1, s1)
            + multiplyHigh(m0, S2)
            + multiplyHigh(m1, S1);
    column += low - (high << 58);
    long m2 = quotient(column);
    column = carry(column, m2) + (high << 6);
    low = ((a0 * a3 + a1 * a2) << 1) + m0 * Q3 + m1 * Q2 + m2 * Q1;
    high =
        ((multiplyHigh(a0, s3) + multiplyHigh(a1, s2)) << 1)
            + multiplyHigh(m0, S3)
            + multiplyHigh(m1, S2)
            + multiplyHigh(m2, S1);
    column += low - (high << 58);
    long m3 = quotient(column);
    column = carry(column, m3) + (high << 6);
    low = ((a0 * a4 + a1 * a3) << 1) + a2 * a2 + m0 * Q4 + m1 * Q3 + m2 * Q2 + m3 * Q1;
    high =
        ((multiplyHigh(a0, s4) + multiplyHigh(a1, s3)) << 1)
            + multiplyHigh(a2, s2)
            + multiplyHigh(m0, S4)
            + multiplyHigh(m1, S3)
            + multiplyHigh(m2, S2)
            + multiplyHigh(m3, S1);
    column += low - (high << 58);
    long m4 = quotient(column);
    column = carry(column, m4) + (high << 6);
    low = ((a1 * a4 + a2 * a3) << 1) + m1 * Q4 + m2 * Q3 + m3 * Q2 + m4 * Q1;
    high =
        ((multiplyHigh(a1, s4) + multiplyHigh(a2, s3)) << 1)
            + multiplyHigh(m1, S4)
            + multiplyHigh(m2, S3)
            + multiplyHigh(m3, S2)
            + multiplyHigh(m4, S1);
    column += low - (high << 58);
    z[zo + 0] = column & MASK;
    column = (column >> 52) + (high << 6);
    low = ((a2 * a4) << 1) + a3 * a3 + m2 * Q4 + m3 * Q3 + m4 * Q2;
    high =
        (multiplyHigh(a2, s4) << 1)
            + multiplyHigh(a3, s3)
            + multiplyHigh(m2, S4)
            + multiplyHigh(m3, S3)
            + multiplyHigh(m4, S2);
    column += low - (high << 58);
    z[zo + 1] = column & MASK;
    column = (column >> 52) + (high << 6);
    low = ((a3 * a4) << 1) + m3 * Q4 + m4 * Q3;
    high = (multiplyHigh(a3, s4) << 1) + multiplyHigh(m3, S4) + multiplyHigh(m4, S3);
    column += low - (high << 58);
    z[zo + 2] = column & MASK;
    column = (column >> 52) + (high << 6);
    low = a4 * a4 + m4 * Q4;
    high = multiplyHigh(a4, s4) + multiplyHigh(m4, S4);
    column += low - (high << 58);
    z[zo + 3] = column & MASK;
    column = (column >> 52) + (high << 6);
    z[zo + 4] = column;
  }

  /** The multiple of q to be added so that a column's low 52 bits vanish; -1/q = -(1 + 2^32). */
  private static long quotient(long column) {
    long v = column & MASK;
    return -(v + (v << 32)) & MASK;
  }

  /** (column + m Q0) / 2^52, with Q0 = 2^52 - 2^32 + 1. */
  private static long carry(long column, long m) {
    return (column >> 52) + m - (m >>> 20) + (((column & MASK) + m - ((m & 0xfffff) << 32)) >> 52);
  }
}
