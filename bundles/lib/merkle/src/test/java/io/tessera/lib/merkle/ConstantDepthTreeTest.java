package io.tessera.lib.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.crypto.Blake2b;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstantDepthTreeTest {
  private static final TreeHash H = TreeHash.BLAKE2B;

  @Test
  void rootsByHand() {
    Hash a = Blake2b.hash(text("leafa"));
    Hash b = Blake2b.hash(text("leafb"));
    Hash c = Blake2b.hash(text("leafc"));
    assertEquals(Hash.ZERO, ConstantDepthTree.root(List.of(), H));
    assertEquals(a, ConstantDepthTree.root(List.of(text("a")), H));
    assertEquals(node(a, b), ConstantDepthTree.root(List.of(text("a"), text("b")), H));
    assertEquals(
        node(node(a, b), node(c, Hash.ZERO)),
        ConstantDepthTree.root(List.of(text("a"), text("b"), text("c")), H));
  }

  @Test
  void pagesAndJustificationsByHand() {
    ConstantDepthTree tree = new ConstantDepthTree(List.of(text("a"), text("b"), text("c")), H);
    Hash a = Blake2b.hash(text("leafa"));
    Hash b = Blake2b.hash(text("leafb"));
    Hash c = Blake2b.hash(text("leafc"));
    assertEquals(List.of(a, b), tree.page(0, 1));
    assertEquals(List.of(c), tree.page(1, 1));
    assertEquals(List.of(a, b, c), tree.page(0, 6));
    assertEquals(List.of(node(a, b)), tree.justification(1, 1));
    assertEquals(List.of(node(a, b), Hash.ZERO), tree.justification(2, 0));
    assertEquals(List.of(node(c, Hash.ZERO), a), tree.justification(1, 0));
    assertEquals(List.of(), tree.justification(0, 6));
    assertThrows(IndexOutOfBoundsException.class, () -> tree.page(2, 1));
  }

  /** The formula: the trace through the padded leaves, without its last x nodes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 17, 64, 100})
  void justificationsAreTheUpperPartOfTheTrace(int count) {
    List<Bytes> items = items(count);
    ConstantDepthTree tree = new ConstantDepthTree(items, H);
    List<Hash> padded =
        new ArrayList<>(items.stream().map(i -> ConstantDepthTree.leaf(i, H)).toList());
    while (Integer.bitCount(padded.size()) != 1) {
      padded.add(Hash.ZERO);
    }
    assertEquals(
        BalancedTree.root(padded, H), count == 1 ? Blake2b.hash(tree.root()) : tree.root());
    for (int x = 0; x < 8; x++) {
      for (int page = 0; page << x < count; page++) {
        List<Bytes> trace = BalancedTree.trace(padded, page << x, H);
        List<String> upper =
            trace.subList(0, Math.max(0, trace.size() - x)).stream().map(Bytes::toHex).toList();
        assertEquals(upper, tree.justification(page, x).stream().map(Bytes::toHex).toList());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 17, 64, 100})
  void pagesLeadToTheRoot(int count) {
    ConstantDepthTree tree = new ConstantDepthTree(items(count), H);
    for (int x = 0; x < 8; x++) {
      for (int page = 0; page << x < count; page++) {
        List<Hash> leaves = tree.page(page, x);
        List<Hash> justification = tree.justification(page, x);
        assertEquals(tree.root(), ConstantDepthTree.root(leaves, page, x, justification, H));
        for (int step = 0; step < justification.size(); step++) {
          List<Hash> other = new ArrayList<>(justification);
          other.set(step, Blake2b.hash(other.get(step)));
          assertNotEquals(tree.root(), ConstantDepthTree.root(leaves, page, x, other, H));
        }
        List<Hash> other = new ArrayList<>(leaves);
        other.set(0, Blake2b.hash(other.getFirst()));
        assertNotEquals(tree.root(), ConstantDepthTree.root(other, page, x, justification, H));
      }
    }
  }

  @Test
  void pageOutsideTheTreeIsRefused() {
    List<Hash> leaves = List.of(Hash.ZERO);
    List<Hash> one = List.of(Hash.ZERO);
    refused(leaves, 2, 0, one);
    refused(leaves, -1, 0, one);
    refused(List.of(Hash.ZERO, Hash.ZERO), 0, 0, one);
    refused(leaves, 0, 30, one);
  }

  private static void refused(List<Hash> leaves, int page, int x, List<Hash> justification) {
    assertThrows(
        IllegalArgumentException.class,
        () -> ConstantDepthTree.root(leaves, page, x, justification, H));
  }

  private static List<Bytes> items(int count) {
    return IntStream.range(0, count).mapToObj(i -> text("item " + i)).toList();
  }

  private static Hash node(Hash left, Hash right) {
    return Blake2b.hash(text("node"), left, right);
  }

  private static Bytes text(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
