package io.tessera.lib.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A page and its justification give the root, and the justification of each item. */
class LeafPageTest {
  private static List<Bytes> items(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Bytes.wrap(new byte[] {(byte) i, (byte) (i >> 8)}))
        .toList();
  }

  @Test
  void rootAndJustificationsAreThoseOfTheTree() {
    for (int count : new int[] {1, 2, 3, 4, 5, 8, 9, 63, 64, 65, 130}) {
      List<Bytes> items = items(count);
      ConstantDepthTree tree = new ConstantDepthTree(items, TreeHash.BLAKE2B);
      for (int x : new int[] {0, 2, 6}) {
        for (int page = 0; page << x < count; page++) {
          LeafPage found =
              new LeafPage(
                  tree.page(page, x), page, x, tree.justification(page, x), TreeHash.BLAKE2B);
          assertEquals(tree.root(), found.root());
          for (int i = 0; i < Math.min(1 << x, count - (page << x)); i++) {
            int item = (page << x) + i;
            assertEquals(tree.justification(item, 0), found.justification(i));
            assertEquals(ConstantDepthTree.leaf(items.get(item), TreeHash.BLAKE2B), found.leaf(i));
          }
        }
      }
    }
  }

  @Test
  void aPageHasItsItemsOnly() {
    List<Hash> leaves = List.of(Hash.ZERO, Hash.ZERO, Hash.ZERO);
    LeafPage page = new LeafPage(leaves, 0, 2, List.of(), TreeHash.BLAKE2B);
    assertThrows(IndexOutOfBoundsException.class, () -> page.leaf(3));
    assertThrows(IndexOutOfBoundsException.class, () -> page.justification(3));
  }

  @Test
  void pagesThatNoTreeHasAreRefused() {
    List<Hash> leaves = List.of(Hash.ZERO, Hash.ZERO, Hash.ZERO);
    assertThrows(
        IllegalArgumentException.class,
        () -> new LeafPage(leaves, 0, 1, List.of(), TreeHash.BLAKE2B));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LeafPage(leaves, 1, 2, List.of(), TreeHash.BLAKE2B));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LeafPage(List.of(), 0, 2, List.of(), TreeHash.BLAKE2B));
  }
}
