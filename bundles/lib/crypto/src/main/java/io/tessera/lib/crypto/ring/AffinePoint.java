package io.tessera.lib.crypto.ring;

import io.tessera.lib.crypto.bandersnatch.BandersnatchPoint;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A point of Bandersnatch's twisted Edwards curve by its affine coordinates, which are what ring
 * proofs speak of.
 */
record AffinePoint(FieldElement x, FieldElement y) {
  /** Where the sums begin, S: a point of which nobody knows how it relates to the keys. */
  static final AffinePoint SEED =
      of(
          "37805570861274048643170021838972902516980894313648523898085159469000338764576",
          "14738305321141000190236674389841754997202271418876976886494444739226156422510");

  /** Stands in the place of a key that is no point, and of one that is not there. */
  static final AffinePoint PADDING =
      of(
          "26287722405578650394504321825321286533153045350760430979437739593351290020913",
          "19058981610000167534379068105702216971787064146691007947119244515951752366738");

  /** What keys are blinded with multiples of: B, in the ring proof's specification H. */
  static final AffinePoint BLINDING_BASE = of(BandersnatchPoint.BLINDING_BASE);

  /** The curve's coefficient a. */
  static final FieldElement A = FieldElement.of(5).negated();

  /** The curve's coefficient d. */
  static final FieldElement D =
      FieldElement.of(
          new BigInteger(
              "45022363124591815672509500913686876175488063829319466900776701791074614335719"));

  /** The coordinates of a point. */
  static AffinePoint of(BandersnatchPoint point) {
    return new AffinePoint(FieldElement.ofLimbs(point.x()), FieldElement.ofLimbs(point.y()));
  }

  private static AffinePoint of(String x, String y) {
    return new AffinePoint(FieldElement.of(new BigInteger(x)), FieldElement.of(new BigInteger(y)));
  }

  /** The sum, by the curve's one addition law. Takes an inversion. */
  AffinePoint plus(AffinePoint other) {
    FieldElement xx = x.times(other.x);
    FieldElement yy = y.times(other.y);
    FieldElement dxy = D.times(xx).times(yy);
    FieldElement belowX = FieldElement.ONE.plus(dxy);
    FieldElement belowY = FieldElement.ONE.minus(dxy);
    FieldElement inverse = belowX.times(belowY).inverse();
    FieldElement aboveX = x.times(other.y).plus(y.times(other.x));
    FieldElement aboveY = yy.minus(A.times(xx));
    return new AffinePoint(
        aboveX.times(inverse).times(belowY), aboveY.times(inverse).times(belowX));
  }

  /** The point that adds up to nothing with this one. */
  AffinePoint negated() {
    return new AffinePoint(x.negated(), y);
  }

  /** This point, twice it, four times it, ... */
  List<AffinePoint> doublings(int count) {
    List<AffinePoint> doublings = new ArrayList<>(count);
    AffinePoint point = this;
    for (int i = 0; i < count; i++) {
      doublings.add(point);
      point = point.plus(point);
    }
    return doublings;
  }
}
