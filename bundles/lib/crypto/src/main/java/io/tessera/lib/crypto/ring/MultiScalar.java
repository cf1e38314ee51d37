package io.tessera.lib.crypto.ring;

import java.util.List;
import supranational.blst.P1;
import supranational.blst.P1_Affine;

/**
 * Sums of multiples of points of G1. The library's Java binding multiplies one point at a time;
 * with the doublings shared (few points: Straus) or with points of one digit added up first (many:
 * Pippenger) a sum costs a fraction of that. Which steps run depends on the scalars, so that their
 * timing tells about them.
 *
 * <p>Scalars are 32 bytes, least significant first, below the order of G1.
 */
final class MultiScalar {
  private static final int BITS = 256;

  /** Up to this many points Straus is faster. */
  private static final int FEW = 96;

  private static final int STRAUS_WIDTH = 5;

  private MultiScalar() {}

  /** The sum of {@code scalars[i] * points[i]}. */
  static P1 sum(List<P1_Affine> points, List<byte[]> scalars) {
    if (points.size() != scalars.size()) {
      throw new IllegalArgumentException(points.size() + " points, " + scalars.size() + " scalars");
    }
    return points.size() <= FEW ? straus(points, scalars) : pippenger(points, scalars);
  }

  private static P1 straus(List<P1_Affine> points, List<byte[]> scalars) {
    int count = points.size();
    byte[][] digits = new byte[count][];
    P1[][] odd = new P1[count][];
    for (int i = 0; i < count; i++) {
      digits[i] = nonAdjacent(scalars.get(i));
      odd[i] = oddMultiples(points.get(i));
    }
    P1 sum = new P1();
    for (int bit = BITS; bit >= 0; bit--) {
      sum.dbl();
      for (int i = 0; i < count; i++) {
        int digit = digits[i][bit];
        if (digit > 0) {
          sum.add(odd[i][digit >> 1]);
        } else if (digit < 0) {
          sum.neg().add(odd[i][-digit >> 1]).neg();
        }
      }
    }
    return sum;
  }

  private static P1[] oddMultiples(P1_Affine point) {
    P1[] odd = new P1[1 << (STRAUS_WIDTH - 2)];
    odd[0] = point.to_jacobian();
    P1 twice = odd[0].dup().dbl();
    for (int i = 1; i < odd.length; i++) {
      odd[i] = odd[i - 1].dup().add(twice);
    }
    return odd;
  }

  /** Digits at each bit: zero, or odd and below 2^(width - 1) with width - 1 zeroes after it. */
  private static byte[] nonAdjacent(byte[] scalar) {
    byte[] digits = new byte[BITS + 1];
    int carry = 0;
    for (int bit = 0; bit <= BITS; ) {
      if ((bits(scalar, bit, 1) ^ carry) == 0) {
        bit++;
        continue;
      }
      int digit = bits(scalar, bit, STRAUS_WIDTH) + carry;
      carry = digit >> (STRAUS_WIDTH - 1);
      digits[bit] = (byte) (digit - (carry << STRAUS_WIDTH));
      bit += STRAUS_WIDTH;
    }
    return digits;
  }

  private static P1 pippenger(List<P1_Affine> points, List<byte[]> scalars) {
    int count = points.size();
    int width = bestWidth(count);
    int windows = (BITS + width - 1) / width;
    int[] carries = new int[count];
    P1[] sums = new P1[windows];
    for (int window = 0; window < windows; window++) {
      P1[] buckets = new P1[(1 << (width - 1)) + 1];
      for (int i = 0; i < count; i++) {
        int digit = bits(scalars.get(i), window * width, width) + carries[i];
        carries[i] = digit > 1 << (width - 1) ? 1 : 0;
        digit -= carries[i] << width;
        put(buckets, digit, points.get(i));
      }
      sums[window] = weighted(buckets);
    }
    P1 sum = sums[windows - 1];
    for (int window = windows - 2; window >= 0; window--) {
      for (int i = 0; i < width; i++) {
        sum.dbl();
      }
      sum.add(sums[window]);
    }
    return sum;
  }

  private static void put(P1[] buckets, int digit, P1_Affine point) {
    int at = Math.abs(digit);
    if (digit == 0) {
      return;
    }
    if (buckets[at] == null) {
      buckets[at] = point.to_jacobian().cneg(digit < 0);
    } else if (digit < 0) {
      buckets[at].neg().add(point).neg();
    } else {
      buckets[at].add(point);
    }
  }

  /** The sum of {@code i * buckets[i]}, by adding up the sums from the end. */
  private static P1 weighted(P1[] buckets) {
    P1 running = new P1();
    P1 sum = new P1();
    boolean empty = true;
    for (int i = buckets.length - 1; i > 0; i--) {
      if (buckets[i] != null) {
        running.add(buckets[i]);
        empty = false;
      }
      if (!empty) {
        sum.add(running);
      }
    }
    return sum;
  }

  /** The width that costs the fewest additions. */
  private static int bestWidth(int count) {
    int best = 2;
    for (int width = 3; width <= 14; width++) {
      if (cost(count, width) < cost(count, best)) {
        best = width;
      }
    }
    return best;
  }

  private static long cost(int count, int width) {
    return (long) ((BITS + width - 1) / width) * (count + (1L << width));
  }

  /** Bits {@code from} to {@code from + count} of a scalar; above its end there are zeroes. */
  private static int bits(byte[] scalar, int from, int count) {
    int value = 0;
    for (int at = from >> 3, shift = -(from & 7); shift < count && at < scalar.length; at++) {
      int octet = scalar[at] & 0xff;
      value |= shift < 0 ? octet >> -shift : octet << shift;
      shift += 8;
    }
    return value & ((1 << count) - 1);
  }
}
