package io.tessera.lib.crypto.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningSumTest {
  @Test
  void sumsAreThoseOfTheAffineLaw() {
    List<AffinePoint> added = new ArrayList<>(AffinePoint.BLINDING_BASE.doublings(9));
    added.add(AffinePoint.PADDING);
    added.add(AffinePoint.PADDING); // doubles what was just added, too
    AffinePoint expected = AffinePoint.PADDING;
    RunningSum sum = RunningSum.of(expected);
    List<AffinePoint> all = new ArrayList<>(List.of(expected));
    List<RunningSum> sums = new ArrayList<>(List.of(sum));
    for (AffinePoint point : added) {
      expected = expected.plus(point);
      sum = sum.plus(point);
      all.add(expected);
      sums.add(sum);
    }
    assertEquals(all, RunningSum.affine(sums));
  }

  @Test
  void aPointAndItsNegativeAddUpToNothing() {
    RunningSum nothing = RunningSum.of(AffinePoint.SEED).plus(AffinePoint.SEED.negated());
    assertEquals(
        List.of(new AffinePoint(FieldElement.ZERO, FieldElement.ONE)),
        RunningSum.affine(List.of(nothing)));
  }
}
