package io.tessera.lib.crypto.bandersnatch;

/**
 * The odd multiples P, 3P, 5P and so on of a point of the prime subgroup, and those of its image
 * under the endomorphism. Immutable once made; for public data.
 */
final class OddMultiples {
  private final int window;
  private final long[] ofPoint;
  private final long[] ofImage;

  private OddMultiples(int window, long[] ofPoint, long[] ofImage) {
    this.window = window;
    this.ofPoint = ofPoint;
    this.ofImage = ofImage;
  }

  /**
   * The multiples below 2^(window - 1).
   *
   * @param window digits have so many bits: 4 or 5 when a point is multiplied once, more when the
   *     table serves for ever
   */
  static OddMultiples of(long[] point, int window) {
    long[] scratch = new long[Curve.SCRATCH];
    int count = 1 << (window - 2);
    long[] ofPoint = new long[Curve.SIZE * count];
    long[] ofImage = new long[Curve.SIZE * count];
    long[] twice = new long[Curve.SIZE];
    Curve.twice(twice, 0, point, 0, true, scratch);
    Curve.prepare(twice, 0);
    System.arraycopy(point, 0, ofPoint, 0, Curve.SIZE);
    for (int i = 1; i < count; i++) {
      int previous = Curve.SIZE * (i - 1);
      Curve.add(ofPoint, Curve.SIZE * i, ofPoint, previous, twice, 0, true, scratch);
    }
    boolean neutral =
        Fq.isZero(point, Curve.X); // the one point whose image the formula cannot have
    for (int i = 0; i < count; i++) {
      if (neutral) {
        System.arraycopy(Curve.identity(), 0, ofImage, Curve.SIZE * i, Curve.SIZE);
        continue; // T is 0, so that both are prepared
      }
      Curve.endomorphism(ofImage, Curve.SIZE * i, ofPoint, Curve.SIZE * i, scratch);
      Curve.prepare(ofPoint, Curve.SIZE * i);
      Curve.prepare(ofImage, Curve.SIZE * i);
    }
    return new OddMultiples(window, ofPoint, ofImage);
  }

  int window() {
    return window;
  }

  /** The multiples of the point, or of its image: prepared, one after another. */
  long[] multiples(boolean image) {
    return image ? ofImage : ofPoint;
  }
}
