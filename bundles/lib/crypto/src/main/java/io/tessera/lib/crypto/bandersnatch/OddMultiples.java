package io.tessera.lib.crypto.bandersnatch;

import java.util.ArrayList;
import java.util.List;

/**
 * The odd multiples P, 3P, 5P and so on of a point of the prime subgroup, and those of its image
 * under the endomorphism. Immutable once made; for public data.
 *
 * <p>In pieces, there are tables of 2^33 P, 2^66 P and 2^99 P as well: they cost as much as a
 * product of P, and save half of each later one when all of a sum's points have them.
 */
final class OddMultiples {
  /** Tables of a point that is multiplied often. */
  static final int PIECES = 4;

  /** Doublings from one of them to the next. */
  static final int PIECE_DIGITS = 33;

  private final int window;
  private final List<long[]> ofPoint;
  private final List<long[]> ofImage;

  private OddMultiples(int window, List<long[]> ofPoint, List<long[]> ofImage) {
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
    return of(point, window, 1);
  }

  /** The same in pieces: for a point that is multiplied more than once. */
  static OddMultiples inPieces(long[] point, int window) {
    return of(point, window, PIECES);
  }

  private static OddMultiples of(long[] point, int window, int pieces) {
    List<long[]> ofPoint = new ArrayList<>();
    List<long[]> ofImage = new ArrayList<>();
    long[] scratch = new long[Curve.SCRATCH];
    long[] shifted = point.clone();
    for (int piece = 0; piece < pieces; piece++) {
      for (int i = 0; piece > 0 && i < PIECE_DIGITS; i++) {
        Curve.twice(shifted, 0, shifted, 0, i == PIECE_DIGITS - 1, scratch);
      }
      long[] table = table(shifted, 1 << (window - 2), scratch);
      ofImage.add(image(table, scratch));
      ofPoint.add(prepared(table));
    }
    return new OddMultiples(window, List.copyOf(ofPoint), List.copyOf(ofImage));
  }

  private static long[] table(long[] point, int count, long[] scratch) {
    long[] table = new long[Curve.SIZE * count];
    long[] twice = new long[Curve.SIZE];
    Curve.twice(twice, 0, point, 0, true, scratch);
    Curve.prepare(twice, 0);
    System.arraycopy(point, 0, table, 0, Curve.SIZE);
    for (int i = 1; i < count; i++) {
      int previous = Curve.SIZE * (i - 1);
      Curve.add(table, Curve.SIZE * i, table, previous, twice, 0, true, scratch);
    }
    return table;
  }

  private static long[] image(long[] table, long[] scratch) {
    long[] image = new long[table.length];
    boolean neutral =
        Fq.isZero(table, Curve.X); // the one point whose image the formula cannot have
    for (int at = 0; at < table.length; at += Curve.SIZE) {
      if (neutral) {
        System.arraycopy(Curve.identity(), 0, image, at, Curve.SIZE);
      } else {
        Curve.endomorphism(image, at, table, at, scratch);
      }
    }
    return prepared(image);
  }

  private static long[] prepared(long[] table) {
    for (int at = 0; at < table.length; at += Curve.SIZE) {
      Curve.prepare(table, at);
    }
    return table;
  }

  int window() {
    return window;
  }

  /** One, or {@link #PIECES}. */
  int pieces() {
    return ofPoint.size();
  }

  /** A piece's multiples of the point, or of its image: prepared, one after another. */
  long[] multiples(int piece, boolean image) {
    return (image ? ofImage : ofPoint).get(piece);
  }
}
