package io.tessera.lib.crypto.bandersnatch;

import java.math.BigInteger;

/**
 * Powers of field elements: inverses, and the test for squares. The exponents are public and steer
 * the course; the bases do not.
 */
public final class FqPowers {
  private static final BigInteger MINUS_TWO = Fq.MODULUS.subtract(BigInteger.TWO);
  private static final BigInteger HALF = Fq.MODULUS.shiftRight(1);
  private static final int WINDOW = 4;

  private FqPowers() {}

  /** z = a^e for an e of 0 or more, at offsets; z may be a. */
  public static void pow(long[] z, int zo, long[] a, int ao, BigInteger e) {
    long[] powers = new long[Fq.LIMBS << WINDOW];
    Fq.copy(powers, 0, Fq.of(1), 0);
    for (int i = 1; i < 1 << WINDOW; i++) {
      Fq.mul(powers, Fq.LIMBS * i, powers, Fq.LIMBS * (i - 1), a, ao);
    }
    long[] product = Fq.of(1);
    for (int window = (e.bitLength() - 1) / WINDOW; window >= 0; window--) {
      int digit = 0;
      for (int bit = WINDOW - 1; bit >= 0; bit--) {
        Fq.square(product, product);
        digit = 2 * digit + (e.testBit(WINDOW * window + bit) ? 1 : 0);
      }
      if (digit != 0) {
        Fq.mul(product, 0, product, 0, powers, Fq.LIMBS * digit);
      }
    }
    Fq.copy(z, zo, product, 0);
  }

  /** z = 1/a, and 0 for a = 0, at offsets; z may be a. */
  public static void inverse(long[] z, int zo, long[] a, int ao) {
    pow(z, zo, a, ao, MINUS_TWO);
  }

  /**
   * Inverts so many elements one after another, in place, at the price of one inverse and three
   * products each. Zeros stay.
   */
  public static void inverseAll(long[] a, int ao, int count) {
    long[] products = new long[Fq.LIMBS * count];
    long[] product = Fq.of(1);
    long[] one = Fq.of(1);
    for (int i = 0; i < count; i++) {
      Fq.copy(products, Fq.LIMBS * i, product, 0);
      int element = ao + Fq.LIMBS * i;
      boolean zero = Fq.isZero(a, element);
      Fq.mul(product, 0, product, 0, zero ? one : a, zero ? 0 : element);
    }
    inverse(product, 0, product, 0);
    for (int i = count - 1; i >= 0; i--) {
      int element = ao + Fq.LIMBS * i;
      if (!Fq.isZero(a, element)) {
        Fq.mul(products, Fq.LIMBS * i, products, Fq.LIMBS * i, product, 0);
        Fq.mul(product, 0, product, 0, a, element);
        Fq.copy(a, element, products, Fq.LIMBS * i);
      }
    }
  }

  /** Legendre's symbol: 1 for a square, -1 for a non-square, 0 for zero. */
  public static int legendre(long[] a, int ao) {
    long[] power = new long[Fq.LIMBS];
    pow(power, 0, a, ao, HALF);
    if (Fq.isZero(power, 0)) {
      return 0;
    }
    return Fq.equal(power, 0, Fq.of(1), 0) ? 1 : -1;
  }
}
