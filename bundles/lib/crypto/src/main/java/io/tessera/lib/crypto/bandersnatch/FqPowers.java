package io.tessera.lib.crypto.bandersnatch;

import java.math.BigInteger;

/**
 * Powers of field elements: inverses, and the test for squares. The exponents are public and steer
 * the course; the bases do not.
 */
public final class FqPowers {
  private static final BigInteger MINUS_TWO = Fq.MODULUS.subtract(BigInteger.TWO);
  private static final byte[] MODULUS = modulus();
  private static final int WINDOW = 5;

  private FqPowers() {}

  private static byte[] modulus() {
    byte[] bytes = new byte[Fq.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = Fq.MODULUS.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  /** z = a^e for an e of 0 or more, at offsets; z may be a. */
  public static void pow(long[] z, int zo, long[] a, int ao, BigInteger e) {
    long[] odd = oddPowers(a, ao);
    long[] product = Fq.of(1);
    int bit = e.bitLength() - 1;
    while (bit >= 0) {
      if (!e.testBit(bit)) {
        Fq.square(product, product);
        bit--;
        continue;
      }
      int low = Math.max(0, bit - WINDOW + 1); // the window ends with a 1
      while (!e.testBit(low)) {
        low++;
      }
      int digit = 0;
      for (; bit >= low; bit--) {
        Fq.square(product, product);
        digit = 2 * digit + (e.testBit(bit) ? 1 : 0);
      }
      Fq.mul(product, 0, product, 0, odd, Fq.LIMBS * (digit >> 1));
    }
    Fq.copy(z, zo, product, 0);
  }

  /** a^1, a^3, a^5 and so on, as many as a window can hold. */
  private static long[] oddPowers(long[] a, int ao) {
    int count = 1 << (WINDOW - 1);
    long[] odd = new long[Fq.LIMBS * count];
    long[] square = new long[Fq.LIMBS];
    Fq.square(square, 0, a, ao);
    Fq.copy(odd, 0, a, ao);
    for (int i = 1; i < count; i++) {
      Fq.mul(odd, Fq.LIMBS * i, odd, Fq.LIMBS * (i - 1), square, 0);
    }
    return odd;
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

  /**
   * Legendre's symbol: 1 for a square, -1 for a non-square, 0 for zero. In variable time: for
   * public data only.
   */
  public static int legendre(long[] a, int ao) {
    byte[] integer = new byte[Fq.BYTES];
    Fq.encode(integer, 0, a, ao);
    return Jacobi.symbol(integer, MODULUS);
  }
}
