package io.tessera.lib.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PersistentTrieTest {
  private static final StateKey FIRST = StateKey.fromHex("00".repeat(31));
  private static final StateKey SECOND = StateKey.fromHex("01" + "00".repeat(30));
  private static final StateKey LAST = StateKey.fromHex("ff".repeat(31));

  /** A trie and what it has to hold. */
  private record Version(StateTrie trie, TreeMap<StateKey, Bytes> state) {}

  /** Batches of puts and removals on any earlier version, as forks do. */
  @Test
  void everyVersionKeepsItsState() {
    RandomStates random = new RandomStates(11);
    List<Version> versions =
        new ArrayList<>(List.of(new Version(StateTrie.EMPTY, new TreeMap<>())));
    for (int round = 0; round < 100; round++) {
      Version parent = versions.get(random.number(versions.size()));
      TreeMap<StateKey, Bytes> state = new TreeMap<>(parent.state);
      Map<StateKey, StateChange> changes = new HashMap<>();
      for (int i = random.number(12); i > 0; i--) {
        StateKey key = random.key();
        changes.put(key, StateChange.put(key, random.value()));
      }
      for (int i = random.number(6); i > 0; i--) {
        StateKey key = random.key();
        changes.put(key, StateChange.remove(key));
      }
      changes.forEach(
          (key, change) -> {
            state.remove(key);
            change.value().ifPresent(value -> state.put(key, value));
          });
      versions.add(new Version(parent.trie.with(changes.values()), state));
    }
    versions.forEach(PersistentTrieTest::check);
  }

  private static void check(Version version) {
    assertEquals(new BitwiseTrie(true).root(version.state), version.trie.root());
    assertEquals(version.state.size(), version.trie.size());
    List<KeyValue> items = new ArrayList<>();
    version.trie.forEach(items::add);
    assertEquals(
        version.state.entrySet().stream().map(e -> new KeyValue(e.getKey(), e.getValue())).toList(),
        items);
  }

  @Test
  void findsWhatIsThereAndNothingElse() {
    RandomStates random = new RandomStates(12);
    TreeMap<StateKey, Bytes> state = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      state.put(random.key(), random.value());
    }
    StateTrie trie =
        StateTrie.EMPTY.with(
            state.entrySet().stream().map(e -> StateChange.put(e.getKey(), e.getValue())).toList());
    for (int i = 0; i < 500; i++) {
      StateKey key = random.key();
      assertEquals(Optional.ofNullable(state.get(key)), trie.get(key));
      Iterator<KeyValue> behind = trie.from(key);
      for (StateKey expected : state.tailMap(key, true).keySet()) {
        assertEquals(expected, behind.next().key());
      }
      assertThrows(NoSuchElementException.class, behind::next);
    }
  }

  @Test
  void keysInOrderAsUnsignedBytes() {
    StateTrie trie =
        StateTrie.EMPTY.put(LAST, Bytes.EMPTY).put(FIRST, Bytes.EMPTY).put(SECOND, Bytes.EMPTY);
    List<StateKey> keys = new ArrayList<>();
    trie.forEach(item -> keys.add(item.key()));
    assertEquals(List.of(FIRST, SECOND, LAST), keys);
  }

  /** Seven empty siblings above the two keys go away with one of them. */
  @Test
  void removalLeavesNoTrace() {
    StateTrie one = StateTrie.EMPTY.put(FIRST, Bytes.fromHex("01"));
    StateTrie two = one.put(SECOND, Bytes.fromHex("02"));
    assertEquals(9, two.path(FIRST).size());
    assertEquals(one.root(), two.remove(SECOND).root());
    assertEquals(1, two.remove(SECOND).path(FIRST).size());
    assertEquals(Hash.ZERO, two.remove(SECOND).remove(FIRST).root());
    assertEquals(0, two.remove(SECOND).remove(FIRST).size());
  }

  @Test
  void whatDoesNotChangeIsShared() {
    StateTrie trie = new RandomStates(13).trie(50).put(FIRST, Bytes.EMPTY).put(LAST, Bytes.EMPTY);
    StateTrie changed = trie.put(FIRST, Bytes.fromHex("07"));
    assertNotSame(trie.path(LAST).getFirst(), changed.path(LAST).getFirst());
    assertEquals(trie.path(LAST).size(), changed.path(LAST).size());
    for (int depth = 1; depth < trie.path(LAST).size(); depth++) {
      assertSame(trie.path(LAST).get(depth), changed.path(LAST).get(depth));
    }
    assertSame(trie, trie.put(FIRST, Bytes.EMPTY));
    assertSame(trie, trie.with(List.of()));
    StateKey absent = StateKey.fromHex("70" + "01".repeat(30));
    assertSame(trie, trie.remove(absent));
  }

  @Test
  void refusesTwoChangesOfOneKey() {
    List<StateChange> twice =
        List.of(StateChange.remove(FIRST), StateChange.put(FIRST, Bytes.EMPTY));
    assertThrows(IllegalArgumentException.class, () -> StateTrie.EMPTY.with(twice));
  }
}
