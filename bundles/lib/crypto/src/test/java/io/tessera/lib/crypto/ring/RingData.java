package io.tessera.lib.crypto.ring;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import supranational.blst.P1;
import supranational.blst.P1_Affine;
import supranational.blst.Scalar;

/**
 * Writes the data files of this package from the powers of tau as they are published: {@code
 * RingData <zcash-srs-2-11-uncompressed.bin> <folder of the resources>}. The file's powers follow
 * their number, eight bytes; each has 96 bytes.
 */
final class RingData {
  private static final int UNCOMPRESSED = 96;

  private RingData() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    List<P1_Affine> powers = published(Files.readAllBytes(Path.of(args[0])));
    Path folder = Path.of(args[1]);
    write(folder.resolve(PowersOfTau.RESOURCE), powers);
    for (int rows = 512; rows <= 2048; rows <<= 1) {
      Layout layout = new Layout(rows);
      List<P1_Affine> lagrange = lagrange(powers.subList(0, rows), Domain.of(rows));
      List<P1_Affine> points = new ArrayList<>(empty(layout, lagrange));
      points.addAll(lagrange.subList(0, layout.keys()));
      write(folder.resolve(RingBasis.resource(layout)), points);
    }
  }

  /** The powers that a published file holds. */
  static List<P1_Affine> published(byte[] file) {
    List<P1_Affine> powers = new ArrayList<>();
    for (int i = 0; i < PowersOfTau.COUNT; i++) {
      int at = Long.BYTES + i * UNCOMPRESSED;
      powers.add(new P1_Affine(Arrays.copyOfRange(file, at, at + UNCOMPRESSED)));
    }
    return powers;
  }

  /** The three commitments for a ring without members. */
  static List<P1_Affine> empty(Layout layout, List<P1_Affine> lagrange) {
    RingKeys none = RingKeys.none(layout);
    return List.of(
        commit(none.columnX(), lagrange),
        commit(none.columnY(), lagrange),
        commit(none.columnSelector(), lagrange));
  }

  private static P1_Affine commit(FieldElement[] values, List<P1_Affine> lagrange) {
    List<byte[]> scalars = Arrays.stream(values).map(FieldElement::encode).toList();
    return MultiScalar.sum(lagrange, scalars).to_affine();
  }

  /**
   * The commitments to the polynomials that are one in one row: the inverse transform of the
   * powers.
   */
  static List<P1_Affine> lagrange(List<P1_Affine> powers, Domain domain) {
    return transform(powers.stream().map(P1_Affine::to_jacobian).toList(), domain, 1).stream()
        .map(point -> times(point, domain.sizeInverse()).to_affine())
        .toList();
  }

  /**
   * The sums of {@code points[j] * omega^(-ij)}, for each i; omega is the root to the power of
   * step.
   */
  private static List<P1> transform(List<P1> points, Domain domain, int step) {
    if (points.size() == 1) {
      return points;
    }
    List<P1> even = new ArrayList<>();
    List<P1> odd = new ArrayList<>();
    for (int i = 0; i < points.size(); i += 2) {
      even.add(points.get(i));
      odd.add(points.get(i + 1));
    }
    even = transform(even, domain, 2 * step);
    odd = transform(odd, domain, 2 * step);
    int half = points.size() / 2;
    P1[] result = new P1[points.size()];
    for (int i = 0; i < half; i++) {
      P1 turned = times(odd.get(i), domain.root(-i * step));
      result[i] = even.get(i).dup().add(turned);
      result[i + half] = even.get(i).dup().add(turned.dup().neg());
    }
    return Arrays.asList(result);
  }

  private static P1 times(P1 point, FieldElement factor) {
    return point.dup().mult(new Scalar().from_lendian(factor.encode()));
  }

  private static void write(Path file, List<P1_Affine> points) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    points.forEach(point -> out.writeBytes(G1.encode(point)));
    Files.write(file, out.toByteArray());
  }
}
