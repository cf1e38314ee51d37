package io.tessera.lib.crypto.bandersnatch;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A point of Bandersnatch's prime subgroup in twisted Edwards form (Bandersnatch VRF specification,
 * section 2.1). Immutable; operations run in variable time and are for public data.
 */
public final class BandersnatchPoint {
  /** Length of an encoded point in bytes. */
  public static final int SIZE = 32;

  /** The subgroup's order r, a prime of 253 bits. */
  public static final BigInteger ORDER = Curve.ORDER;

  /** The neutral element (0, 1). */
  public static final BandersnatchPoint IDENTITY = new BandersnatchPoint(Curve.identity());

  /** The generator G. */
  public static final BandersnatchPoint GENERATOR =
      of(
          "18886178867200960497001835917649091219057080094937609519140440539760939937304",
          "19188667384257783945677642223292697773471335439753913231509108946878080696678");

  /** The base B of the blinding factor in Pedersen's commitment (section 3.1). */
  public static final BandersnatchPoint BLINDING_BASE =
      of(
          "6150229251051246713677296363717454238956877613358614224171740096471278798312",
          "28442734166467795856797249030329035618871580593056783094884474814923353898473");

  /** Digits for points that are multiplied once; six bits save no more than their table costs. */
  static final int WINDOW = 5;

  /** X, Y, Z = 1, T. */
  private final long[] coordinates;

  /** Once they were wanted: a validator's key is multiplied twice for each of its headers. */
  private OddMultiples asKey;

  private BandersnatchPoint(long[] coordinates) {
    this.coordinates = coordinates;
  }

  private static BandersnatchPoint of(String x, String y) {
    return new BandersnatchPoint(Curve.affine(Fq.of(new BigInteger(x)), Fq.of(new BigInteger(y))));
  }

  /** Points of extended coordinates one after another, at the price of one inverse. */
  static BandersnatchPoint[] ofProjective(long[]... projective) {
    long[] all = new long[Curve.SIZE * projective.length];
    for (int i = 0; i < projective.length; i++) {
      System.arraycopy(projective[i], 0, all, Curve.SIZE * i, Curve.SIZE);
    }
    Curve.normalize(all, projective.length);
    BandersnatchPoint[] points = new BandersnatchPoint[projective.length];
    for (int i = 0; i < points.length; i++) {
      points[i] =
          new BandersnatchPoint(Arrays.copyOfRange(all, Curve.SIZE * i, Curve.SIZE * (i + 1)));
    }
    return points;
  }

  /**
   * The point that 32 bytes at an offset stand for: y with the lowest byte first, and the highest
   * bit set when x is the greater of x and -x. Empty when y is not below q, when no x belongs to it
   * and when the point is not in the prime subgroup. For x = 0 that bit does not matter.
   */
  public static Optional<BandersnatchPoint> decode(byte[] bytes, int offset) {
    long[] point = PointDecoder.decode(bytes, offset);
    return point == null ? Optional.empty() : Optional.of(new BandersnatchPoint(point));
  }

  /** The one encoding in 32 bytes that {@link #encode} gives; see {@link #decode}. */
  public byte[] encode() {
    byte[] bytes = new byte[SIZE];
    Fq.encode(bytes, 0, coordinates, Curve.Y);
    if (Fq.isUpperHalf(coordinates, Curve.X)) {
      bytes[SIZE - 1] |= (byte) 0x80;
    }
    return bytes;
  }

  /**
   * The point that an input stands for, of which no one knows what multiple of the generator it is
   * (section 1.4).
   */
  public static BandersnatchPoint hashToCurve(byte[] input) {
    return ofProjective(HashToCurve.hash(input))[0];
  }

  /** The coordinate x, as a new array: see {@link Fq}. */
  public long[] x() {
    return Arrays.copyOfRange(coordinates, Curve.X, Curve.X + Fq.LIMBS);
  }

  /** The coordinate y, as a new array: see {@link Fq}. */
  public long[] y() {
    return Arrays.copyOfRange(coordinates, Curve.Y, Curve.Y + Fq.LIMBS);
  }

  /** The sum of two points. */
  public BandersnatchPoint plus(BandersnatchPoint other) {
    long[] prepared = other.coordinates.clone();
    Curve.prepare(prepared, 0);
    long[] sum = new long[Curve.SIZE];
    Curve.add(sum, 0, coordinates, 0, prepared, 0, true, new long[Curve.SCRATCH]);
    return ofProjective(sum)[0];
  }

  /** The inverse element (-x, y). */
  public BandersnatchPoint negated() {
    long[] negated = coordinates.clone();
    Curve.negate(negated, 0);
    return new BandersnatchPoint(negated);
  }

  /** A multiple of the point, by a public number. */
  public BandersnatchPoint times(BigInteger factor) {
    return ofProjective(new PublicSum().plus(factor.mod(ORDER), multiples()).compute())[0];
  }

  /** Whether this is the neutral element. */
  public boolean isIdentity() {
    return equals(IDENTITY);
  }

  /** What {@link PublicSum} needs. */
  OddMultiples multiples() {
    return OddMultiples.of(coordinates, WINDOW);
  }

  /**
   * The same for a key, whose signatures come again and again: 10 KB, kept. Two threads may both
   * work it out, which does no harm.
   */
  OddMultiples asKey() {
    OddMultiples known = asKey;
    if (known == null) {
      known = OddMultiples.inPieces(coordinates, WINDOW);
      asKey = known;
    }
    return known;
  }

  /** The coordinates, not to be changed. */
  long[] coordinates() {
    return coordinates;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BandersnatchPoint that
        && Fq.equal(coordinates, Curve.X, that.coordinates, Curve.X)
        && Fq.equal(coordinates, Curve.Y, that.coordinates, Curve.Y);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encode());
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(encode());
  }
}
