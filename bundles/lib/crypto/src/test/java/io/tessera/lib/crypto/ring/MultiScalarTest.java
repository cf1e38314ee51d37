package io.tessera.lib.crypto.ring;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.crypto.bandersnatch.Fq;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.Scalar;

/** Sums of multiples against the library's multiplication of one point at a time. */
class MultiScalarTest {
  private final Random random = new Random(7);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 11, 96, 97, 130, 513})
  void aSumIsTheSumOfTheMultiples(int count) {
    check(PowersOfTau.first(count), scalars(count));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 120})
  void equalPointsAndTheirInversesMeet(int count) {
    P1_Affine point = PowersOfTau.first(2).get(1);
    List<P1_Affine> points = new ArrayList<>(Collections.nCopies(count, point));
    points.set(1, point.to_jacobian().neg().to_affine());
    points.set(2, new P1_Affine()); // the point at infinity
    List<byte[]> scalars = scalars(count);
    scalars.set(1, scalars.get(0));
    check(points, scalars);
    check(points, new ArrayList<>(Collections.nCopies(count, FieldElement.ONE.encode())));
  }

  @Test
  void eachPointNeedsAScalar() {
    assertThrows(
        IllegalArgumentException.class, () -> MultiScalar.sum(PowersOfTau.first(2), scalars(1)));
  }

  private static void check(List<P1_Affine> points, List<byte[]> scalars) {
    P1 expected = new P1();
    for (int i = 0; i < points.size(); i++) {
      Scalar scalar = new Scalar().from_lendian(scalars.get(i));
      expected.add(points.get(i).to_jacobian().mult(scalar));
    }
    assertTrue(expected.is_equal(MultiScalar.sum(points, scalars)));
  }

  /** Random ones among zero, one, the greatest, and runs of ones that make digits carry. */
  private List<byte[]> scalars(int count) {
    List<BigInteger> special =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            Fq.MODULUS.subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(254).subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(128));
    List<byte[]> scalars = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean plain = random.nextBoolean();
      BigInteger value =
          plain ? new BigInteger(255, random) : special.get(random.nextInt(special.size()));
      scalars.add(FieldElement.of(value).encode());
    }
    return scalars;
  }
}
