package io.tessera.lib.crypto.ring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import supranational.blst.P1_Affine;

/**
 * What ring roots are put together from: the commitments of a ring without members, which has the
 * padding point in all its places, and for each place the commitment to the polynomial that is one
 * there and zero in the other rows. All of it follows from the powers of tau; it lies in the bundle
 * because working it out takes a second. Immutable.
 *
 * @param emptyX commitment to the x coordinates of a ring without members
 * @param emptyY commitment to its y coordinates
 * @param selector commitment to the column that is one in the rows of keys
 * @param places commitments to one place each
 */
record RingBasis(P1_Affine emptyX, P1_Affine emptyY, P1_Affine selector, List<P1_Affine> places) {

  private static final int HEAD = 3;

  private static final Map<Layout, RingBasis> READ = new ConcurrentHashMap<>();

  /** The basis for a layout, read when it is first asked for (full size: about 40 ms). */
  static RingBasis of(Layout layout) {
    return READ.computeIfAbsent(layout, RingBasis::read);
  }

  static String resource(Layout layout) {
    return "ring-" + layout.rows() + ".bin";
  }

  private static RingBasis read(Layout layout) {
    List<P1_Affine> points = Resource.points(resource(layout), HEAD + layout.keys());
    return new RingBasis(
        points.get(0),
        points.get(1),
        points.get(2),
        List.copyOf(points.subList(HEAD, points.size())));
  }
}
