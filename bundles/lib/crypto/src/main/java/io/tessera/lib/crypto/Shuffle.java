package io.tessera.lib.crypto;

import io.tessera.lib.codec.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Orders a sequence anew by a seed: the Fisher-Yates shuffle (Gray Paper, appendix "Shuffling").
 * Pure computation, safe from any thread.
 */
public final class Shuffle {
  /** Numbers of four bytes that one hash gives. */
  private static final int NUMBERS_PER_HASH = Hash.SIZE / Integer.BYTES;

  private Shuffle() {}

  /**
   * The elements in the order that a 32-byte seed gives.
   *
   * @param elements at most 2^31 - 1; not changed
   */
  public static <T> List<T> of(List<T> elements, Hash seed) {
    return IntStream.of(indices(elements.size(), seed)).mapToObj(elements::get).toList();
  }

  /** The numbers 0 to {@code count - 1} in the order that a 32-byte seed gives. */
  public static int[] indices(int count, Hash seed) {
    int[] left = IntStream.range(0, count).toArray();
    int[] shuffled = new int[count];
    byte[] input = ByteBuffer.allocate(Hash.SIZE + Integer.BYTES).put(seed.asByteBuffer()).array();
    ByteBuffer numbers = ByteBuffer.allocate(0);
    for (int i = 0; i < count; i++) {
      if (i % NUMBERS_PER_HASH == 0) {
        numbers = numbers(input, i / NUMBERS_PER_HASH);
      }
      int remaining = count - i;
      int taken = Integer.remainderUnsigned(numbers.getInt(), remaining);
      shuffled[i] = left[taken];
      // The last one fills the gap, so that the rest stays without one.
      left[taken] = left[remaining - 1];
    }
    return shuffled;
  }

  /** Eight numbers below 2^32: the hash of the seed and a counter. */
  private static ByteBuffer numbers(byte[] input, int counter) {
    ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN).putInt(Hash.SIZE, counter);
    return ByteBuffer.wrap(Blake2b.hash(input).toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
  }
}
