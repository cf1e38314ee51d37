package io.tessera.lib.merkle;

import io.tessera.lib.codec.StateKey;
import java.util.List;

/**
 * Applies changes to a trie, all of them in one walk: each node on a changed path is made and
 * hashed once, every other one is shared with the trie before. Confined to one thread.
 */
final class TrieUpdate {
  /** In ascending order of their keys, so that each sub-trie has a range of them. */
  private final List<StateChange> changes;

  private int added;

  TrieUpdate(List<StateChange> changes) {
    this.changes = changes;
  }

  /** By how many the number of leaves has grown. */
  int added() {
    return added;
  }

  /** The node after all changes, at the root. */
  Node apply(Node node) {
    return apply(node, 0, changes.size(), 0);
  }

  /**
   * The node after the changes in a range.
   *
   * @param depth bits in which the keys of the node and of the changes agree
   */
  Node apply(Node node, int begin, int end, int depth) {
    if (begin == end) {
      return node;
    }
    if (node instanceof Branch branch) {
      int middle = middle(begin, end, depth);
      Node left = apply(branch.left, begin, middle, depth + 1);
      Node right = apply(branch.right, middle, end, depth + 1);
      return left == branch.left && right == branch.right ? branch : join(left, right);
    }
    Leaf leaf = (Leaf) node;
    if (end - begin == 1 && (leaf == null || leaf.compareKey(changes.get(begin).key()) == 0)) {
      return replace(leaf, changes.get(begin));
    }
    int middle = middle(begin, end, depth);
    boolean leafIsRight = leaf != null && leaf.bit(depth);
    return join(
        apply(leafIsRight ? null : leaf, begin, middle, depth + 1),
        apply(leafIsRight ? leaf : null, middle, end, depth + 1));
  }

  private Node replace(Leaf old, StateChange change) {
    if (old != null && change.value().isPresent() && old.value().equals(change.value().get())) {
      return old;
    }
    added += (change.value().isPresent() ? 1 : 0) - (old != null ? 1 : 0);
    return change.value().map(value -> new Leaf(change.key(), value)).orElse(null);
  }

  /** A sub-trie with one leaf is that leaf. */
  private static Node join(Node left, Node right) {
    if (right == null && !(left instanceof Branch)) {
      return left;
    }
    if (left == null && !(right instanceof Branch)) {
      return right;
    }
    return new Branch(left, right);
  }

  /** The first change in the range whose key has the bit. */
  private int middle(int begin, int end, int depth) {
    int low = begin;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bit(changes.get(middle).key(), depth)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  static boolean bit(StateKey key, int index) {
    return (key.get(index / 8) >>> (7 - index % 8) & 1) == 1;
  }
}
