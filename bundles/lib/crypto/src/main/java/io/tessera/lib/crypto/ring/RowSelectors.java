package io.tessera.lib.crypto.ring;

import java.util.Optional;

/**
 * The values at one point of the polynomials that pick rows (ring-proof-spec, sections 3.2 and
 * 3.3).
 *
 * @param notLast zero in the row in which the sums end: {@code x - omega^(N-4)}
 * @param first one in the first row, zero in the others, L_0
 * @param last one in the row in which the sums end, zero in the others, L_(N-4)
 */
record RowSelectors(FieldElement notLast, FieldElement first, FieldElement last) {

  /** The values at a point; empty when it is one of the domain's, at which nothing is opened. */
  static Optional<RowSelectors> at(Domain domain, Layout layout, FieldElement zeta) {
    FieldElement vanishing = vanishing(domain, zeta);
    if (vanishing.isZero()) {
      return Optional.empty();
    }
    FieldElement lastRoot = domain.root(layout.last());
    FieldElement notLast = zeta.minus(lastRoot);
    FieldElement notFirst = zeta.minus(FieldElement.ONE);
    FieldElement share = vanishing.times(domain.sizeInverse());
    FieldElement inverses = notLast.times(notFirst).inverse(); // one inversion for the two of them
    return Optional.of(
        new RowSelectors(
            notLast,
            share.times(inverses).times(notLast),
            share.times(lastRoot).times(inverses).times(notFirst)));
  }

  /** {@code x^N - 1}, zero on the domain. */
  static FieldElement vanishing(Domain domain, FieldElement x) {
    FieldElement power = x;
    for (int size = 1; size < domain.size(); size <<= 1) {
      power = power.squared();
    }
    return power.minus(FieldElement.ONE);
  }

  /** Zero in the last three rows, whose values are random. */
  static FieldElement randomRows(Domain domain, FieldElement x) {
    FieldElement product = FieldElement.ONE;
    for (int i = 1; i <= Layout.RANDOM_ROWS; i++) {
      product = product.times(x.minus(domain.root(-i)));
    }
    return product;
  }
}
