package io.tessera.lib.merkle;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The well-balanced binary Merkle tree of a sequence (Gray Paper, appendix "General Merklization",
 * M_B), and the node and trace functions that all such trees are made of. The left half of a
 * sequence of odd length is the longer one.
 */
public final class BalancedTree {
  private static final byte[] NODE = "node".getBytes(StandardCharsets.US_ASCII);

  private BalancedTree() {}

  /**
   * M_B: the root; of one item its hash, of none the zero hash. Items are not hashed by themselves,
   * and should not be much longer than a hash.
   */
  public static Hash root(List<? extends Bytes> items, TreeHash hash) {
    if (items.size() == 1) {
      return hash.hash(items.getFirst().toByteArray());
    }
    return Hash.wrap(node(items, hash).toByteArray());
  }

  /** N: the node above a sequence; one item is its own node, nothing is the zero hash. */
  static Bytes node(List<? extends Bytes> items, TreeHash hash) {
    if (items.isEmpty()) {
      return Hash.ZERO;
    }
    if (items.size() == 1) {
      return items.getFirst();
    }
    int half = half(items.size());
    Bytes left = node(items.subList(0, half), hash);
    Bytes right = node(items.subList(half, items.size()), hash);
    return above(left, right, hash);
  }

  static Hash above(Bytes left, Bytes right, TreeHash hash) {
    return hash.hash(NODE, left.toByteArray(), right.toByteArray());
  }

  static int half(int size) {
    return (size + 1) / 2;
  }

  /**
   * T: the nodes opposite to the path from the root to an item, from top to bottom.
   *
   * @throws IndexOutOfBoundsException when there is no such item
   */
  public static List<Bytes> trace(List<? extends Bytes> items, int index, TreeHash hash) {
    Objects.checkIndex(index, items.size());
    List<Bytes> trace = new ArrayList<>();
    List<? extends Bytes> range = items;
    int at = index;
    while (range.size() > 1) {
      int half = half(range.size());
      List<? extends Bytes> left = range.subList(0, half);
      List<? extends Bytes> right = range.subList(half, range.size());
      boolean isLeft = at < half;
      trace.add(Bytes.wrap(node(isLeft ? right : left, hash).toByteArray()));
      range = isLeft ? left : right;
      at -= isLeft ? 0 : half;
    }
    return trace;
  }

  /**
   * The node at the top of a trace: that of the sequence, when item and trace are from it.
   *
   * @param item the item at {@code index}, or the node in its place
   * @param index 0 to {@code count - 1}
   * @param count number of items of the sequence
   * @param trace opposite nodes from top to bottom
   * @throws IllegalArgumentException when a sequence of {@code count} has no trace of this length
   *     to this index
   */
  public static Bytes top(
      Bytes item, int index, int count, List<? extends Bytes> trace, TreeHash hash) {
    Objects.checkIndex(index, count);
    return top(item, index, count, trace, 0, hash);
  }

  private static Bytes top(
      Bytes item, int index, int count, List<? extends Bytes> trace, int depth, TreeHash hash) {
    if ((count == 1) != (depth == trace.size())) {
      throw new IllegalArgumentException(
          "a trace of " + trace.size() + " nodes has a wrong length");
    }
    if (count == 1) {
      return item;
    }
    int half = half(count);
    Bytes opposite = trace.get(depth);
    return index < half
        ? above(top(item, index, half, trace, depth + 1, hash), opposite, hash)
        : above(opposite, top(item, index - half, count - half, trace, depth + 1, hash), hash);
  }
}
