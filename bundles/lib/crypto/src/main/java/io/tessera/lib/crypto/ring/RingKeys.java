package io.tessera.lib.crypto.ring;

import io.tessera.lib.codec.BandersnatchPublic;
import io.tessera.lib.crypto.bandersnatch.BandersnatchPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import supranational.blst.P1;
import supranational.blst.P1_Affine;

/**
 * A ring's keys as points: the padding point stands for a key that is none.
 *
 * @param layout where they stand in the columns
 * @param points as many as there are keys
 */
record RingKeys(Layout layout, List<AffinePoint> points) {

  /** Worked out when first used: a verifier does without. */
  private static final class Doublings {
    static final List<AffinePoint> OF_BLINDING_BASE =
        AffinePoint.BLINDING_BASE.doublings(Layout.SCALAR_BITS);
  }

  /** The points of a ring's keys; see {@link RingRoot#of(List)}. */
  static RingKeys of(List<BandersnatchPublic> keys) {
    return new RingKeys(Layout.of(keys.size()), keys.stream().map(RingKeys::point).toList());
  }

  /** A ring without members. */
  static RingKeys none(Layout layout) {
    return new RingKeys(layout, List.of());
  }

  /** The commitments, by what is different from a ring without members. */
  RingRoot root() {
    RingBasis basis = RingBasis.of(layout);
    return RingRoot.of(
        commit(basis, basis.emptyX(), AffinePoint::x),
        commit(basis, basis.emptyY(), AffinePoint::y),
        basis.selector());
  }

  private P1_Affine commit(
      RingBasis basis, P1_Affine empty, Function<AffinePoint, FieldElement> coordinate) {
    List<P1_Affine> places = new ArrayList<>();
    List<byte[]> differences = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      if (!points.get(i).equals(AffinePoint.PADDING)) {
        places.add(basis.places().get(i));
        FieldElement padding = coordinate.apply(AffinePoint.PADDING);
        differences.add(coordinate.apply(points.get(i)).minus(padding).encode());
      }
    }
    P1 sum = MultiScalar.sum(places, differences);
    return sum.add(empty).to_affine();
  }

  /** All that is added up, one a row, with four rows left: keys, padding, doublings of the base. */
  List<AffinePoint> rows() {
    List<AffinePoint> rows = new ArrayList<>(points);
    rows.addAll(Collections.nCopies(layout.keys() - points.size(), AffinePoint.PADDING));
    rows.addAll(Doublings.OF_BLINDING_BASE);
    return rows;
  }

  /** The column p_x. */
  FieldElement[] columnX() {
    return column(rows().stream().map(AffinePoint::x).toList());
  }

  /** The column p_y. */
  FieldElement[] columnY() {
    return column(rows().stream().map(AffinePoint::y).toList());
  }

  /** The column s. */
  FieldElement[] columnSelector() {
    return column(Collections.nCopies(layout.keys(), FieldElement.ONE));
  }

  private FieldElement[] column(List<FieldElement> values) {
    FieldElement[] column = Polynomials.zeroes(layout.rows());
    for (int i = 0; i < values.size(); i++) {
      column[i] = values.get(i);
    }
    return column;
  }

  private static AffinePoint point(BandersnatchPublic key) {
    return BandersnatchPoint.decode(key.toByteArray(), 0)
        .map(AffinePoint::of)
        .orElse(AffinePoint.PADDING);
  }
}
