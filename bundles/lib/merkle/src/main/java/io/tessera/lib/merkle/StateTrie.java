package io.tessera.lib.merkle;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.crypto.Blake2b;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The state's Merkle root: a binary Patricia trie whose nodes are 64 bytes, hashed with Blake2b
 * (Gray Paper, appendix "State Merklization"). Bits of a key count from the highest of its first
 * byte on.
 */
public final class StateTrie {
  private static final int NODE_SIZE = 64;

  /** First byte of a leaf that holds its value; the low six bits are the value's length. */
  private static final int EMBEDDED_LEAF = 0b1000_0000;

  /** First byte of a leaf that holds its value's hash. */
  private static final int REGULAR_LEAF = 0b1100_0000;

  private final List<KeyValue> items;

  /** The items in ascending order of their keys, so that every sub-trie is a range of them. */
  private StateTrie(List<KeyValue> items) {
    this.items = items;
  }

  /** The root of a state; that of an empty one is the zero hash. */
  public static Hash root(Map<StateKey, Bytes> state) {
    return root(
        state.entrySet().stream().map(e -> new KeyValue(e.getKey(), e.getValue())).toList());
  }

  /**
   * The root of a state given as its items in any order.
   *
   * @throws IllegalArgumentException when two items have the same key
   */
  public static Hash root(List<KeyValue> state) {
    List<KeyValue> sorted = state.stream().sorted(Comparator.comparing(KeyValue::key)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i - 1).key().equals(sorted.get(i).key())) {
        throw new IllegalArgumentException("state key " + sorted.get(i).key() + " twice");
      }
    }
    return new StateTrie(sorted).root(0, sorted.size(), 0);
  }

  /** The sub-trie of the items in a range, which agree in the first {@code depth} bits. */
  private Hash root(int begin, int end, int depth) {
    if (begin == end) {
      return Hash.ZERO;
    }
    if (end - begin == 1) {
      return leaf(items.get(begin));
    }
    int middle = begin;
    while (middle < end && !bit(items.get(middle).key(), depth)) {
      middle++;
    }
    return branch(root(begin, middle, depth + 1), root(middle, end, depth + 1));
  }

  private static boolean bit(StateKey key, int index) {
    return (key.get(index / 8) >>> (7 - index % 8) & 1) == 1;
  }

  /** The left hash loses its first bit: that bit tells a branch from a leaf. */
  private static Hash branch(Hash left, Hash right) {
    byte[] first = left.toByteArray();
    first[0] &= 0x7f;
    return Blake2b.hash(first, right.toByteArray());
  }

  private static Hash leaf(KeyValue item) {
    Bytes value = item.value();
    boolean embedded = value.size() <= Hash.SIZE;
    byte[] node = new byte[NODE_SIZE];
    node[0] = (byte) (embedded ? EMBEDDED_LEAF | value.size() : REGULAR_LEAF);
    item.key().asByteBuffer().get(node, 1, StateKey.SIZE);
    Bytes tail = embedded ? value : Blake2b.hash(value);
    tail.asByteBuffer().get(node, 1 + StateKey.SIZE, tail.size());
    return Blake2b.hash(node);
  }
}
