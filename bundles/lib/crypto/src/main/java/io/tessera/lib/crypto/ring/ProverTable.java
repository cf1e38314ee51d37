package io.tessera.lib.crypto.ring;

import java.util.Arrays;
import java.util.List;

/**
 * The columns that are the same for every proof about a ring, and the domains. Building it takes
 * some ten transforms; safe for use by several threads.
 */
final class ProverTable {
  final Layout layout;
  final Domain domain;
  final Domain fourfold;
  final Column keyX;
  final Column keyY;
  final Column selector;

  /** At each point of the fourfold domain. */
  private final RowSelectors[] selectors;

  ProverTable(RingKeys keys) {
    layout = keys.layout();
    domain = Domain.of(layout.rows());
    fourfold = Domain.of(4 * layout.rows());
    keyX = column(keys.columnX());
    keyY = column(keys.columnY());
    selector = column(keys.columnSelector());
    Column first = column(unit(0));
    Column last = column(unit(layout.last()));
    selectors = new RowSelectors[fourfold.size()];
    for (int i = 0; i < selectors.length; i++) {
      FieldElement notLast = fourfold.root(i).minus(domain.root(layout.last()));
      selectors[i] = new RowSelectors(notLast, first.at(i), last.at(i));
    }
  }

  Column column(FieldElement[] values) {
    return new Column(values, domain, fourfold);
  }

  RowSelectors selectors(int index) {
    return selectors[index];
  }

  private FieldElement[] unit(int row) {
    FieldElement[] values = Polynomials.zeroes(layout.rows());
    values[row] = FieldElement.ONE;
    return values;
  }

  /** All columns in the order of {@link ColumnValues}. */
  List<Column> with(Column bits, Column count, Column sumX, Column sumY) {
    return List.of(keyX, keyY, selector, bits, count, sumX, sumY);
  }

  /**
   * The quotient of a polynomial, given on the fourfold domain, that vanishes in the rows that
   * count.
   */
  FieldElement[] quotient(FieldElement[] values) {
    FieldElement[] polynomial = fourfold.interpolate(values);
    for (int i = 1; i <= Layout.RANDOM_ROWS; i++) {
      polynomial = Polynomials.timesMonomial(polynomial, domain.root(-i));
    }
    FieldElement[] quotient = Polynomials.divideByVanishing(polynomial, layout.rows());
    return Arrays.copyOf(quotient, 3 * layout.rows() + 1);
  }
}
