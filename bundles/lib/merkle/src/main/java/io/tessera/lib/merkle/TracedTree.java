package io.tessera.lib.merkle;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A well-balanced binary Merkle tree that keeps its nodes (Gray Paper, appendix "General
 * Merklization", M_B and T): many traces together cost one pass over the items. Immutable, safe
 * from any thread.
 */
public final class TracedTree {
  private final Node top;
  private final Hash root;
  private final int size;

  private record Node(Bytes value, Node left, Node right) {}

  /** The tree of a sequence, as {@link BalancedTree} has it. */
  public TracedTree(List<? extends Bytes> items, TreeHash hash) {
    size = items.size();
    top = size == 0 ? new Node(Hash.ZERO, null, null) : build(items, hash);
    root =
        size == 1 ? hash.hash(items.getFirst().toByteArray()) : Hash.wrap(top.value.toByteArray());
  }

  private static Node build(List<? extends Bytes> items, TreeHash hash) {
    if (items.size() == 1) {
      return new Node(plain(items.getFirst()), null, null);
    }
    int half = BalancedTree.half(items.size());
    Node left = build(items.subList(0, half), hash);
    Node right = build(items.subList(half, items.size()), hash);
    return new Node(plain(BalancedTree.above(left.value, right.value, hash)), left, right);
  }

  /** A node counts as bytes in every trace, whatever it is; all traces share it. */
  private static Bytes plain(Bytes value) {
    return value.getClass().equals(Bytes.class) ? value : Bytes.wrap(value.toByteArray());
  }

  /** M_B: the root; of one item its hash, of none the zero hash. */
  public Hash root() {
    return root;
  }

  /** Number of items. */
  public int size() {
    return size;
  }

  /**
   * T: the nodes opposite to the path from the root to an item, from top to bottom.
   *
   * @throws IndexOutOfBoundsException when there is no such item
   */
  public List<Bytes> trace(int index) {
    Objects.checkIndex(index, size);
    List<Bytes> trace = new ArrayList<>();
    Node node = top;
    int at = index;
    for (int count = size; count > 1; ) {
      int half = BalancedTree.half(count);
      boolean isLeft = at < half;
      trace.add((isLeft ? node.right : node.left).value);
      node = isLeft ? node.left : node.right;
      at -= isLeft ? 0 : half;
      count = isLeft ? half : count - half;
    }
    return trace;
  }
}
