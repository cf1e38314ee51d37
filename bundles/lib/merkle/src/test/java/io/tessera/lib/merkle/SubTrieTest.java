package io.tessera.lib.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a path says about the rest of a state. */
class SubTrieTest {
  private static final Bytes VALUE = Bytes.fromHex("a1");
  private static final StateKey LOW = StateKey.fromHex("10" + "00".repeat(30));
  private static final StateKey MIDDLE = StateKey.fromHex("50" + "00".repeat(30));
  private static final StateKey HIGH = StateKey.fromHex("90" + "00".repeat(30));

  private static List<SubTrie> beside(StateTrie trie, StateKey key) {
    return SubTrie.beside(trie.root(), key, trie.boundary(key));
  }

  @Test
  void thePartsByHand() {
    StateTrie trie = StateTrie.EMPTY.put(LOW, VALUE).put(MIDDLE, VALUE).put(HIGH, VALUE);
    List<SubTrie> parts = beside(trie, LOW);
    // 1..., 01..., and the leaf itself at 00...
    assertEquals(List.of(1, 2, 2), parts.stream().map(SubTrie::depth).toList());
    assertEquals("80" + "00".repeat(30), parts.get(0).prefix().toHex());
    assertEquals("40" + "00".repeat(30), parts.get(1).prefix().toHex());
    assertEquals("00".repeat(31), parts.get(2).prefix().toHex());
    assertTrue(parts.get(0).whole(), "a right child's hash");
    assertFalse(parts.get(2).whole(), "a left child's hash");
    assertTrue(parts.stream().allMatch(trie::has));
  }

  @Test
  void anEmptySideIsAPartToo() {
    StateTrie trie = StateTrie.EMPTY.put(LOW, VALUE).put(MIDDLE, VALUE);
    List<SubTrie> parts = beside(trie, HIGH);
    assertEquals(Hash.ZERO, parts.getLast().hash());
    assertTrue(trie.has(parts.getLast()));
    assertFalse(trie.put(HIGH, VALUE).has(parts.getLast()));
  }

  /** One leaf changed, one came, one went: whoever has the old state finds which parts differ. */
  @Test
  void partsDifferWhereItemsDo() {
    RandomStates random = new RandomStates(3);
    StateTrie old = StateTrie.EMPTY;
    for (int i = 0; i < 200; i++) {
      old = old.put(random.key(), random.value());
    }
    for (int round = 0; round < 200; round++) {
      StateKey changed = random.key();
      StateTrie now = random.number(2) == 0 ? old.put(changed, VALUE) : old.remove(changed);
      StateKey asked = random.key();
      for (SubTrie part : beside(now, asked)) {
        boolean differs = contains(part, changed) && !old.get(changed).equals(now.get(changed));
        assertEquals(!differs, old.has(part), part + " after " + changed);
      }
    }
  }

  /** The parts together are the state: each key is in one of them. */
  @Test
  void everyKeyIsInOnePart() {
    RandomStates random = new RandomStates(4);
    StateTrie trie = StateTrie.EMPTY;
    for (int i = 0; i < 100; i++) {
      trie = trie.put(random.key(), VALUE);
    }
    for (int round = 0; round < 100; round++) {
      List<SubTrie> parts = new ArrayList<>(beside(trie, random.key()));
      StateKey key = random.key();
      assertEquals(1, parts.stream().filter(part -> contains(part, key)).count());
    }
    assertEquals(Optional.of(VALUE), trie.get(trie.iterator().next().key()));
  }

  private static boolean contains(SubTrie part, StateKey key) {
    for (int bit = 0; bit < part.depth(); bit++) {
      if (TrieUpdate.bit(part.prefix(), bit) != TrieUpdate.bit(key, bit)) {
        return false;
      }
    }
    return true;
  }
}
