package io.tessera.lib.crypto.bandersnatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FqRootsTest {
  private static final BigInteger Q = Fq.MODULUS;
  private static final BigInteger FIVE = BigInteger.valueOf(5);
  private final long[] z = new long[Fq.LIMBS];

  @Test
  void rootsOfRatios() {
    Random random = new Random(1);
    int squares = 0;
    for (int i = 0; i < 300; i++) {
      BigInteger u = new BigInteger(300, random).mod(Q);
      BigInteger v = new BigInteger(300, random).mod(Q);
      if (check(u, v)) {
        squares++;
      }
    }
    assertTrue(squares > 100 && squares < 200, "squares: " + squares);
  }

  @Test
  void zeroHasTheRootZero() {
    assertTrue(FqRoots.sqrtRatio(z, 0, Fq.of(0), 0, Fq.of(7), 0));
    assertTrue(Fq.isZero(z, 0));
  }

  /** Every digit of a logarithm takes every value: powers of the generator of the 2-group. */
  @Test
  void allDigitsOfLogarithms() {
    BigInteger g = FIVE.modPow(Q.shiftRight(32), Q);
    for (int digit = 0; digit < 4; digit++) {
      for (int j = 1; j < 256; j++) {
        BigInteger e = BigInteger.valueOf(j).shiftLeft(8 * digit);
        assertEquals(digit > 0 || j % 2 == 0, check(g.modPow(e, Q), BigInteger.ONE));
      }
    }
  }

  private boolean check(BigInteger u, BigInteger v) {
    boolean square = FqRoots.sqrtRatio(z, 0, Fq.of(u), 0, Fq.of(v), 0);
    BigInteger ratio = u.multiply(v.modInverse(Q)).mod(Q);
    assertEquals(ratio.modPow(Q.shiftRight(1), Q).equals(BigInteger.ONE), square);
    BigInteger expected = square ? ratio : ratio.multiply(FIVE).mod(Q);
    assertEquals(expected, Fq.toInteger(z, 0).modPow(BigInteger.TWO, Q));
    return square;
  }
}
