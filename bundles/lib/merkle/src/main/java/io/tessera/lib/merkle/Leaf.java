package io.tessera.lib.merkle;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.crypto.Blake2b;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A key with its value. The hash is not kept: it is needed only when the branch above changes, and
 * takes less time than the memory is worth.
 */
final class Leaf implements Node {
  /** First byte of a leaf that holds its value; the low six bits are the value's length. */
  private static final int EMBEDDED = 0b1000_0000;

  /** First byte of a leaf that holds its value's hash. */
  private static final int REGULAR = 0b1100_0000;

  /** Where the value or its hash begins, behind the first byte and the key. */
  private static final int TAIL = 1 + StateKey.SIZE;

  /** The encoding without the zeroes at its end. */
  private final byte[] node;

  /** The value; null when it stands in the node. */
  private final Bytes value;

  Leaf(StateKey key, Bytes value) {
    boolean embedded = value.size() <= Hash.SIZE;
    Bytes tail = embedded ? value : Blake2b.hash(value);
    node = new byte[TAIL + tail.size()];
    node[0] = (byte) (embedded ? EMBEDDED | value.size() : REGULAR);
    key.asByteBuffer().get(node, 1, StateKey.SIZE);
    tail.asByteBuffer().get(node, TAIL, tail.size());
    this.value = embedded ? null : value;
  }

  Bytes value() {
    return value != null ? value : Bytes.wrap(Arrays.copyOfRange(node, TAIL, node.length));
  }

  StateKey key() {
    return StateKey.wrap(Arrays.copyOfRange(node, 1, TAIL));
  }

  KeyValue item() {
    return new KeyValue(key(), value());
  }

  boolean bit(int index) {
    return (node[1 + index / 8] >>> (7 - index % 8) & 1) == 1;
  }

  /** Compares this leaf's key with another as unsigned bytes. */
  int compareKey(StateKey other) {
    for (int i = 0; i < StateKey.SIZE; i++) {
      int difference = (node[1 + i] & 0xff) - other.get(i);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  @Override
  public void hashTo(long[] words, int at) {
    long[] message = new long[SIZE / Long.BYTES];
    ByteBuffer.wrap(encode()).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(message);
    System.arraycopy(Blake2b.hashOfWords(message), 0, words, at, HASH_WORDS);
  }

  @Override
  public byte[] encode() {
    return Arrays.copyOf(node, SIZE);
  }
}
