package io.tessera.lib.crypto.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the prover knows, as columns: which key is its own and what it was blinded with
 * (ring-proof-spec, section 3.1). The rows that the proof does not speak of are random, so that
 * neither the commitments nor how long they take tell about the others.
 *
 * @param bits one in the row of the own key, then the blinding factor's bits, lowest first
 * @param count how many keys have been added up before this row
 * @param sumX x coordinate of the seed and what has been added up before this row
 * @param sumY y coordinate of the same
 * @param result all that is added up without the seed: the blinded key
 */
record Witness(Column bits, Column count, Column sumX, Column sumY, AffinePoint result) {

  /**
   * The columns for one member.
   *
   * @param blinding the blinding factor, 32 bytes, least significant first
   * @param random gives the values of the random rows
   */
  static Witness of(
      ProverTable table,
      RingKeys keys,
      int member,
      byte[] blinding,
      Supplier<FieldElement> random) {
    List<AffinePoint> rows = keys.rows();
    int last = table.layout.last();
    FieldElement[] bits = values(table.layout, random);
    FieldElement[] count = values(table.layout, random);
    FieldElement[] sumX = values(table.layout, random);
    FieldElement[] sumY = values(table.layout, random);
    FieldElement[] bit = {FieldElement.ZERO, FieldElement.ONE};
    AffinePoint own = rows.get(member);
    RunningSum[] ofKey = {
      RunningSum.of(AffinePoint.SEED), RunningSum.of(AffinePoint.SEED).plus(own)
    };
    List<RunningSum> sums = new ArrayList<>(last + 1);
    sums.add(ofKey[0]);
    for (int row = 0; row < last; row++) {
      boolean ofKeys = row < table.layout.keys();
      int chosen = ofKeys ? equal(row, member) : bit(blinding, row - table.layout.keys());
      int counted = ofKeys ? atLeast(row, member + 1) : 1;
      bits[row] = bit[chosen];
      count[row] = bit[counted];
      if (ofKeys) {
        sums.add(ofKey[atLeast(row, member)]);
      } else {
        RunningSum sum = sums.getLast();
        RunningSum[] next = {sum, sum.plus(rows.get(row))};
        sums.add(next[chosen]);
      }
    }
    count[last] = FieldElement.ONE;
    List<AffinePoint> points = RunningSum.affine(sums);
    for (int row = 0; row <= last; row++) {
      sumX[row] = points.get(row).x();
      sumY[row] = points.get(row).y();
    }
    AffinePoint result = points.get(last).plus(AffinePoint.SEED.negated());
    return new Witness(
        table.column(bits), table.column(count), table.column(sumX), table.column(sumY), result);
  }

  /** Zeroes up to the row in which the sums end, then random values. */
  private static FieldElement[] values(Layout layout, Supplier<FieldElement> random) {
    FieldElement[] values = new FieldElement[layout.rows()];
    Arrays.fill(values, 0, layout.last() + 1, FieldElement.ZERO);
    for (int row = layout.last() + 1; row < values.length; row++) {
      values[row] = random.get();
    }
    return values;
  }

  /** One when they are equal, otherwise zero; without a branch. */
  private static int equal(int a, int b) {
    return atLeast(a, b) & atLeast(b, a);
  }

  /** One when a is not below b, otherwise zero; without a branch. */
  private static int atLeast(int a, int b) {
    return ((a - b) >>> (Integer.SIZE - 1)) ^ 1;
  }

  private static int bit(byte[] scalar, int index) {
    return (scalar[index >> 3] >> (index & 7)) & 1;
  }
}
