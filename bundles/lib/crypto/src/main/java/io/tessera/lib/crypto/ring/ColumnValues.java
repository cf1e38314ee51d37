package io.tessera.lib.crypto.ring;

import java.util.List;

/**
 * The values of the seven columns at one point, in the order in which proofs have them
 * (ring-proof-spec, section 3.3.4).
 *
 * @param keyX x coordinates of the ring's keys, p_x
 * @param keyY y coordinates of the ring's keys, p_y
 * @param selector 1 in the rows of keys, s
 * @param bits which rows are added up, b
 * @param count how many keys have been added up, acc_ip
 * @param sumX x coordinate of the sum so far, acc_x
 * @param sumY y coordinate of the sum so far, acc_y
 */
record ColumnValues(
    FieldElement keyX,
    FieldElement keyY,
    FieldElement selector,
    FieldElement bits,
    FieldElement count,
    FieldElement sumX,
    FieldElement sumY) {
  /** How many columns there are. */
  static final int COUNT = 7;

  static ColumnValues of(List<FieldElement> values) {
    return new ColumnValues(
        values.get(0),
        values.get(1),
        values.get(2),
        values.get(3),
        values.get(4),
        values.get(5),
        values.get(6));
  }

  List<FieldElement> list() {
    return List.of(keyX, keyY, selector, bits, count, sumX, sumY);
  }
}
