package io.tessera.lib.crypto.ring;

import supranational.blst.P1_Affine;

/** A column of the prover's table. Immutable; its coefficients stay within this package. */
final class Column {
  private final FieldElement[] coefficients;

  /** Products of four columns are determined by their values on a domain of four times the size. */
  private final FieldElement[] fourfold;

  /** The column with these values, one a row. */
  Column(FieldElement[] values, Domain domain, Domain fourfold) {
    this.coefficients = domain.interpolate(values);
    this.fourfold = fourfold.evaluate(coefficients);
  }

  /** Of the polynomial that has the column's values on the domain, lowest first. */
  FieldElement[] coefficients() {
    return coefficients;
  }

  /** The value at a point of the fourfold domain. */
  FieldElement at(int index) {
    return fourfold[index];
  }

  /** The value one row of the domain later, which is four points of the fourfold domain. */
  FieldElement next(int index) {
    return fourfold[(index + 4) % fourfold.length];
  }

  /** The polynomial's value anywhere. */
  FieldElement evaluate(FieldElement x) {
    return Polynomials.evaluate(coefficients, x);
  }

  P1_Affine commit() {
    return PowersOfTau.commit(coefficients);
  }
}
