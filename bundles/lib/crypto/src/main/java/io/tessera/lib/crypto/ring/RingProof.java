package io.tessera.lib.crypto.ring;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import supranational.blst.P1_Affine;

/**
 * A ring proof (ring-proof-spec, section 3.3.7): 592 bytes, the last part of a ring VRF signature.
 * Points are compressed, numbers are 32 bytes, least significant first, below the field's order.
 *
 * @param bits commitment to the column of bits, C_b
 * @param count commitment to the inner product's column, C_acc_ip
 * @param sumX commitment to the sums' x coordinates, C_acc_x
 * @param sumY commitment to the sums' y coordinates, C_acc_y
 * @param atZeta the columns' values at zeta
 * @param quotient commitment to the quotient, C_q
 * @param shifted the linearization's value at zeta times omega, l_zeta_omega
 * @param opening proof of the values at zeta
 * @param shiftedOpening proof of the value at zeta times omega
 */
record RingProof(
    P1_Affine bits,
    P1_Affine count,
    P1_Affine sumX,
    P1_Affine sumY,
    ColumnValues atZeta,
    P1_Affine quotient,
    FieldElement shifted,
    P1_Affine opening,
    P1_Affine shiftedOpening) {

  /** Length in bytes. */
  static final int SIZE = 7 * G1.SIZE + (ColumnValues.COUNT + 1) * FieldElement.SIZE;

  /** The proof that 592 bytes stand for; empty when a point or a number in it is none. */
  static Optional<RingProof> decode(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    List<byte[]> points = new ArrayList<>();
    List<byte[]> numbers = new ArrayList<>();
    take(in, points, 4, G1.SIZE);
    take(in, numbers, ColumnValues.COUNT, FieldElement.SIZE);
    take(in, points, 1, G1.SIZE);
    take(in, numbers, 1, FieldElement.SIZE);
    take(in, points, 2, G1.SIZE);
    List<FieldElement> fq =
        numbers.stream().map(FieldElement::decode).flatMap(Optional::stream).toList();
    if (fq.size() < numbers.size()) { // before the points, which cost a thousand times more
      return Optional.empty();
    }
    List<P1_Affine> g1 = new ArrayList<>();
    for (byte[] point : points) {
      Optional<P1_Affine> decoded = G1.decode(point);
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      g1.add(decoded.get());
    }
    return Optional.of(
        new RingProof(
            g1.get(0),
            g1.get(1),
            g1.get(2),
            g1.get(3),
            ColumnValues.of(fq),
            g1.get(4),
            fq.get(ColumnValues.COUNT),
            g1.get(5),
            g1.get(6)));
  }

  private static void take(ByteBuffer in, List<byte[]> out, int count, int size) {
    for (int i = 0; i < count; i++) {
      byte[] item = new byte[size];
      in.get(item);
      out.add(item);
    }
  }

  /** 592 bytes. */
  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(SIZE);
    for (P1_Affine point : List.of(bits, count, sumX, sumY)) {
      out.put(G1.encode(point));
    }
    atZeta.list().forEach(value -> out.put(value.encode()));
    out.put(G1.encode(quotient)).put(shifted.encode());
    return out.put(G1.encode(opening)).put(G1.encode(shiftedOpening)).array();
  }
}
