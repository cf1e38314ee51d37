package io.tessera.lib.crypto.bandersnatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BandersnatchPointTest {
  private static final BigInteger Q = Fq.MODULUS;
  private static final BigInteger R = BandersnatchPoint.ORDER;
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger A = BigInteger.valueOf(-5);
  private static final BigInteger D = Fq.toInteger(Curve.D, 0);
  private static final BigInteger LAMBDA =
      new BigInteger(
          "8913659658109529928382530854484400854125314752504019737736543920008458395397");
  private static final BandersnatchPoint G = BandersnatchPoint.GENERATOR;
  private final Random random = new Random(1);

  @Test
  void constantsAreThoseOfTheSpecification() {
    assertEquals("664197ccb667315e6064e4ee81ad8c3586d5dcba508b7d150f3e12da9e666c2a", G.toString());
    assertEquals(
        "e93da06b869766b158d20b843ec648cc68e0b7ba2f7083acf0f154205d04e23e",
        BandersnatchPoint.BLINDING_BASE.toString());
    assertEquals(Optional.of(G), BandersnatchPoint.decode(G.encode(), 0));
  }

  /** Against the addition law in fractions of big integers. */
  @Test
  void sumsAndDoubles() {
    BandersnatchPoint p = G;
    BandersnatchPoint q = BandersnatchPoint.BLINDING_BASE;
    for (int i = 0; i < 20; i++) {
      BandersnatchPoint sum = p.plus(q);
      assertEquals(reference(p, q), List.of(x(sum), y(sum)));
      BandersnatchPoint twice = p.plus(p);
      assertEquals(reference(p, p), List.of(x(twice), y(twice)));
      long[] doubled = new long[Curve.SIZE];
      Curve.twice(doubled, 0, p.coordinates(), 0, true, new long[Curve.SCRATCH]);
      assertEquals(twice, BandersnatchPoint.ofProjective(doubled)[0]);
      p = q;
      q = sum;
    }
    assertEquals(p, p.plus(BandersnatchPoint.IDENTITY));
    assertTrue(p.plus(p.negated()).isIdentity());
  }

  private static List<BigInteger> reference(BandersnatchPoint p, BandersnatchPoint q) {
    BigInteger product = D.multiply(x(p)).multiply(x(q)).multiply(y(p)).multiply(y(q)).mod(Q);
    BigInteger x = x(p).multiply(y(q)).add(y(p).multiply(x(q)));
    BigInteger y = y(p).multiply(y(q)).subtract(A.multiply(x(p)).multiply(x(q)));
    return List.of(
        x.multiply(ONE.add(product).modInverse(Q)).mod(Q),
        y.multiply(ONE.subtract(product).modInverse(Q)).mod(Q));
  }

  @Test
  void multiplesInBothWays() {
    for (int i = 0; i < 40; i++) {
      BigInteger k =
          switch (i) {
            case 0, 1, 2, 3 -> BigInteger.valueOf(i);
            case 4 -> R.subtract(ONE);
            case 5 -> LAMBDA;
            case 6 -> R.subtract(LAMBDA);
            default -> new BigInteger(300, random).mod(R);
          };
      BandersnatchPoint expected = doubleAndAdd(k, G);
      assertEquals(expected, G.times(k), "public, " + k);
      byte[] bytes = new byte[32];
      Fq.encode(bytes, 0, Fq.of(k), 0);
      assertEquals(expected, BandersnatchKeyPair.multiples(G, bytes)[0], "secret, " + k);
    }
    assertTrue(G.times(R).isIdentity());
    assertTrue(BandersnatchPoint.IDENTITY.times(LAMBDA).isIdentity());
    OddMultiples ofIdentity = BandersnatchPoint.IDENTITY.asKey();
    long[] sum = new PublicSum().plus(LAMBDA, ofIdentity).compute();
    assertTrue(BandersnatchPoint.ofProjective(sum)[0].isIdentity());
  }

  private static BandersnatchPoint doubleAndAdd(BigInteger k, BandersnatchPoint point) {
    BandersnatchPoint sum = BandersnatchPoint.IDENTITY;
    for (int bit = k.bitLength() - 1; bit >= 0; bit--) {
      sum = sum.plus(sum);
      if (k.testBit(bit)) {
        sum = sum.plus(point);
      }
    }
    return sum;
  }

  @Test
  void endomorphismMultipliesWithLambda() {
    assertEquals(BigInteger.ZERO, LAMBDA.pow(2).add(BigInteger.TWO).mod(R));
    long[] image = new long[Curve.SIZE];
    Curve.endomorphism(image, 0, G.coordinates(), 0, new long[Curve.SCRATCH]);
    assertEquals(doubleAndAdd(LAMBDA, G), BandersnatchPoint.ofProjective(image)[0]);
  }

  @Test
  void sumsOfMultiplesShareDoublings() {
    for (int i = 0; i < 20; i++) {
      BigInteger k = new BigInteger(300, random).mod(R);
      BigInteger m = new BigInteger(300, random).mod(R);
      BandersnatchPoint p = G.times(m);
      BandersnatchPoint expected = BandersnatchPoint.BLINDING_BASE.times(k).plus(p.times(m));
      for (OddMultiples ofP : List.of(p.multiples(), p.asKey())) { // whole, and in pieces
        long[] sum = new PublicSum().plus(k, Suite.BLINDING_BASE).plus(m, ofP).compute();
        assertEquals(expected, BandersnatchPoint.ofProjective(sum)[0]);
      }
    }
  }

  @Test
  void digitsAreOddAndFarApart() {
    for (int i = 0; i < 200; i++) {
      int window = 4 + i % 5;
      BigInteger number = new BigInteger(128, random).multiply(BigInteger.valueOf(i % 2 * 2L - 1L));
      byte[] digits = PublicSum.digits(number, window);
      BigInteger sum = BigInteger.ZERO;
      int last = -window;
      for (int at = 0; at < digits.length; at++) {
        if (digits[at] != 0) {
          assertTrue(digits[at] % 2 != 0 && Math.abs(digits[at]) < 1 << (window - 1));
          assertTrue(at - last >= window);
          last = at;
          sum = sum.add(BigInteger.valueOf(digits[at]).shiftLeft(at));
        }
      }
      assertEquals(number, sum);
    }
  }

  @Test
  void encodingsThatStandForNothingAreRefused() {
    assertEquals(Optional.empty(), decode(Q, false), "y is not reduced");
    assertEquals(Optional.empty(), decode(Q.add(ONE), false), "y = 1, not reduced");
    int points = 0;
    for (int y = 2; y < 100; y++) {
      points += decode(BigInteger.valueOf(y), false).isPresent() ? 1 : 0;
    }
    assertTrue(points > 2 && points < 30, "an eighth of all y is right: " + points);
  }

  /**
   * The curve has four times as many points as the subgroup: three that go with each of its own.
   */
  @Test
  void pointsOutsideTheSubgroupAreRefused() {
    BigInteger alpha = root(A.multiply(D));
    BigInteger beta = root(A.multiply(D.modInverse(Q)));
    for (int i = 1; i <= 20; i++) {
      BandersnatchPoint p = G.times(new BigInteger(250, random));
      BigInteger x = x(p);
      BigInteger y = y(p);
      assertEquals(Optional.of(p), decodeAffine(x, y));
      BigInteger farX = alpha.multiply(x).modInverse(Q);
      BigInteger farY = beta.multiply(y.modInverse(Q)).mod(Q);
      assertEquals(Optional.empty(), decodeAffine(x.negate(), y.negate()), "plus (0, -1)");
      assertEquals(Optional.empty(), decodeAffine(farX, farY), "plus a point at infinity");
      assertEquals(Optional.empty(), decodeAffine(farX.negate(), farY.negate()), "the other");
    }
    assertEquals(Optional.empty(), decode(Q.subtract(ONE), false), "(0, -1)");
    assertEquals(Optional.empty(), decode(Q.subtract(ONE), true), "(0, -1)");
  }

  @Test
  void theSignOfZeroDoesNotMatter() {
    assertEquals(Optional.of(BandersnatchPoint.IDENTITY), decode(ONE, false));
    assertEquals(Optional.of(BandersnatchPoint.IDENTITY), decode(ONE, true));
    assertEquals(
        "01" + "00".repeat(31), HexFormat.of().formatHex(BandersnatchPoint.IDENTITY.encode()));
  }

  @Test
  void signsAndEquality() {
    assertNotEquals(G, G.negated());
    assertEquals(Optional.of(G.negated()), BandersnatchPoint.decode(G.negated().encode(), 0));
    assertEquals(G.hashCode(), G.negated().negated().hashCode());
    assertFalse(G.isIdentity());
  }

  private static Optional<BandersnatchPoint> decodeAffine(BigInteger x, BigInteger y) {
    BigInteger reduced = x.mod(Q);
    BigInteger xx = reduced.multiply(reduced);
    BigInteger yy = y.multiply(y);
    assertEquals(
        BigInteger.ZERO,
        A.multiply(xx).add(yy).subtract(ONE).subtract(D.multiply(xx).multiply(yy)).mod(Q),
        "on the curve");
    return decode(y.mod(Q), reduced.compareTo(Q.shiftRight(1)) > 0);
  }

  private static Optional<BandersnatchPoint> decode(BigInteger y, boolean upper) {
    byte[] bytes = new byte[33];
    for (int i = 0; i < 32; i++) {
      bytes[1 + i] = y.shiftRight(8 * i).byteValue();
    }
    bytes[32] |= (byte) (upper ? 0x80 : 0);
    return BandersnatchPoint.decode(bytes, 1);
  }

  private static BigInteger root(BigInteger square) {
    long[] z = new long[Fq.LIMBS];
    assertTrue(FqRoots.sqrtRatio(z, 0, Fq.of(square), 0, Fq.of(1), 0));
    return Fq.toInteger(z, 0);
  }

  private static BigInteger x(BandersnatchPoint p) {
    return Fq.toInteger(p.x(), 0);
  }

  private static BigInteger y(BandersnatchPoint p) {
    return Fq.toInteger(p.y(), 0);
  }
}
