package io.tessera.lib.crypto.bandersnatch;

import static java.lang.Long.compareUnsigned;
import static java.lang.Long.numberOfTrailingZeros;

/**
 * Jacobi's symbol by the binary algorithm, in variable time: for public data. A third of the time
 * that a power takes.
 */
final class Jacobi {
  /** Two numbers of 256 bits, a above n, as words lowest first. */
  private long a0;

  private long a1;
  private long a2;
  private long a3;
  private long n0;
  private long n1;
  private long n2;
  private long n3;

  private Jacobi(byte[] a, byte[] n) {
    a0 = (long) LittleEndian.WORD.get(a, 0);
    a1 = (long) LittleEndian.WORD.get(a, 8);
    a2 = (long) LittleEndian.WORD.get(a, 16);
    a3 = (long) LittleEndian.WORD.get(a, 24);
    n0 = (long) LittleEndian.WORD.get(n, 0);
    n1 = (long) LittleEndian.WORD.get(n, 8);
    n2 = (long) LittleEndian.WORD.get(n, 16);
    n3 = (long) LittleEndian.WORD.get(n, 24);
  }

  /** The symbol (a/n) for an odd n, both in 32 bytes, lowest first: 1, -1, or 0. */
  static int symbol(byte[] a, byte[] n) {
    return new Jacobi(a, n).compute();
  }

  private int compute() {
    int sign = 0; // bit 1 counts
    while ((a0 | a1 | a2 | a3) != 0) {
      while (a0 == 0) { // 64 factors of two, an even number
        shiftWord();
      }
      int zeros = numberOfTrailingZeros(a0);
      if (zeros > 0) {
        shift(zeros);
        // (2/n) is -1 when n is 3 or 5 modulo 8
        sign ^= (int) ((n0 ^ (n0 >> 1)) & (zeros << 1));
      }
      if (less()) {
        sign ^= (int) (a0 & n0); // reciprocity: -1 when both are 3 modulo 4
        swap();
      }
      subtract();
    }
    boolean coprime = n0 == 1 && (n1 | n2 | n3) == 0;
    return coprime ? 1 - (sign & 2) : 0;
  }

  private void shiftWord() {
    a0 = a1;
    a1 = a2;
    a2 = a3;
    a3 = 0;
  }

  private void shift(int bits) {
    a0 = (a0 >>> bits) | (a1 << -bits);
    a1 = (a1 >>> bits) | (a2 << -bits);
    a2 = (a2 >>> bits) | (a3 << -bits);
    a3 >>>= bits;
  }

  private boolean less() {
    if (a3 != n3) {
      return compareUnsigned(a3, n3) < 0;
    }
    if (a2 != n2) {
      return compareUnsigned(a2, n2) < 0;
    }
    if (a1 != n1) {
      return compareUnsigned(a1, n1) < 0;
    }
    return compareUnsigned(a0, n0) < 0;
  }

  private void swap() {
    long t0 = a0;
    long t1 = a1;
    long t2 = a2;
    long t3 = a3;
    a0 = n0;
    a1 = n1;
    a2 = n2;
    a3 = n3;
    n0 = t0;
    n1 = t1;
    n2 = t2;
    n3 = t3;
  }

  private void subtract() {
    long borrow = compareUnsigned(a0, n0) < 0 ? 1 : 0;
    a0 -= n0;
    long d1 = a1 - n1;
    long b1 = (compareUnsigned(a1, n1) < 0 ? 1 : 0) | (d1 == 0 ? borrow : 0);
    a1 = d1 - borrow;
    long d2 = a2 - n2;
    long b2 = (compareUnsigned(a2, n2) < 0 ? 1 : 0) | (d2 == 0 ? b1 : 0);
    a2 = d2 - b1;
    a3 = a3 - n3 - b2;
  }
}
