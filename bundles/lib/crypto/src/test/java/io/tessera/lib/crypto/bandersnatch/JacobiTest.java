package io.tessera.lib.crypto.bandersnatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against products of Legendre's symbols, which Euler's criterion gives. */
class JacobiTest {
  private static final BigInteger P = BigInteger.valueOf(2).pow(127).subtract(BigInteger.ONE);
  private static final BigInteger S = BigInteger.valueOf(2).pow(61).subtract(BigInteger.ONE);

  @Test
  void symbolsOfPrimesAndOfTheirProducts() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      // many factors of two, and words that are zero
      BigInteger a = new BigInteger(1 + i % 128, random).shiftLeft(i % 130).mod(P.multiply(S));
      assertEquals(legendre(a, P), symbol(a.mod(P), P));
      assertEquals(legendre(a, P) * legendre(a, S), symbol(a, P.multiply(S)));
    }
    assertEquals(0, symbol(P, P.multiply(S)), "a common factor");
    assertEquals(0, symbol(BigInteger.ZERO, P));
  }

  private static int legendre(BigInteger a, BigInteger prime) {
    BigInteger power = a.modPow(prime.shiftRight(1), prime);
    return power.bitLength() <= 1 ? power.intValue() : -1;
  }

  private static int symbol(BigInteger a, BigInteger n) {
    return Jacobi.symbol(bytes(a), bytes(n));
  }

  private static byte[] bytes(BigInteger value) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}
