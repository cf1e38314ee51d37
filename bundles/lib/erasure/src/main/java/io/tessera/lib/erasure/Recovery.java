package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Computes missing data shards from as many shards as there is data.
 *
 * <p>The polynomial p, of a degree below the block's size n, is known at a set K of n points: the
 * given shards' and those where it is zero. With N, which is zero at K, Lagrange's formula is
 *
 * <pre>p(x) = N(x) · Σ c_i / (x - i) over i in K, with c_i = p(i) / N'(i).</pre>
 *
 * <p>The sum is taken block by block. That of one block is A(x) / s(x - b), where s is zero at the
 * first block, b is the block's first point and A has the values c_i in the block, zero where
 * nothing is given: s' is 1. For x in the first block the divisor is the constant s(b), b / n as a
 * number, when the block is another one; it can go into the c_i. When it is the first block itself,
 * A and s are both zero at what is missing, and the quotient is that of their derivatives, A'(x).
 */
final class Recovery {
  private final Points points;
  private final AdditiveFft fft;
  private final Bytes[] given;

  /** Points at which the polynomial is known. */
  private final int[] known;

  /** What each given shard is multiplied with, and what each missing one is multiplied with. */
  private final Multiplier[] factors;

  /**
   * Prepares the factors.
   *
   * @param given by index, exactly R shards of an equal size, which is even and not zero; the
   *     others are null
   */
  Recovery(Points points, AdditiveFft fft, Bytes[] given) {
    this.points = points;
    this.fft = fft;
    this.given = given;
    known =
        IntStream.concat(
                IntStream.range(0, given.length).filter(this::isGiven).map(points::point),
                IntStream.range(points.threshold(), points.block()))
            .toArray();
    factors = new Multiplier[given.length];
    for (int shard = 0; shard < given.length; shard++) {
      int point = points.point(shard);
      if (isGiven(shard)) {
        int block = point / points.block();
        long divisor = distances(point) + (block == 0 ? 0 : Field.log(block));
        factors[shard] = new Multiplier(Field.exp(-divisor));
      } else if (shard < points.threshold()) {
        factors[shard] = new Multiplier(Field.exp(distances(point)));
      }
    }
  }

  private boolean isGiven(int shard) {
    return given[shard] != null;
  }

  /** The logarithm of the product of the differences from all other known points. */
  private long distances(int point) {
    long sum = 0;
    for (int other : known) {
      sum += other == point ? 0 : Field.log(other ^ point);
    }
    return sum;
  }

  /** All data shards. */
  List<Bytes> data() {
    int size = Arrays.stream(given).filter(Objects::nonNull).findFirst().orElseThrow().size();
    byte[][] computed = new byte[points.threshold()][];
    for (int shard = 0; shard < computed.length; shard++) {
      computed[shard] = isGiven(shard) ? null : new byte[size];
    }
    List<Strip> strips = Strip.of(size);
    Lanes lanes = Lanes.of(2 * points.block() + 1, strips.getFirst());
    for (Strip strip : strips) {
      compute(computed, strip, lanes);
    }
    return IntStream.range(0, computed.length)
        .mapToObj(shard -> isGiven(shard) ? given[shard] : Bytes.wrap(computed[shard]))
        .toList();
  }

  /** The first rows have the sum; the next ones one block after another; the last one a factor. */
  private void compute(byte[][] computed, Strip strip, Lanes lanes) {
    int block = points.block();
    load(lanes, 0, 0, strip);
    AdditiveFft.differentiate(lanes, 0, block);
    for (int b = 1; b < points.blocks(); b++) {
      if (load(lanes, block, b, strip)) {
        for (int i = 0; i < block; i++) {
          lanes.add(i, block + i);
        }
      }
    }
    int end = points.threshold();
    while (isGiven(end - 1)) {
      end--;
    }
    fft.evaluate(lanes, 0, block, 0, end);
    int scratch = 2 * block;
    for (int shard = 0; shard < end; shard++) {
      if (!isGiven(shard)) {
        lanes.clear(scratch);
        lanes.addProduct(scratch, shard, factors[shard]);
        lanes.store(scratch, computed[shard], strip);
      }
    }
  }

  /** The coefficients of a block's A; false when nothing of it is given. */
  private boolean load(Lanes lanes, int row, int b, Strip strip) {
    int block = points.block();
    int scratch = 2 * block;
    int first = b == 0 ? 0 : points.firstShard(b);
    int end = 0;
    for (int i = 0; i < block; i++) {
      lanes.clear(row + i);
      if (i < points.shards(b) && isGiven(first + i)) {
        lanes.load(scratch, given[first + i], strip);
        lanes.addProduct(row + i, scratch, factors[first + i]);
        end = i + 1;
      }
    }
    fft.interpolate(lanes, row, block, b * block, end);
    return end > 0;
  }
}
