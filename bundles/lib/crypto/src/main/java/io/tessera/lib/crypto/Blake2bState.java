package io.tessera.lib.crypto;

import io.tessera.lib.codec.Hash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A Blake2b hash under way (RFC 7693, section 3). Confined to one thread. */
final class Blake2bState {
  private static final int WORDS = 16;
  private static final int BLOCK = WORDS * Long.BYTES;
  private static final VarHandle LITTLE_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** RFC 7693, section 2.6: where SHA-512 begins. */
  private static final long[] IV = {
    0x6a09e667f3bcc908L,
    0xbb67ae8584caa73bL,
    0x3c6ef372fe94f82bL,
    0xa54ff53a5f1d36f1L,
    0x510e527fade682d1L,
    0x9b05688c2b3e6c1fL,
    0x1f83d9abfb41bd6bL,
    0x5be0cd19137e2179L
  };

  /** RFC 7693, section 2.7: the words of the message in the order that each round takes them. */
  private static final byte[] SCHEDULE =
      schedule(
          "0123456789abcdef",
          "ea489fd61c02b753",
          "b8c052fdae367194",
          "7931dcbe265a40f8",
          "905724afe1bc683d",
          "2c6a0b834d75fe19",
          "c51fed4a0763928b",
          "db7ec13950f4862a",
          "6fe9b308c2d714a5",
          "a2847615fb9e3cd0",
          "0123456789abcdef",
          "ea489fd61c02b753");

  private final long[] h;
  private final long[] m = new long[WORDS];
  private final byte[] tail = new byte[BLOCK];
  private final int size;
  private int tailSize;
  private long counter;

  Blake2bState() {
    this(Hash.SIZE);
  }

  /** A hash of another size, a multiple of eight bytes up to 64. */
  Blake2bState(int size) {
    this.size = size;
    h = start(size);
  }

  private static byte[] schedule(String... rounds) {
    String digits = String.join("", rounds);
    byte[] schedule = new byte[digits.length()];
    for (int i = 0; i < schedule.length; i++) {
      schedule[i] = (byte) Character.digit(digits.charAt(i), 16);
    }
    return schedule;
  }

  /** RFC 7693, section 2.5: the parameters are one lane, no key and the length of the output. */
  private static long[] start(int size) {
    long[] h = IV.clone();
    h[0] ^= 0x01010000L ^ size;
    return h;
  }

  void update(byte[] bytes, int offset, int length) {
    int at = offset;
    int left = length;
    // The last block is marked as such: it stays in the tail, even when it is full.
    while (left > BLOCK - tailSize) {
      if (tailSize == 0) {
        compress(bytes, at, BLOCK, false);
        at += BLOCK;
        left -= BLOCK;
      } else {
        int missing = BLOCK - tailSize;
        System.arraycopy(bytes, at, tail, tailSize, missing);
        compress(tail, 0, BLOCK, false);
        tailSize = 0;
        at += missing;
        left -= missing;
      }
    }
    System.arraycopy(bytes, at, tail, tailSize, left);
    tailSize += left;
  }

  /** The hash; to be asked once. */
  byte[] finish() {
    Arrays.fill(tail, tailSize, BLOCK, (byte) 0);
    compress(tail, 0, tailSize, true);
    byte[] hash = new byte[size];
    for (int i = 0; i < size / Long.BYTES; i++) {
      LITTLE_ENDIAN.set(hash, i * Long.BYTES, h[i]);
    }
    return hash;
  }

  static long[] hashOfWords(long[] words) {
    if (words.length > WORDS) {
      throw new IllegalArgumentException(words.length + " words are more than a block");
    }
    long[] h = start(Hash.SIZE);
    compress(h, Arrays.copyOf(words, WORDS), (long) words.length * Long.BYTES, true);
    return Arrays.copyOf(h, Hash.SIZE / Long.BYTES);
  }

  private void compress(byte[] block, int offset, int counted, boolean last) {
    for (int i = 0; i < WORDS; i++) {
      m[i] = (long) LITTLE_ENDIAN.get(block, offset + i * Long.BYTES);
    }
    counter += counted;
    compress(h, m, counter, last);
  }

