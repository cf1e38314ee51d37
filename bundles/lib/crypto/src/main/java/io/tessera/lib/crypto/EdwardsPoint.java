package io.tessera.lib.crypto;

import java.math.BigInteger;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * A point of the twisted Edwards curve of Ed25519 in extended coordinates (x = X/Z, y = Y/Z, T =
 * XY/Z), with the formulas of RFC 8032, section 5.1.4, which hold for every pair of points. Runs in
 * variable time: for public data only. Immutable.
 */
final class EdwardsPoint {
  /** The order of the base point. */
  static final BigInteger ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  static final EdwardsPoint IDENTITY = new EdwardsPoint(number(0), number(1), number(1), number(0));

  /** The curve's constant d = -121665/121666. */
  private static final int[] D = ratio(negate(number(121_665)), number(121_666));

  private static final int[] TWO_D = add(D, D);

  /** The point with y = 4/5 and an even x. */
  static final EdwardsPoint BASE = decode(encode(ratio(number(4), number(5))));

  private final int[] x;
  private final int[] y;
  private final int[] z;
  private final int[] t;

  private EdwardsPoint(int[] x, int[] y, int[] z, int[] t) {
    this.x = x;
    this.y = y;
    this.z = z;
    this.t = t;
  }

  /**
   * The point that 32 bytes stand for, or null when they stand for none. As ZIP 215 says, y need
   * not be reduced and the sign of x = 0 does not matter.
   */
  static EdwardsPoint decode(byte[] encoded) {
    boolean odd = (encoded[31] & 0x80) != 0;
    int[] y = X25519Field.create();
    X25519Field.decode255(encoded, y); // leaves the highest bit out
    int[] ySquared = mul(y, y);
    int[] x = X25519Field.create();
    // x^2 = (y^2 - 1) / (d y^2 + 1)
    if (!X25519Field.sqrtRatioVar(sub(ySquared, number(1)), add(mul(D, ySquared), number(1)), x)) {
      return null;
    }
    X25519Field.normalize(x);
    if (odd != ((x[0] & 1) == 1)) {
      x = negate(x);
    }
    return new EdwardsPoint(x, y, number(1), mul(x, y));
  }

  /** The canonical encoding: y, with the lowest bit of x as the highest bit. */
  byte[] encode() {
    byte[] encoded = encode(ratio(y, z));
    encoded[31] |= (byte) ((encode(ratio(x, z))[0] & 1) << 7);
    return encoded;
  }

  EdwardsPoint plus(EdwardsPoint other) {
    int[] a = mul(sub(y, x), sub(other.y, other.x));
    int[] b = mul(add(y, x), add(other.y, other.x));
    int[] c = mul(mul(t, TWO_D), other.t);
    int[] zz = mul(z, other.z);
    int[] d = add(zz, zz);
    return combine(sub(b, a), sub(d, c), add(d, c), add(b, a));
  }

  EdwardsPoint twice() {
    int[] a = mul(x, x);
    int[] b = mul(y, y);
    int[] zz = mul(z, z);
    int[] sum = add(x, y);
    int[] h = add(a, b);
    int[] g = sub(a, b);
    return combine(sub(h, mul(sum, sum)), add(add(zz, zz), g), g, h);
  }

  private static EdwardsPoint combine(int[] e, int[] f, int[] g, int[] h) {
    return new EdwardsPoint(mul(e, f), mul(g, h), mul(f, g), mul(e, h));
  }

  EdwardsPoint negated() {
    return new EdwardsPoint(negate(x), y, z, negate(t));
  }

  /** {@code [m]P + [n]Q}, bit by bit with common doublings. */
  static EdwardsPoint multiply(BigInteger m, EdwardsPoint p, BigInteger n, EdwardsPoint q) {
    EdwardsPoint both = p.plus(q);
    EdwardsPoint sum = IDENTITY;
    for (int bit = Math.max(m.bitLength(), n.bitLength()) - 1; bit >= 0; bit--) {
      sum = sum.twice();
      if (m.testBit(bit)) {
        sum = sum.plus(n.testBit(bit) ? both : p);
      } else if (n.testBit(bit)) {
        sum = sum.plus(q);
      }
    }
    return sum;
  }

  /** Whether eight times this point is the identity. */
  boolean isOfSmallOrder() {
    EdwardsPoint eightfold = twice().twice().twice();
    return isZero(eightfold.x) && isZero(sub(eightfold.y, eightfold.z));
  }

  private static int[] number(int value) {
    int[] z = X25519Field.create();
    z[0] = value;
    return z;
  }

  private static int[] add(int[] a, int[] b) {
    int[] z = X25519Field.create();
    X25519Field.add(a, b, z);
    X25519Field.carry(z);
    return z;
  }

  private static int[] sub(int[] a, int[] b) {
    int[] z = X25519Field.create();
    X25519Field.sub(a, b, z);
    X25519Field.carry(z);
    return z;
  }

  private static int[] negate(int[] a) {
    return sub(number(0), a);
  }

  private static int[] mul(int[] a, int[] b) {
    int[] z = X25519Field.create();
    X25519Field.mul(a, b, z);
    return z;
  }

  private static int[] ratio(int[] a, int[] b) {
    int[] inverse = X25519Field.create();
    X25519Field.invVar(b, inverse);
    return mul(a, inverse);
  }

  private static boolean isZero(int[] a) {
    int[] z = a.clone();
    X25519Field.normalize(z);
    return X25519Field.isZeroVar(z);
  }

  private static byte[] encode(int[] a) {
    int[] z = a.clone();
    X25519Field.normalize(z);
    byte[] encoded = new byte[32];
    X25519Field.encode(z, encoded);
    return encoded;
  }
}
