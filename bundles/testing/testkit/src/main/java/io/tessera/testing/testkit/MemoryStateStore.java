package io.tessera.testing.testkit;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.StateDelta;
import io.tessera.chain.StateStore;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateTrie;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * The states of a {@link MemoryBlockStore}: a trie for each block that has one. Reads look at one
 * immutable value; safe from any thread, changed by one at a time.
 */
final class MemoryStateStore implements StateStore {
  private final int window;
  private final Function<Hash, Optional<BlockEntry>> blocks;
  private volatile States states = new States(Optional.empty(), Map.of(), Map.of());

  /** What changes together. */
  private record States(
      Optional<BlockEntry> base, Map<Hash, NewBlock> deltas, Map<Hash, StateTrie> tries) {}

  MemoryStateStore(int window, Function<Hash, Optional<BlockEntry>> blocks) {
    this.window = window;
    this.blocks = blocks;
  }

  void begin(NewBlock genesis) {
    genesis.delta().ifPresent(delta -> set(genesis.entry(), StateTrie.EMPTY.with(delta.changes())));
  }

  private void set(BlockEntry base, StateTrie trie) {
    states = new States(Optional.of(base), Map.of(), Map.of(base.ref().hash(), trie));
  }

  /** Takes the deltas of new blocks, then lets the base follow finality. */
  void commit(List<NewBlock> added, LongFunction<BlockEntry> canonical, BlockEntry finalized) {
    if (states.base().isEmpty()) {
      return;
    }
    Map<Hash, NewBlock> deltas = new HashMap<>(states.deltas());
    added.stream()
        .filter(block -> block.delta().isPresent())
        .forEach(block -> deltas.put(block.entry().ref().hash(), block));
    BlockEntry base = states.base().get();
    Map<Hash, StateTrie> tries = tries(base, states.tries().get(base.ref().hash()), deltas);
    while (base.height() < finalized.height() - 1 - window) {
      BlockEntry next = canonical.apply(base.height() + 1);
      if (!tries.containsKey(next.ref().hash())) {
        break;
      }
      base = next;
    }
    Hash hash = base.ref().hash();
    long height = base.height();
    Map<Hash, StateTrie> above = tries(base, tries.get(hash), deltas);
    deltas
        .values()
        .removeIf(block -> block.entry().height() <= height || !isAbove(block.entry(), hash));
    states = new States(Optional.of(base), deltas, above);
  }

  private boolean isAbove(BlockEntry block, Hash base) {
    Optional<BlockEntry> at = Optional.of(block);
    while (at.isPresent()) {
      if (at.get().parent().equals(base)) {
        return true;
      }
      at = blocks.apply(at.get().parent());
    }
    return false;
  }

  /** The tries of all blocks that deltas lead to from the base. */
  private static Map<Hash, StateTrie> tries(
      BlockEntry base, StateTrie trie, Map<Hash, NewBlock> deltas) {
    Map<Hash, StateTrie> tries = new HashMap<>(Map.of(base.ref().hash(), trie));
    int before = 0;
    while (before < tries.size()) {
      before = tries.size();
      deltas.forEach(
          (hash, block) -> {
            StateTrie parent = tries.get(block.entry().parent());
            if (parent != null && !tries.containsKey(hash)) {
              tries.put(hash, parent.with(block.delta().orElseThrow().changes()));
            }
          });
    }
    return tries;
  }

  private Optional<StateTrie> trie(Hash block) {
    return Optional.ofNullable(states.tries().get(block));
  }

  @Override
  public Optional<BlockRef> base() {
    return states.base().map(BlockEntry::ref);
  }

  @Override
  public boolean has(Hash block) {
    return trie(block).isPresent();
  }

  @Override
  public Optional<StateDelta> delta(Hash block) {
    return Optional.ofNullable(states.deltas().get(block)).flatMap(NewBlock::delta);
  }

  @Override
  public Optional<Map<StateKey, Bytes>> values(Hash block, Collection<StateKey> keys) {
    return trie(block)
        .map(
            trie -> {
              Map<StateKey, Bytes> values = new HashMap<>();
              keys.forEach(key -> trie.get(key).ifPresent(value -> values.put(key, value)));
              return values;
            });
  }

  @Override
  public boolean read(Hash block, StateKey start, Sink sink) {
    Optional<StateTrie> trie = trie(block);
    if (trie.isPresent()) {
      Iterator<KeyValue> items = trie.get().from(start);
      while (items.hasNext() && sink.accept(items.next())) {
        // The sink has it.
      }
    }
    return trie.isPresent();
  }

  @Override
  public void anchor(Hash block, Iterator<KeyValue> state) {
    BlockEntry entry =
        blocks
            .apply(block)
            .orElseThrow(() -> new IllegalArgumentException("block " + block + " is not stored"));
    List<KeyValue> items = new ArrayList<>();
    state.forEachRemaining(items::add);
    set(entry, StateTrie.of(items));
  }
}
