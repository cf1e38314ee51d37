package io.tessera.lib.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.crypto.Blake2b;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateProofTest {
  private static final StateKey LOWEST = StateKey.fromHex("00".repeat(31));
  private static final StateKey HIGHEST = StateKey.fromHex("ff".repeat(31));

  /** 00…, 40… and c0…: a branch over the first two, and the root. */
  @Test
  void boundaryByHand() throws InvalidProofException {
    StateKey low = LOWEST;
    StateKey middle = StateKey.fromHex("40" + "00".repeat(30));
    StateKey high = StateKey.fromHex("c0" + "00".repeat(30));
    Bytes leafLow = leaf(low, "01");
    Bytes leafMiddle = leaf(middle, "02");
    Bytes leafHigh = leaf(high, "03");
    Bytes fork = branch(Blake2b.hash(leafLow), Blake2b.hash(leafMiddle));
    Bytes root = branch(Blake2b.hash(fork), Blake2b.hash(leafHigh));
    StateTrie trie =
        StateTrie.EMPTY
            .put(low, Bytes.fromHex("01"))
            .put(middle, Bytes.fromHex("02"))
            .put(high, Bytes.fromHex("03"));
    assertEquals(Blake2b.hash(root), trie.root());
    assertEquals(List.of(root, fork, leafLow), trie.boundary(low));
    assertEquals(List.of(root, fork, leafLow, leafMiddle), trie.boundary(low, middle));
    assertEquals(List.of(root, fork, leafMiddle, leafHigh), trie.boundary(middle, high));
    // The path to a key that is not there ends at the leaf in its place.
    StateKey absent = StateKey.fromHex("41" + "00".repeat(30));
    assertEquals(List.of(root, fork, leafMiddle, leafHigh), trie.boundary(absent, high));
    List<KeyValue> behind = List.of(new KeyValue(high, Bytes.fromHex("03")));
    assertEquals(
        Optional.empty(),
        StateProof.verifyRange(trie.root(), absent, behind, trie.boundary(absent, high)));
    assertEquals(
        Optional.of(StateKey.fromHex("80" + "00".repeat(30))),
        StateProof.verifyRange(trie.root(), absent, List.of(), trie.boundary(absent)));
  }

  /** The path ends at a branch that has nothing on the key's side. */
  @Test
  void pathThatEndsAtABranch() throws InvalidProofException {
    StateTrie trie =
        StateTrie.EMPTY.put(LOWEST, Bytes.EMPTY).put(key("01" + "00".repeat(30)), Bytes.EMPTY);
    StateKey absent = key("80" + "00".repeat(30));
    assertEquals(1, trie.boundary(absent).size());
    StateProof.verify(trie.root(), absent, Optional.empty(), trie.boundary(absent));
    assertEquals(
        Optional.empty(),
        StateProof.verifyRange(trie.root(), absent, List.of(), trie.boundary(absent)));
  }

  @Test
  void emptyState() throws InvalidProofException {
    assertEquals(List.of(), StateTrie.EMPTY.boundary(LOWEST));
    assertEquals(Optional.empty(), StateProof.verifyRange(Hash.ZERO, LOWEST, List.of(), List.of()));
    refused(Hash.ZERO, LOWEST, List.of(new KeyValue(LOWEST, Bytes.EMPTY)), List.of());
  }

  /**
   * Whole states in parts of any size, each proved; what was not sent is never taken for absent.
   */
  @Test
  void provesAllPartsOfAState() throws InvalidProofException {
    RandomStates random = new RandomStates(21);
    for (int round = 0; round < 60; round++) {
      StateTrie trie = random.trie(1 + random.number(80));
      List<KeyValue> got = new ArrayList<>();
      Optional<StateKey> next = Optional.of(LOWEST);
      while (next.isPresent()) {
        StateKey start = next.get();
        StateRange range = StateRange.of(trie, start, HIGHEST, 300 + random.number(2000));
        next = StateProof.verifyRange(trie.root(), start, range.items(), range.boundary());
        assertTrue(next.isEmpty() || next.get().compareTo(start) > 0);
        got.addAll(range.items());
      }
      assertEquals(items(trie, LOWEST, HIGHEST), got);
    }
  }

  @Test
  void provesSingleKeys() throws InvalidProofException {
    RandomStates random = new RandomStates(22);
    StateTrie trie = random.trie(60);
    int present = 0;
    for (int i = 0; i < 300; i++) {
      StateKey key = random.key();
      Optional<Bytes> value = trie.get(key);
      List<Bytes> path = trie.boundary(key);
      StateProof.verify(trie.root(), key, value, path);
      present += value.isPresent() ? 1 : 0;
      Optional<Bytes> other =
          value.isPresent() ? Optional.empty() : Optional.of(Bytes.fromHex("00"));
      assertThrows(
          InvalidProofException.class, () -> StateProof.verify(trie.root(), key, other, path));
    }
    assertTrue(present > 50 && present < 250);
  }

  /** Whatever is changed in a range or its proof, it is refused. */
  @Test
  void refusesWhatWasMeddledWith() throws InvalidProofException {
    RandomStates random = new RandomStates(23);
    int checked = 0;
    while (checked < 200) {
      StateTrie trie = random.trie(5 + random.number(60));
      StateKey start = random.key();
      StateRange range = StateRange.of(trie, start, HIGHEST, 200 + random.number(3000));
      List<KeyValue> items = range.items();
      List<Bytes> nodes = range.boundary();
      StateProof.verifyRange(trie.root(), start, items, nodes);
      if (items.size() < 2) {
        continue;
      }
      checked++;
      int node = random.number(nodes.size());
      refused(trie.root(), start, items, replaced(nodes, node, flipped(nodes.get(node), random)));
      int at = random.number(items.size());
      KeyValue item = items.get(at);
      if (at < items.size() - 1) {
        refused(trie.root(), start, removed(items, at), nodes);
      } else {
        // Less than there is, and the proof says so.
        assertEquals(
            Optional.of(item.key()),
            StateProof.verifyRange(trie.root(), start, removed(items, at), nodes));
      }
      KeyValue changed = new KeyValue(item.key(), flipped(Bytes.wrap(with(item.value())), random));
      refused(trie.root(), start, replaced(items, at, changed), nodes);
      refused(trie.root(), start, items.reversed(), nodes);
      refused(Blake2b.hash(trie.root()), start, items, nodes);
      List<Bytes> more = new ArrayList<>(nodes);
      more.add(Bytes.wrap(new byte[64]));
      refused(trie.root(), start, items, more);
      more.set(nodes.size(), nodes.get(node));
      refused(trie.root(), start, items, more);
      more.set(nodes.size(), Bytes.wrap(new byte[63]));
      refused(trie.root(), start, items, more);
      refused(trie.root(), start, items, nodes.subList(1, nodes.size()));
    }
  }

  @Test
  void refusesAnItemBelowTheStart() {
    KeyValue item = new KeyValue(LOWEST, Bytes.EMPTY);
    StateTrie trie = StateTrie.of(List.of(item));
    refused(trie.root(), HIGHEST, List.of(item), trie.boundary(LOWEST));
  }

  @Test
  void refusesOneItemTwice() {
    KeyValue item = new KeyValue(LOWEST, Bytes.EMPTY);
    refused(StateTrie.of(List.of(item)).root(), LOWEST, List.of(item, item), List.of());
  }

  /** The first bit of a left child's hash is not known, that of the root's is. */
  @Test
  void everyBitOfTheRootCounts() {
    StateTrie trie = new RandomStates(25).trie(30);
    byte[] other = trie.root().toByteArray();
    other[0] ^= (byte) 0x80;
    refused(Hash.wrap(other), HIGHEST, List.of(), trie.boundary(HIGHEST));
  }

  /** Without the path to the start nothing is proven about it. */
  @Test
  void refusesNothingWithoutThePathToTheStart() {
    StateKey inLeftHalf = key("40" + "00".repeat(30));
    StateTrie trie = StateTrie.EMPTY.put(LOWEST, Bytes.EMPTY).put(HIGHEST, Bytes.EMPTY);
    refused(trie.root(), LOWEST, List.of(), List.of());
    refused(trie.root(), inLeftHalf, List.of(), trie.boundary(LOWEST).subList(0, 1));
  }

  /** Roots that nobody vouches for: nodes too short, and a trie deeper than keys are long. */
  @Test
  void refusesWhatIsNoTrie() {
    Bytes shorter = Bytes.wrap(new byte[33]);
    refused(Blake2b.hash(shorter), LOWEST, List.of(), List.of(shorter));
    List<Bytes> nodes = new ArrayList<>(List.of(branch(Hash.ZERO, Hash.ZERO)));
    for (int i = 0; i < 248; i++) {
      nodes.add(branch(Blake2b.hash(nodes.getLast()), Hash.ZERO));
    }
    refused(Blake2b.hash(nodes.getLast()), LOWEST, List.of(), nodes);
  }

  @Test
  void refusesMoreNodesThanTwoPathsHave() {
    List<Bytes> nodes = new ArrayList<>();
    for (int i = 0; i <= StateProof.MOST_NODES; i++) {
      nodes.add(leaf(LOWEST, "%02x".formatted(i & 0xff)));
    }
    InvalidProofException refused =
        assertThrows(
            InvalidProofException.class,
            () -> StateProof.verifyRange(Hash.ZERO, LOWEST, List.of(), nodes));
    assertTrue(refused.getMessage().contains("more than two paths"));
  }

  /** Nodes that repeat what is beneath them would take 2^240 steps. */
  @Test
  void repeatedNodesAreNotFollowed() {
    List<Bytes> nodes = new ArrayList<>(List.of(branch(Hash.ZERO, Hash.ZERO)));
    for (int i = 0; i < 240; i++) {
      Hash below = Blake2b.hash(nodes.getLast());
      nodes.add(branch(below, below));
    }
    Hash root = Blake2b.hash(nodes.getLast());
    assertEquals(
        Optional.of(key("00".repeat(29) + "0100")),
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> StateProof.verifyRange(root, LOWEST, List.of(), nodes)));
  }

  /** A root that nobody vouches for can have a leaf where its key does not belong. */
  @Test
  void leafInAWrongPlaceIsRefused() {
    Bytes wrong = leaf(HIGHEST, "01");
    Bytes root = branch(Blake2b.hash(wrong), Blake2b.hash(leaf(HIGHEST, "02")));
    refused(Blake2b.hash(root), LOWEST, List.of(), List.of(root, wrong));
  }

  @Test
  void rangesKeepToTheSize() {
    RandomStates random = new RandomStates(24);
    StateTrie trie = random.trie(200);
    List<KeyValue> all = items(trie, LOWEST, HIGHEST);
    for (int i = 0; i < 200; i++) {
      StateKey start = random.key();
      StateKey end = random.key();
      int maximum = random.number(6000);
      StateRange range = StateRange.of(trie, start, end, maximum);
      List<KeyValue> wanted = items(trie, start, end);
      assertEquals(wanted.subList(0, range.items().size()), range.items());
      assertTrue(size(range) <= maximum || range.items().size() <= 1);
      assertEquals(wanted.isEmpty(), range.items().isEmpty());
      if (range.items().size() < wanted.size()) {
        int more = range.items().size() + 1;
        StateRange longer =
            new StateRange(
                trie.boundary(start, wanted.get(more - 1).key()), wanted.subList(0, more));
        assertTrue(size(longer) > maximum);
      }
    }
    assertEquals(all, StateRange.of(trie, LOWEST, HIGHEST, Long.MAX_VALUE).items());
  }

  private static long size(StateRange range) {
    long items = range.items().stream().mapToLong(item -> KeyValue.CODEC.encode(item).length).sum();
    return 64L * range.boundary().size() + items;
  }

  private static List<KeyValue> items(StateTrie trie, StateKey start, StateKey end) {
    List<KeyValue> items = new ArrayList<>();
    for (Iterator<KeyValue> all = trie.iterator(); all.hasNext(); ) {
      KeyValue item = all.next();
      if (item.key().compareTo(start) >= 0 && item.key().compareTo(end) <= 0) {
        items.add(item);
      }
    }
    return items;
  }

  private static void refused(
      Hash root, StateKey start, List<KeyValue> items, List<Bytes> boundary) {
    assertThrows(
        InvalidProofException.class, () -> StateProof.verifyRange(root, start, items, boundary));
  }

  private static byte[] with(Bytes value) {
    return value.size() == 0 ? new byte[1] : value.toByteArray();
  }

  private static Bytes flipped(Bytes bytes, RandomStates random) {
    byte[] flipped = bytes.toByteArray();
    flipped[random.number(flipped.length)] ^= (byte) (1 << random.number(8));
    return Bytes.wrap(flipped);
  }

  private static <T> List<T> replaced(List<T> list, int index, T element) {
    List<T> copy = new ArrayList<>(list);
    copy.set(index, element);
    return copy;
  }

  private static <T> List<T> removed(List<T> list, int index) {
    List<T> copy = new ArrayList<>(list);
    copy.remove(index);
    return copy;
  }

  private static StateKey key(String hex) {
    return StateKey.fromHex(hex);
  }

  /** The leaf of a value of one byte. */
  private static Bytes leaf(StateKey key, String value) {
    return Bytes.fromHex("81" + key.toHex() + value + "00".repeat(31));
  }

  private static Bytes branch(Hash left, Hash right) {
    byte[] first = left.toByteArray();
    first[0] &= 0x7f;
    return Bytes.fromHex(Bytes.wrap(first).toHex() + right.toHex());
  }
}
