package io.tessera.lib.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.Bytes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The same roots and traces as without keeping the nodes. */
class TracedTreeTest {
  private static List<Bytes> items(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Bytes.wrap(new byte[] {(byte) i, (byte) (i >> 8), 7}))
        .toList();
  }

  @Test
  void rootsAndTracesAreThoseOfTheBalancedTree() {
    for (int count : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 13, 64, 100}) {
      List<Bytes> items = items(count);
      TracedTree tree = new TracedTree(items, TreeHash.BLAKE2B);
      assertEquals(count, tree.size());
      assertEquals(BalancedTree.root(items, TreeHash.BLAKE2B), tree.root());
      for (int i = 0; i < count; i++) {
        assertEquals(BalancedTree.trace(items, i, TreeHash.BLAKE2B), tree.trace(i));
      }
    }
  }

  /** Thousands of traces are held at once, while a peer reads them. */
  @Test
  void tracesShareTheirNodes() {
    List<Bytes> items = items(4);
    TracedTree tree = new TracedTree(items, TreeHash.BLAKE2B);
    assertSame(tree.trace(0).getFirst(), tree.trace(1).getFirst());
    assertSame(items.get(1), tree.trace(0).getLast());
  }

  @Test
  void thereAreTracesToItemsOnly() {
    TracedTree tree = new TracedTree(items(3), TreeHash.BLAKE2B);
    assertThrows(IndexOutOfBoundsException.class, () -> tree.trace(3));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.trace(-1));
  }
}
