package io.tessera.lib.crypto.ring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import supranational.blst.P1_Affine;

/** Points of G1 that lie beside the classes, compressed, one after the other. */
final class Resource {
  private Resource() {}

  /**
   * The first points of a file. A point takes about 20 microseconds, since its y is a square root;
   * that it lies in the group is not checked, as the file is our own.
   */
  static List<P1_Affine> points(String name, int count) {
    try (InputStream in = Resource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the bundle");
      }
      List<P1_Affine> points = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        points.add(G1.decodeOwn(in.readNBytes(G1.SIZE)));
      }
      return points;
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