  /**
   * RFC 7693, section 3.2. The mixing function stands written out, since the sixteen words have to
   * be local variables to be fast; counters above 2^63 do not happen.
   */
  private static void compress(long[] h, long[] m, long counter, boolean last) {
    long v0 = h[0];
    long v1 = h[1];
    long v2 = h[2];
    long v3 = h[3];
    long v4 = h[4];
    long v5 = h[5];
    long v6 = h[6];
    long v7 = h[7];
    long v8 = IV[0];
    long v9 = IV[1];
    long v10 = IV[2];
    long v11 = IV[3];
    long v12 = IV[4] ^ counter;
    long v13 = IV[5];
    long v14 = IV[6] ^ (last ? -1 : 0);
    long v15 = IV[7];
    for (int at = 0; at < SCHEDULE.length; at += WORDS) {
      v0 += v4 + m[SCHEDULE[at]];
      v12 = Long.rotateRight(v12 ^ v0, 32);
      v8 += v12;
      v4 = Long.rotateRight(v4 ^ v8, 24);
      v0 += v4 + m[SCHEDULE[at + 1]];
      v12 = Long.rotateRight(v12 ^ v0, 16);
      v8 += v12;
      v4 = Long.rotateRight(v4 ^ v8, 63);
      v1 += v5 + m[SCHEDULE[at + 2]];
      v13 = Long.rotateRight(v13 ^ v1, 32);
      v9 += v13;
      v5 = Long.rotateRight(v5 ^ v9, 24);
      v1 += v5 + m[SCHEDULE[at + 3]];
      v13 = Long.rotateRight(v13 ^ v1, 16);
      v9 += v13;
      v5 = Long.rotateRight(v5 ^ v9, 63);
      v2 += v6 + m[SCHEDULE[at + 4]];
      v14 = Long.rotateRight(v14 ^ v2, 32);
      v10 += v14;
      v6 = Long.rotateRight(v6 ^ v10, 24);
      v2 += v6 + m[SCHEDULE[at + 5]];
      v14 = Long.rotateRight(v14 ^ v2, 16);
      v10 += v14;
      v6 = Long.rotateRight(v6 ^ v10, 63);
      v3 += v7 + m[SCHEDULE[at + 6]];
      v15 = Long.rotateRight(v15 ^ v3, 32);
      v11 += v15;
      v7 = Long.rotateRight(v7 ^ v11, 24);
      v3 += v7 + m[SCHEDULE[at + 7]];
      v15 = Long.rotateRight(v15 ^ v3, 16);
      v11 += v15;
      v7 = Long.rotateRight(v7 ^ v11, 63);
      v0 += v5 + m[SCHEDULE[at + 8]];
      v15 = Long.rotateRight(v15 ^ v0, 32);
      v10 += v15;
      v5 = Long.rotateRight(v5 ^ v10, 24);
      v0 += v5 + m[SCHEDULE[at + 9]];
      v15 = Long.rotateRight(v15 ^ v0, 16);
      v10 += v15;
      v5 = Long.rotateRight(v5 ^ v10, 63);
      v1 += v6 + m[SCHEDULE[at + 10]];
      v12 = Long.rotateRight(v12 ^ v1, 32);
      v11 += v12;
      v6 = Long.rotateRight(v6 ^ v11, 24);
      v1 += v6 + m[SCHEDULE[at + 11]];
      v12 = Long.rotateRight(v12 ^ v1, 16);
      v11 += v12;
      v6 = Long.rotateRight(v6 ^ v11, 63);
      v2 += v7 + m[SCHEDULE[at + 12]];
      v13 = Long.rotateRight(v13 ^ v2, 32);
      v8 += v13;
      v7 = Long.rotateRight(v7 ^ v8, 24);
      v2 += v7 + m[SCHEDULE[at + 13]];
      v13 = Long.rotateRight(v13 ^ v2, 16);
      v8 += v13;
      v7 = Long.rotateRight(v7 ^ v8, 63);
      v3 += v4 + m[SCHEDULE[at + 14]];
      v14 = Long.rotateRight(v14 ^ v3, 32);
      v9 += v14;
      v4 = Long.rotateRight(v4 ^ v9, 24);
      v3 += v4 + m[SCHEDULE[at + 15]];
      v14 = Long.rotateRight(v14 ^ v3, 16);
      v9 += v14;
      v4 = Long.rotateRight(v4 ^ v9, 63);
    }
    h[0] ^= v0 ^ v8;
    h[1] ^= v1 ^ v9;
    h[2] ^= v2 ^ v10;
    h[3] ^= v3 ^ v11;
    h[4] ^= v4 ^ v12;
    h[5] ^= v5 ^ v13;
    h[6] ^= v6 ^ v14;
    h[7] ^= v7 ^ v15;
  }
}
