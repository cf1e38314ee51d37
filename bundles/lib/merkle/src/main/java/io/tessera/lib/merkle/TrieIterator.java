package io.tessera.lib.merkle;

import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Walks a trie's leaves in ascending order of their keys. */
final class TrieIterator implements Iterator<KeyValue> {
  /** Sub-tries still to come, the lowest on top; none is empty. */
  private final Deque<Node> ahead = new ArrayDeque<>();

  TrieIterator(Node root, StateKey start) {
    Node at = root;
    for (int depth = 0; at instanceof Branch branch; depth++) {
      boolean bit = TrieUpdate.bit(start, depth);
      if (!bit) {
        push(branch.right);
      }
      at = branch.child(bit);
    }
    if (at instanceof Leaf leaf && leaf.compareKey(start) >= 0) {
      push(leaf);
    }
  }

  private void push(Node node) {
    if (node != null) {
      ahead.push(node);
    }
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty();
  }

  @Override
  public KeyValue next() {
    if (ahead.isEmpty()) {
      throw new NoSuchElementException();
    }
    Node at = ahead.pop();
    while (at instanceof Branch branch) {
      if (branch.left == null) {
        at = branch.right;
      } else {
        push(branch.right);
        at = branch.left;
      }
    }
    return ((Leaf) at).item();
  }
}
