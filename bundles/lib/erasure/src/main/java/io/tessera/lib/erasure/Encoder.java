package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
import java.util.List;

/** Makes parity shards. */
final class Encoder {
  private final Points points;
  private final AdditiveFft fft;

  Encoder(Points points, AdditiveFft fft) {
    this.points = points;
    this.fft = fft;
  }

  /**
   * The parity shards of data shards.
   *
   * @param data all of them, of equal length, which is even and not zero
   */
  byte[][] parity(List<Bytes> data) {
    int size = data.getFirst().size();
    byte[][] parity = new byte[points.validators() - points.threshold()][size];
    List<Strip> strips = Strip.of(size);
    Lanes lanes = Lanes.of(2 * points.block(), strips.getFirst());
    for (Strip strip : strips) {
      encode(data, parity, strip, lanes);
    }
    return parity;
  }

  /** The first rows have the polynomial, the others its values in one block after another. */
  private void encode(List<Bytes> data, byte[][] parity, Strip strip, Lanes lanes) {
    int block = points.block();
    for (int i = 0; i < block; i++) {
      lanes.clear(i);
    }
    for (int i = 0; i < points.threshold(); i++) {
      lanes.load(i, data.get(i), strip);
    }
    fft.interpolate(lanes, 0, block, 0, points.threshold());
    for (int b = 1; b < points.blocks(); b++) {
      for (int i = 0; i < block; i++) {
        lanes.copy(block + i, i);
      }
      fft.evaluate(lanes, block, block, b * block, points.shards(b));
      int first = points.firstShard(b) - points.threshold();
      for (int i = 0; i < points.shards(b); i++) {
        lanes.store(block + i, parity[first + i], strip);
      }
    }
  }
}
