package io.tessera.lib.crypto.bandersnatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The field against {@link BigInteger}, with numbers at the edges and at random. */
class FqTest {
  private static final BigInteger Q = Fq.MODULUS;
  private static final int N = Fq.LIMBS;

  private static List<BigInteger> numbers() {
    List<BigInteger> numbers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      numbers.add(BigInteger.valueOf(i));
      numbers.add(Q.subtract(BigInteger.valueOf(i + 1L)));
      numbers.add(Q.shiftRight(1).add(BigInteger.valueOf(i - 1L)));
    }
    for (int bit = 50; bit < 255; bit += 51) {
      numbers.add(BigInteger.ONE.shiftLeft(bit).mod(Q));
      numbers.add(BigInteger.ONE.shiftLeft(bit + 2).subtract(BigInteger.ONE).mod(Q));
    }
    Random random = new Random(1);
    while (numbers.size() < 60) {
      numbers.add(new BigInteger(300, random).mod(Q));
    }
    return numbers;
  }

  @Test
  void modulusIsThatOfBls12381Scalars() {
    assertEquals(
        "52435875175126190479447740508185965837690552500527637822603658699938581184513",
        Q.toString());
    assertTrue(Q.isProbablePrime(40));
  }

  @Test
  void sumsAndProducts() {
    long[] z = new long[N];
    for (BigInteger a : numbers()) {
      long[] x = Fq.of(a);
      assertEquals(a, Fq.toInteger(x, 0));
      Fq.square(z, x);
      assertEquals(a.multiply(a).mod(Q), Fq.toInteger(z, 0));
      Fq.neg(z, x);
      assertEquals(a.negate().mod(Q), Fq.toInteger(z, 0));
      for (BigInteger b : numbers()) {
        long[] y = Fq.of(b);
        Fq.mul(z, x, y);
        assertEquals(a.multiply(b).mod(Q), Fq.toInteger(z, 0));
        Fq.add(z, x, y);
        assertEquals(a.add(b).mod(Q), Fq.toInteger(z, 0));
        Fq.sub(z, x, y);
        assertEquals(a.subtract(b).mod(Q), Fq.toInteger(z, 0));
        assertEquals(a.equals(b), Fq.equal(x, 0, y, 0));
      }
    }
  }

  /** Operations at random on what operations gave: no sequence leaves the bounds. */
  @Test
  void resultsMayBeOperands() {
    Random random = new Random(2);
    int size = 8;
    BigInteger[] expected = new BigInteger[size];
    long[] actual = new long[N * size];
    for (int i = 0; i < size; i++) {
      expected[i] = numbers().get(i);
      Fq.copy(actual, N * i, Fq.of(expected[i]), 0);
    }
    for (int step = 0; step < 50_000; step++) {
      int z = random.nextInt(size);
      int a = random.nextInt(size);
      int b = random.nextInt(size);
      switch (random.nextInt(6)) {
        case 0 -> {
          Fq.mul(actual, N * z, actual, N * a, actual, N * b);
          expected[z] = expected[a].multiply(expected[b]).mod(Q);
        }
        case 1 -> {
          Fq.square(actual, N * z, actual, N * a);
          expected[z] = expected[a].multiply(expected[a]).mod(Q);
        }
        case 2, 3 -> {
          Fq.add(actual, N * z, actual, N * a, actual, N * b);
          expected[z] = expected[a].add(expected[b]).mod(Q);
        }
        case 4 -> {
          Fq.sub(actual, N * z, actual, N * a, actual, N * b);
          expected[z] = expected[a].subtract(expected[b]).mod(Q);
        }
        default -> {
          Fq.neg(actual, N * z, actual, N * a);
          expected[z] = expected[a].negate().mod(Q);
        }
      }
      assertEquals(expected[z], Fq.toInteger(actual, N * z));
      for (int limb = 0; limb < N - 1; limb++) {
        assertEquals(0, actual[N * z + limb] >> 52, "limb " + limb);
      }
      assertTrue(
          value(actual, N * z).abs().shiftLeft(2).compareTo(Q.multiply(BigInteger.valueOf(9))) < 0);
    }
  }

  /** Factors as large as the contract allows, with limbs of either sign. */
  @Test
  void looseFactors() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      long[] a = new long[N];
      long[] b = new long[N];
      for (int limb = 0; limb < N; limb++) {
        int bits = limb == N - 1 ? 49 : 55; // 2^(208 + 49) is 4.4 q
        a[limb] = random.nextLong() >> (63 - bits);
        b[limb] = i % 3 == 0 ? (1L << bits) - 1 : i % 3 == 1 ? -(1L << bits) : a[limb];
      }
      long[] z = new long[N];
      Fq.mul(z, a, b);
      BigInteger product = value(a, 0).multiply(value(b, 0)).mod(Q);
      BigInteger r = BigInteger.ONE.shiftLeft(260);
      assertEquals(product, value(z, 0).multiply(r).mod(Q));
      Fq.square(z, b);
      assertEquals(value(b, 0).pow(2).mod(Q), value(z, 0).multiply(r).mod(Q));
    }
  }

  private static BigInteger value(long[] a, int ao) {
    BigInteger value = BigInteger.ZERO;
    for (int i = N - 1; i >= 0; i--) {
      value = value.shiftLeft(52).add(BigInteger.valueOf(a[ao + i]));
    }
    return value;
  }

  @Test
  void bytesAreLowestFirstAndBelowTheModulus() {
    byte[] bytes = new byte[34];
    Fq.encode(bytes, 1, Fq.of(0x1234), 0);
    byte[] expected = new byte[34];
    expected[1] = 0x34;
    expected[2] = 0x12;
    assertArrayEquals(expected, bytes);

    long[] z = new long[N];
    byte[] atModulus = littleEndian(Q);
    assertFalse(Fq.decode(z, 0, atModulus, 0));
    assertTrue(Fq.isZero(z, 0));
    assertTrue(Fq.decode(z, 0, littleEndian(Q.subtract(BigInteger.ONE)), 0));
    assertFalse(Fq.decode(z, 0, littleEndian(BigInteger.ONE.shiftLeft(256).subtract(Q)), 0));
    for (BigInteger a : numbers()) {
      assertTrue(Fq.decode(z, 0, littleEndian(a), 0));
      assertEquals(a, Fq.toInteger(z, 0));
      byte[] again = new byte[32];
      Fq.encode(again, 0, z, 0);
      assertArrayEquals(littleEndian(a), again);
    }
  }

  @Test
  void halvesAndParity() {
    for (BigInteger a : numbers()) {
      assertEquals(a.compareTo(Q.shiftRight(1)) > 0, Fq.isUpperHalf(Fq.of(a), 0), a.toString());
      assertEquals(a.testBit(0), Fq.isOdd(Fq.of(a), 0), a.toString());
      assertEquals(a.signum() == 0, Fq.isZero(Fq.of(a), 0));
    }
  }

  @Test
  void powersAndInverses() {
    long[] z = new long[N];
    for (BigInteger a : numbers()) {
      BigInteger inverse = a.signum() == 0 ? a : a.modInverse(Q);
      FqPowers.inverse(z, 0, Fq.of(a), 0);
      assertEquals(inverse, Fq.toInteger(z, 0));
      FqPowers.pow(z, 0, Fq.of(a), 0, BigInteger.valueOf(0x10203));
      assertEquals(a.modPow(BigInteger.valueOf(0x10203), Q), Fq.toInteger(z, 0));
      assertEquals(
          a.modPow(Q.shiftRight(1), Q), BigInteger.valueOf(FqPowers.legendre(Fq.of(a), 0)).mod(Q));
    }
    for (int i = 0; i < 1_000; i++) {
      BigInteger a = BigInteger.valueOf(i);
      assertEquals(
          a.modPow(Q.shiftRight(1), Q), BigInteger.valueOf(FqPowers.legendre(Fq.of(a), 0)).mod(Q));
    }
    FqPowers.pow(z, 0, Fq.of(5), 0, BigInteger.ZERO);
    assertTrue(Fq.equal(z, 0, Fq.of(1), 0));
  }

  @Test
  void manyInversesAtOnce() {
    List<BigInteger> numbers = numbers();
    long[] all = new long[N * numbers.size()];
    for (int i = 0; i < numbers.size(); i++) {
      Fq.copy(all, N * i, Fq.of(numbers.get(i)), 0);
    }
    FqPowers.inverseAll(all, N, numbers.size() - 1);
    assertEquals(numbers.get(0), Fq.toInteger(all, 0), "before the range");
    for (int i = 1; i < numbers.size(); i++) {
      BigInteger a = numbers.get(i);
      assertEquals(a.signum() == 0 ? a : a.modInverse(Q), Fq.toInteger(all, N * i), "element " + i);
    }
  }

  private static byte[] littleEndian(BigInteger value) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}
