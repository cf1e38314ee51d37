package io.tessera.lib.crypto.ring;

/**
 * What the columns must keep (ring-proof-spec, section 3.2, with the addition law of the twisted
 * Edwards curve in place of the short Weierstrass one, as in the crate {@code w3f-plonk-common}).
 * Prover and verifier weigh the same seven polynomials; the verifier lacks the values of the next
 * row, puts zero for them and gets the rest from the linearization. Immutable.
 */
final class Constraints {
  private final FieldElement[] alphas;
  private final AffinePoint end;

  /** Constraints with weights, for sums that end at a point. */
  Constraints(FieldElement[] alphas, AffinePoint end) {
    this.alphas = alphas.clone();
    this.end = end;
  }

  /** The weighted sum of the constraints. */
  FieldElement sum(
      ColumnValues at,
      FieldElement nextCount,
      FieldElement nextX,
      FieldElement nextY,
      RowSelectors rows) {
    FieldElement counted = nextCount.minus(at.count()).minus(at.bits().times(at.selector()));
    FieldElement x =
        ifBit(at, nextX.times(xFactor(at)).minus(sumXy(at).plus(keyXy(at))), nextX, at.sumX());
    FieldElement y =
        ifBit(at, nextY.times(yFactor(at)).minus(sumXy(at).minus(keyXy(at))), nextY, at.sumY());
    FieldElement everyRow =
        alphas[0].times(counted).plus(alphas[1].times(x)).plus(alphas[2].times(y));
    return everyRow
        .times(rows.notLast())
        .plus(alphas[3].times(at.bits().times(FieldElement.ONE.minus(at.bits()))))
        .plus(alphas[4].times(ends(at.sumX(), AffinePoint.SEED.x(), end.x(), rows)))
        .plus(alphas[5].times(ends(at.sumY(), AffinePoint.SEED.y(), end.y(), rows)))
        .plus(alphas[6].times(ends(at.count(), FieldElement.ZERO, FieldElement.ONE, rows)));
  }

  /** What the linearization takes of the columns count, sumX and sumY. */
  FieldElement[] linearization(ColumnValues at, RowSelectors rows) {
    return new FieldElement[] {
      alphas[0].times(rows.notLast()),
      alphas[1]
          .times(rows.notLast())
          .times(ifBit(at, xFactor(at), FieldElement.ONE, FieldElement.ZERO)),
      alphas[2]
          .times(rows.notLast())
          .times(ifBit(at, yFactor(at), FieldElement.ONE, FieldElement.ZERO))
    };
  }

  /** Bit set: what holds for an addition. Not set: the next row equals this one. */
  private static FieldElement ifBit(
      ColumnValues at, FieldElement added, FieldElement next, FieldElement here) {
    return at.bits().times(added).plus(FieldElement.ONE.minus(at.bits()).times(next.minus(here)));
  }

  private static FieldElement ends(
      FieldElement value, FieldElement first, FieldElement last, RowSelectors rows) {
    return value.minus(first).times(rows.first()).plus(value.minus(last).times(rows.last()));
  }

  private static FieldElement xFactor(ColumnValues at) {
    return at.sumY().times(at.keyY()).plus(AffinePoint.A.times(at.sumX()).times(at.keyX()));
  }

  private static FieldElement yFactor(ColumnValues at) {
    return at.sumX().times(at.keyY()).minus(at.keyX().times(at.sumY()));
  }

  private static FieldElement sumXy(ColumnValues at) {
    return at.sumX().times(at.sumY());
  }

  private static FieldElement keyXy(ColumnValues at) {
    return at.keyX().times(at.keyY());
  }
}
