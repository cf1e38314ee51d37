package io.tessera.lib.crypto.ring;

import java.util.ArrayList;
import java.util.List;

/**
 * A point of the same curve as (X : Y : Z), which are its coordinates times Z: sums are made of it
 * without an inversion, which costs as much as twenty of them.
 */
record RunningSum(FieldElement x, FieldElement y, FieldElement z) {
  private static final FieldElement A = AffinePoint.A;
  private static final FieldElement D = AffinePoint.D;

  static RunningSum of(AffinePoint point) {
    return new RunningSum(point.x(), point.y(), FieldElement.ONE);
  }

  /** The sum, by the same law as {@link AffinePoint#plus}; without a branch. */
  RunningSum plus(AffinePoint other) {
    FieldElement xx = x.times(other.x());
    FieldElement yy = y.times(other.y());
    FieldElement dxy = D.times(xx).times(yy);
    FieldElement zz = z.squared();
    FieldElement belowX = zz.plus(dxy);
    FieldElement belowY = zz.minus(dxy);
    FieldElement aboveX = x.plus(y).times(other.x().plus(other.y())).minus(xx).minus(yy);
    FieldElement aboveY = yy.minus(A.times(xx));
    return new RunningSum(
        z.times(belowY).times(aboveX), z.times(belowX).times(aboveY), belowX.times(belowY));
  }

  /** The coordinates of many, with one inversion for all: that of the product. */
  static List<AffinePoint> affine(List<RunningSum> sums) {
    List<FieldElement> products = new ArrayList<>(sums.size());
    FieldElement product = FieldElement.ONE;
    for (RunningSum sum : sums) {
      products.add(product);
      product = product.times(sum.z);
    }
    AffinePoint[] points = new AffinePoint[sums.size()];
    FieldElement inverse = product.inverse();
    for (int i = points.length - 1; i >= 0; i--) {
      RunningSum sum = sums.get(i);
      FieldElement ofZ = inverse.times(products.get(i));
      points[i] = new AffinePoint(sum.x.times(ofZ), sum.y.times(ofZ));
      inverse = inverse.times(sum.z);
    }
    return List.of(points);
  }
}
