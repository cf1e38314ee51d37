package io.tessera.lib.crypto.ring;

import java.math.BigInteger;

/**
 * The powers of a root of unity of order 2^n, over which columns are interpolated (ring-proof-spec,
 * section 1.2); the root is bandersnatch-vrf-spec's, section 4.1. Immutable.
 */
final class Domain {
  /** A root of unity of order 2^32: 7 to the power of (order of the field - 1) / 2^32. */
  private static final FieldElement OMEGA =
      FieldElement.of(
          new BigInteger(
              "10238227357739495823651030575849232062558860180284477541189508159991286009131"));

  private static final int LOG_OF_ORDER = 32;

  private final int size;
  private final FieldElement[] roots;
  private final FieldElement sizeInverse;

  private Domain(int size, FieldElement omega) {
    this.size = size;
    this.roots = new FieldElement[size];
    roots[0] = FieldElement.ONE;
    for (int i = 1; i < size; i++) {
      roots[i] = roots[i - 1].times(omega);
    }
    this.sizeInverse = FieldElement.of(size).inverse();
  }

  /** The domain of that many points, a power of two of at most 2^13. */
  static Domain of(int size) {
    int log = Integer.numberOfTrailingZeros(size);
    FieldElement omega = OMEGA;
    for (int i = log; i < LOG_OF_ORDER; i++) {
      omega = omega.squared();
    }
    return new Domain(size, omega);
  }

  int size() {
    return size;
  }

  /** omega to the power of {@code index}, which may be negative. */
  FieldElement root(int index) {
    return roots[Math.floorMod(index, size)];
  }

  FieldElement sizeInverse() {
    return sizeInverse;
  }

  /** The coefficients, lowest first, of the polynomial with these values. */
  FieldElement[] interpolate(FieldElement[] values) {
    FieldElement[] coefficients = transform(values, -1);
    for (int i = 0; i < size; i++) {
      coefficients[i] = coefficients[i].times(sizeInverse);
    }
    return coefficients;
  }

  /**
   * The values of the polynomial with these coefficients, lowest first, of which there may be
   * fewer.
   */
  FieldElement[] evaluate(FieldElement[] coefficients) {
    return transform(coefficients, 1);
  }

  /** Cooley and Tukey: from bit-reversed order, with blocks that double in size. */
  private FieldElement[] transform(FieldElement[] input, int direction) {
    FieldElement[] a = new FieldElement[size];
    int unused = Integer.numberOfLeadingZeros(size) + 1;
    for (int i = 0; i < size; i++) {
      int from = size == 1 ? 0 : Integer.reverse(i) >>> unused;
      a[i] = from < input.length ? input[from] : FieldElement.ZERO;
    }
    for (int half = 1; half < size; half <<= 1) {
      int step = direction * (size / (2 * half));
      for (int start = 0; start < size; start += 2 * half) {
        for (int i = 0; i < half; i++) {
          FieldElement even = a[start + i];
          FieldElement odd = a[start + i + half].times(root(step * i));
          a[start + i] = even.plus(odd);
          a[start + i + half] = even.minus(odd);
        }
      }
    }
    return a;
  }
}
