package io.tessera.lib.crypto.ring;

import io.tessera.lib.crypto.bandersnatch.Fq;
import io.tessera.lib.crypto.bandersnatch.FqPowers;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * An element of the scalar field of BLS12-381, over which Bandersnatch is defined, as an immutable
 * value: the formulas of the proof read as in the specification. The arithmetic is {@link Fq}'s.
 */
final class FieldElement {
  /** Length of an encoded element in bytes. */
  static final int SIZE = Fq.BYTES;

  static final FieldElement ZERO = of(0);
  static final FieldElement ONE = of(1);

  private final long[] limbs;

  private FieldElement(long[] limbs) {
    this.limbs = limbs;
  }

  static FieldElement of(long value) {
    return new FieldElement(Fq.of(value));
  }

  /** The element with these limbs, which must not be changed afterwards. */
  static FieldElement ofLimbs(long[] limbs) {
    return new FieldElement(limbs);
  }

  static FieldElement of(BigInteger value) {
    return new FieldElement(Fq.of(value));
  }

  /**
   * The element that 32 bytes, least significant first, stand for; empty at and above the order.
   */
  static Optional<FieldElement> decode(byte[] encoded) {
    long[] z = new long[Fq.LIMBS];
    return Fq.decode(z, 0, encoded, 0) ? Optional.of(new FieldElement(z)) : Optional.empty();
  }

  /** 32 bytes, least significant first, below the order. */
  byte[] encode() {
    byte[] encoded = new byte[SIZE];
    Fq.encode(encoded, 0, limbs, 0);
    return encoded;
  }

  FieldElement plus(FieldElement other) {
    long[] z = new long[Fq.LIMBS];
    Fq.add(z, limbs, other.limbs);
    return new FieldElement(z);
  }

  FieldElement minus(FieldElement other) {
    long[] z = new long[Fq.LIMBS];
    Fq.sub(z, limbs, other.limbs);
    return new FieldElement(z);
  }

  FieldElement times(FieldElement other) {
    long[] z = new long[Fq.LIMBS];
    Fq.mul(z, limbs, other.limbs);
    return new FieldElement(z);
  }

  FieldElement squared() {
    long[] z = new long[Fq.LIMBS];
    Fq.square(z, limbs);
    return new FieldElement(z);
  }

  FieldElement negated() {
    long[] z = new long[Fq.LIMBS];
    Fq.neg(z, limbs);
    return new FieldElement(z);
  }

  /** One over it, and zero for zero. */
  FieldElement inverse() {
    long[] z = new long[Fq.LIMBS];
    FqPowers.inverse(z, 0, limbs, 0);
    return new FieldElement(z);
  }

  boolean isZero() {
    return Fq.isZero(limbs, 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldElement that && Fq.equal(limbs, 0, that.limbs, 0);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encode());
  }

  @Override
  public String toString() {
    return Fq.toInteger(limbs, 0).toString();
  }
}
