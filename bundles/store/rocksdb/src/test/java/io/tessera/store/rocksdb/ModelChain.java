package io.tessera.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore;
import io.tessera.chain.BlockStore.Heads;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.BlockStore.StoredIdentity;
import io.tessera.chain.StateDelta;
import io.tessera.chain.StateStore;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.merkle.StateChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** A chain with forks and the whole state of each block, to compare a store with. */
final class ModelChain {
  private static final StateKey FIRST = StateKey.wrap(new byte[StateKey.SIZE]);
  static final StoredIdentity IDENTITY =
      new StoredIdentity(Hash.ZERO, Hash.ZERO, Bytes.fromHex("01"));

  /** A block, and the state after it. */
  record Step(NewBlock block, NavigableMap<StateKey, Bytes> state) {
    BlockEntry entry() {
      return block.entry();
    }

    Hash hash() {
      return entry().ref().hash();
    }
  }

  final Random random;
  final Map<Hash, Step> steps = new LinkedHashMap<>();
  final Step genesis;

  ModelChain(long seed) {
    random = new Random(seed);
    genesis = step(new BlockEntry(ref(0), Hash.ZERO, 0, 3), new TreeMap<>(), 40);
  }

  private BlockRef ref(long slot) {
    return new BlockRef(
        Blake2b.hash(new byte[] {(byte) steps.size(), (byte) (steps.size() >> 8)}), slot);
  }

  /** A new block on a parent, with some keys added, changed and removed. */
  Step child(Step parent) {
    long height = parent.entry().height() + 1;
    return step(new BlockEntry(ref(height), parent.hash(), height, 3), parent.state, 10);
  }

  private Step step(BlockEntry entry, NavigableMap<StateKey, Bytes> before, int changes) {
    Map<StateKey, StateChange> delta = new HashMap<>();
    NavigableMap<StateKey, Bytes> after = new TreeMap<>(before);
    for (int i = 0; i < changes; i++) {
      StateKey key = key();
      boolean remove = random.nextInt(3) == 0;
      Bytes value = value();
      delta.put(key, remove ? StateChange.remove(key) : StateChange.put(key, value));
      if (remove) {
        after.remove(key);
      } else {
        after.put(key, value);
      }
    }
    NewBlock block =
        new NewBlock(entry, Bytes.fromHex("010203"), Optional.of(StateDelta.of(delta.values())));
    Step step = new Step(block, after);
    steps.put(step.hash(), step);
    return step;
  }

  StateKey key() {
    byte[] key = new byte[StateKey.SIZE];
    key[random.nextInt(2) * 30] = (byte) random.nextInt(256);
    key[0] = (byte) (random.nextInt(4) * 85);
    return StateKey.wrap(key);
  }

  /** Some as large as goes to a file of its own. */
  private Bytes value() {
    byte[] value = new byte[random.nextInt(20) == 0 ? 20_000 : random.nextInt(60)];
    random.nextBytes(value);
    return Bytes.wrap(value);
  }

  Step parent(Step step) {
    return steps.get(step.entry().parent());
  }

  /** The blocks above one up to another, ascending. */
  List<BlockEntry> path(Step from, Step to) {
    List<BlockEntry> path = new ArrayList<>();
    for (Step at = to; !at.equals(from); at = parent(at)) {
      path.addFirst(at.entry());
    }
    return path;
  }

  boolean isAtOrAbove(Step block, Step ancestor) {
    Step at = block;
    while (at != null && at.entry().height() > ancestor.entry().height()) {
      at = parent(at);
    }
    return ancestor.equals(at);
  }

  /** Everything that can be asked about a block's state. */
  void check(BlockStore store, Step step, boolean kept) {
    StateStore states = store.states();
    Hash hash = step.hash();
    assertEquals(kept, states.has(hash), "block " + step.entry());
    List<KeyValue> items = new ArrayList<>();
    assertEquals(kept, states.read(hash, FIRST, items::add));
    if (!kept) {
      assertTrue(items.isEmpty());
      assertEquals(Optional.empty(), states.values(hash, List.of(FIRST)));
      assertEquals(Optional.empty(), states.range(hash, FIRST, FIRST, 1000));
      return;
    }
    assertEquals(items(step.state), items);
    StateKey start = key();
    StateKey end = key();
    List<KeyValue> wanted =
        start.compareTo(end) > 0 ? List.of() : items(step.state.subMap(start, true, end, true));
    assertEquals(Optional.of(wanted), states.range(hash, start, end, Long.MAX_VALUE));
    List<StateKey> keys = List.of(start, end, FIRST);
    Map<StateKey, Bytes> values = new HashMap<>(step.state);
    values.keySet().retainAll(keys);
    assertEquals(Optional.of(values), states.values(hash, keys));
  }

  static List<KeyValue> items(NavigableMap<StateKey, Bytes> state) {
    return state.entrySet().stream().map(e -> new KeyValue(e.getKey(), e.getValue())).toList();
  }

  /** Stores the genesis block with its state. */
  void begin(BlockStore store) {
    store.initialize(IDENTITY, genesis.block());
  }

  /** Commits blocks on top of the best one, without side blocks. */
  void extend(BlockStore store, List<Step> blocks, Step finalized) {
    List<BlockEntry> entries = blocks.stream().map(Step::entry).toList();
    store.commit(
        blocks.stream().map(Step::block).toList(),
        entries,
        new Heads(entries.getLast(), finalized.entry()));
  }
}
