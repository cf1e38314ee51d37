package io.tessera.lib.crypto.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.crypto.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import supranational.blst.P1_Affine;

/** The data files in the bundle are what follows from the published powers of tau. */
class PowersOfTauTest {
  private static final byte[] PUBLISHED =
      Vectors.read(Vectors.ROOT.resolve("bandersnatch/zcash-srs-2-11-uncompressed.bin"));

  /** The number of powers in G1, the powers, the number in G2, two powers there. */
  private static final int G2_AT = 8 + 6145 * 96 + 8;

  @Test
  void thePowersAreThePublishedOnes() {
    List<P1_Affine> powers = PowersOfTau.first(PowersOfTau.COUNT);
    for (int i = 0; i < powers.size(); i++) {
      int at = 8 + i * 96;
      assertArrayEquals(
          Arrays.copyOfRange(PUBLISHED, at, at + 96), powers.get(i).serialize(), "power " + i);
    }
    assertEquals(G2_AT, 8 + powers.size() * 96 + 8);
  }

  @Test
  void theVerifiersPointsAreThePublishedOnes() {
    assertEquals(G2_AT + 2 * 192, PUBLISHED.length);
    assertArrayEquals(Arrays.copyOfRange(PUBLISHED, 8, 8 + 96), Kzg.G1_GENERATOR.serialize());
    assertArrayEquals(Arrays.copyOfRange(PUBLISHED, G2_AT, G2_AT + 192), Kzg.G2.serialize());
    assertArrayEquals(
        Arrays.copyOfRange(PUBLISHED, G2_AT + 192, G2_AT + 384), Kzg.TAU_G2.serialize());
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2048})
  void aRingsBasisFollowsFromThePowers(int rows) {
    Layout layout = new Layout(rows);
    Domain domain = Domain.of(rows);
    RingBasis basis = RingBasis.of(layout);
    RingKeys none = RingKeys.none(layout);
    assertEquals(commitment(domain, none.columnX()), compressed(basis.emptyX()));
    assertEquals(commitment(domain, none.columnY()), compressed(basis.emptyY()));
    assertEquals(commitment(domain, none.columnSelector()), compressed(basis.selector()));
    assertEquals(layout.keys(), basis.places().size());

    // all places at once, each with a factor of its own
    Random random = new Random(rows);
    FieldElement[] values = Polynomials.zeroes(rows);
    List<byte[]> scalars = new ArrayList<>();
    for (int i = 0; i < layout.keys(); i++) {
      values[i] = FieldElement.of(random.nextLong());
      scalars.add(values[i].encode());
    }
    assertEquals(
        commitment(domain, values),
        compressed(MultiScalar.sum(basis.places(), scalars).to_affine()));
  }

  @Test
  void aCommitmentIsTheSumOfCoefficientsTimesPowers() {
    FieldElement[] threeAndTau = {FieldElement.of(3), FieldElement.ONE};
    P1_Affine tau = PowersOfTau.first(2).get(1);
    assertEquals(
        compressed(
            Collections.nCopies(3, Kzg.G1_GENERATOR).stream()
                .reduce(tau, (sum, g) -> sum.to_jacobian().add(g).to_affine())),
        compressed(PowersOfTau.commit(threeAndTau)));
  }

  private static List<Byte> commitment(Domain domain, FieldElement[] values) {
    return compressed(PowersOfTau.commit(domain.interpolate(values)));
  }

  private static List<Byte> compressed(P1_Affine point) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : G1.encode(point)) {
      bytes.add(b);
    }
    return bytes;
  }
}
