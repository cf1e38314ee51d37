package io.tessera.lib.erasure;

import io.tessera.lib.codec.Bytes;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Long rows: a row lies in 16 planes, and a plane has one bit of all its words, 64 in a {@code
 * long}. Addition of rows is XOR of planes, and so is multiplication by a constant; both are loops
 * that compilers make vector instructions of.
 *
 * <p>The order of the words within a plane is nobody's business, as long as it is the same for all
 * rows.
 */
final class BitLanes implements Lanes {
  private static final int PLANES = Field.BITS;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The bits below 1, 2, 4 and 8 in each double as many. */
  private static final long[] LOW_BITS = {
    0x5555_5555_5555_5555L, 0x3333_3333_3333_3333L, 0x0F0F_0F0F_0F0F_0F0FL, 0x00FF_00FF_00FF_00FFL
  };

  private final int length;
  private final long[][] planes;
  private final long[] zeros;
  private final byte[] bytes;

  /** Rows of zeros, of so many times 64 words. */
  BitLanes(int count, int length) {
    this.length = length;
    planes = new long[count * PLANES][length];
    zeros = new long[length];
    bytes = new byte[length * Strip.BLOCK];
  }

  @Override
  public void clear(int x) {
    for (int p = 0; p < PLANES; p++) {
      Arrays.fill(planes[x * PLANES + p], 0);
    }
  }

  @Override
  public void copy(int x, int y) {
    for (int p = 0; p < PLANES; p++) {
      System.arraycopy(planes[y * PLANES + p], 0, planes[x * PLANES + p], 0, length);
    }
  }

  @Override
  public void add(int x, int y) {
    for (int p = 0; p < PLANES; p++) {
      xor(planes[x * PLANES + p], planes[y * PLANES + p]);
    }
  }

  private static void xor(long[] to, long[] a) {
    for (int i = 0; i < to.length; i++) {
      to[i] ^= a[i];
    }
  }

  @Override
  public void addProduct(int x, int y, Multiplier factor) {
    byte[] program = factor.program();
    int at = 0;
    for (int p = 0; p < PLANES; p++) {
      long[] to = planes[x * PLANES + p];
      int left = program[at++];
      for (; left >= Multiplier.WIDE; left -= Multiplier.WIDE) {
        xor(
            to,
            plane(y, program[at]),
            plane(y, program[at + 1]),
            plane(y, program[at + 2]),
            plane(y, program[at + 3]),
            plane(y, program[at + 4]),
            plane(y, program[at + 5]),
            plane(y, program[at + 6]),
            plane(y, program[at + 7]));
        at += Multiplier.WIDE;
      }
      if (left > 0) {
        xor(
            to,
            plane(y, program[at]),
            plane(y, program[at + 1]),
            plane(y, program[at + 2]),
            plane(y, program[at + 3]));
        at += left;
      }
    }
  }

  private long[] plane(int y, int bit) {
    return bit == Multiplier.NONE ? zeros : planes[y * PLANES + bit];
  }

  private static void xor(long[] to, long[] a, long[] b, long[] c, long[] d) {
    for (int i = 0; i < to.length; i++) {
      to[i] ^= a[i] ^ b[i] ^ c[i] ^ d[i];
    }
  }

  private static void xor(
      long[] to, long[] a, long[] b, long[] c, long[] d, long[] e, long[] f, long[] g, long[] h) {
    for (int i = 0; i < to.length; i++) {
      to[i] ^= a[i] ^ b[i] ^ c[i] ^ d[i] ^ e[i] ^ f[i] ^ g[i] ^ h[i];
    }
  }

  @Override
  public void load(int x, Bytes shard, Strip part) {
    shard.asByteBuffer().get(part.from(), bytes, 0, part.size());
    Arrays.fill(bytes, part.size(), bytes.length, (byte) 0);
    for (int p = 0; p < PLANES; p++) {
      long[] plane = planes[x * PLANES + p];
      for (int i = 0; i < length; i++) {
        plane[i] = (long) LONG.get(bytes, (p * length + i) * Long.BYTES);
      }
    }
    transpose(x);
  }

  @Override
  public void store(int x, byte[] shard, Strip part) {
    transpose(x);
    for (int p = 0; p < PLANES; p++) {
      long[] plane = planes[x * PLANES + p];
      for (int i = 0; i < length; i++) {
        LONG.set(bytes, (p * length + i) * Long.BYTES, plane[i]);
      }
    }
    System.arraycopy(bytes, 0, shard, part.from(), part.size());
  }

  /** Sixteen planes of words become sixteen planes of bits, and back: squares are mirrored. */
  private void transpose(int x) {
    for (int log = LOW_BITS.length - 1; log >= 0; log--) {
      int distance = 1 << log;
      for (int p = 0; p < PLANES; p++) {
        if ((p & distance) == 0) {
          long[] low = planes[x * PLANES + p];
          swap(low, planes[x * PLANES + p + distance], distance, LOW_BITS[log]);
        }
      }
    }
  }

  private static void swap(long[] low, long[] high, int distance, long mask) {
    for (int i = 0; i < low.length; i++) {
      long differing = (low[i] >>> distance ^ high[i]) & mask;
      high[i] ^= differing;
      low[i] ^= differing << distance;
    }
  }
}
