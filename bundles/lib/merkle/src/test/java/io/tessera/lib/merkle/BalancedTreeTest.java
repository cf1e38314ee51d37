package io.tessera.lib.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.crypto.Keccak;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalancedTreeTest {
  private static final TreeHash H = TreeHash.BLAKE2B;

  @Test
  void rootsByHand() {
    Bytes a = text("a");
    Bytes b = text("b");
    Bytes c = text("c");
    assertEquals(Hash.ZERO, BalancedTree.root(List.of(), H));
    assertEquals(Blake2b.hash(a), BalancedTree.root(List.of(a), H));
    assertEquals(Blake2b.hash(text("nodeab")), BalancedTree.root(List.of(a, b), H));
    // The left half is the longer one.
    Hash ab = Blake2b.hash(text("nodeab"));
    assertEquals(Blake2b.hash(text("node"), ab, c), BalancedTree.root(List.of(a, b, c), H));
    assertEquals(
        Keccak.hash("nodeab".getBytes(StandardCharsets.US_ASCII)),
        BalancedTree.root(List.of(a, b), TreeHash.KECCAK));
  }

  @Test
  void traceByHand() {
    Bytes a = text("a");
    Bytes b = text("b");
    Bytes c = text("c");
    List<Bytes> items = List.of(a, b, c);
    assertEquals(List.of(c, b), BalancedTree.trace(items, 0, H));
    assertEquals(List.of(c, a), BalancedTree.trace(items, 1, H));
    assertEquals(
        List.of(Bytes.wrap(Blake2b.hash(text("nodeab")).toByteArray())),
        BalancedTree.trace(items, 2, H));
    assertThrows(IndexOutOfBoundsException.class, () -> BalancedTree.trace(items, 3, H));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 31, 100})
  void tracesLeadToTheTop(int count) {
    List<Bytes> items = IntStream.range(0, count).mapToObj(i -> text("item " + i)).toList();
    Bytes top = BalancedTree.node(items, H);
    for (int i = 0; i < count; i++) {
      List<Bytes> trace = BalancedTree.trace(items, i, H);
      Bytes item = items.get(i);
      int index = i;
      assertEquals(top, BalancedTree.top(item, i, count, trace, H));
      assertNotEquals(top, BalancedTree.top(text("other"), i, count, trace, H));
      for (int step = 0; step < trace.size(); step++) {
        List<Bytes> other = new ArrayList<>(trace);
        other.set(step, text("other"));
        assertNotEquals(top, BalancedTree.top(item, i, count, other, H));
      }
      List<Bytes> longer = new ArrayList<>(trace);
      longer.add(text("more"));
      assertThrows(
          IllegalArgumentException.class, () -> BalancedTree.top(item, index, count, longer, H));
      if (!trace.isEmpty()) {
        assertThrows(
            IllegalArgumentException.class,
            () -> BalancedTree.top(item, index, count, trace.subList(1, trace.size()), H));
      }
    }
  }

  private static Bytes text(String text) {
    return Bytes.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
