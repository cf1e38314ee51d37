package io.tessera.lib.crypto.ring;

import java.util.Arrays;

/** Polynomials as arrays of coefficients, lowest first. */
final class Polynomials {
  private Polynomials() {}

  /** The value at x, by Horner's rule. */
  static FieldElement evaluate(FieldElement[] polynomial, FieldElement x) {
    FieldElement value = FieldElement.ZERO;
    for (int i = polynomial.length - 1; i >= 0; i--) {
      value = value.times(x).plus(polynomial[i]);
    }
    return value;
  }

  /** Adds {@code factor} times a polynomial that is not longer. */
  static void addTo(FieldElement[] sum, FieldElement[] polynomial, FieldElement factor) {
    for (int i = 0; i < polynomial.length; i++) {
      sum[i] = sum[i].plus(polynomial[i].times(factor));
    }
  }

  /** The product with {@code x - root}. */
  static FieldElement[] timesMonomial(FieldElement[] polynomial, FieldElement root) {
    FieldElement[] product = zeroes(polynomial.length + 1);
    for (int i = 0; i < polynomial.length; i++) {
      product[i + 1] = product[i + 1].plus(polynomial[i]);
      product[i] = product[i].minus(polynomial[i].times(root));
    }
    return product;
  }

  /** The quotient by {@code x - root}; the remainder, the value at the root, is dropped. */
  static FieldElement[] divideByMonomial(FieldElement[] polynomial, FieldElement root) {
    FieldElement[] quotient = new FieldElement[polynomial.length - 1];
    FieldElement carry = FieldElement.ZERO;
    for (int i = quotient.length; i > 0; i--) {
      carry = carry.times(root).plus(polynomial[i]);
      quotient[i - 1] = carry;
    }
    return quotient;
  }

  /**
   * The quotient by {@code x^degree - 1}.
   *
   * @throws IllegalStateException when a remainder is left
   */
  static FieldElement[] divideByVanishing(FieldElement[] polynomial, int degree) {
    FieldElement[] rest = polynomial.clone();
    for (int i = rest.length - 1; i >= degree; i--) {
      rest[i - degree] = rest[i - degree].plus(rest[i]);
    }
    for (int i = 0; i < degree; i++) {
      if (!rest[i].isZero()) {
        throw new IllegalStateException("the columns break a constraint");
      }
    }
    return Arrays.copyOfRange(rest, degree, rest.length);
  }

  static FieldElement[] zeroes(int length) {
    FieldElement[] zeroes = new FieldElement[length];
    Arrays.fill(zeroes, FieldElement.ZERO);
    return zeroes;
  }
}
