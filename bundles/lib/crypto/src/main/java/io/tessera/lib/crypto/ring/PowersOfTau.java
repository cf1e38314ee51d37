package io.tessera.lib.crypto.ring;

import java.util.ArrayList;
import java.util.List;
import supranational.blst.P1_Affine;

/**
 * What polynomials are committed to with: the generator of G1 times the powers of a number that
 * nobody knows, as Zcash's ceremony made them; three times the largest domain and one more. Only
 * provers need them. They are read when they are first used, as many as are used. Safe for use by
 * several threads.
 */
final class PowersOfTau {
  /** How many there are. */
  static final int COUNT = 3 * 2048 + 1;

  static final String RESOURCE = "powers-of-tau.bin";

  private static volatile List<P1_Affine> read = List.of();

  private PowersOfTau() {}

  /** The first powers, beginning with the generator itself. */
  static List<P1_Affine> first(int count) {
    List<P1_Affine> powers = read;
    if (powers.size() < count) {
      powers = List.copyOf(Resource.points(RESOURCE, count));
      read = powers;
    }
    return powers.subList(0, count);
  }

  /** The commitment to a polynomial given by its coefficients, lowest first. */
  static P1_Affine commit(FieldElement[] coefficients) {
    List<byte[]> scalars = new ArrayList<>(coefficients.length);
    for (FieldElement coefficient : coefficients) {
      scalars.add(coefficient.encode());
    }
    return MultiScalar.sum(first(coefficients.length), scalars).to_affine();
  }
}
