package io.tessera.testing.testkit;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.PartialState;
import io.tessera.chain.StateStore;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.trace.KeyValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** A block store that forgets everything when it is dropped. Safe from any thread. */
public final class MemoryBlockStore implements BlockStore {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Hash, NewBlock> blocks = new HashMap<>();
  private final Map<Hash, List<Hash>> children = new HashMap<>();
  private final TreeMap<Long, BlockEntry> canonical = new TreeMap<>();
  private final MemoryStateStore states;
  private boolean headersOnly;
  private final MemoryPartialState partial = new MemoryPartialState(this::adopt);
  private volatile StoredIdentity identity;
  private volatile Heads heads;

  /** A store that keeps the states of the finalized block's parent and of 64 blocks beneath it. */
  public MemoryBlockStore() {
    this(64);
  }

  /** A store that keeps the states of so many blocks beneath the finalized block's parent. */
  public MemoryBlockStore(int stateWindow) {
    states = new MemoryStateStore(stateWindow, this::entry);
  }

  /** A store that keeps headers only. */
  public static MemoryBlockStore ofHeaders() {
    MemoryBlockStore store = new MemoryBlockStore(0);
    store.headersOnly = true;
    return store;
  }

  @Override
  public boolean headersOnly() {
    return headersOnly;
  }

  @Override
  public StateStore states() {
    return states;
  }

  @Override
  public PartialState partial() {
    return partial;
  }

  private void adopt(List<EncodedBlock> kept, List<BlockEntry> chain) {
    lock.lock();
    try {
      BlockEntry genesis = canonical.get(0L);
      blocks.keySet().removeIf(hash -> !hash.equals(genesis.ref().hash()));
      children.clear();
      canonical.tailMap(1L).clear();
      for (int i = 0; i < chain.size(); i++) {
        BlockEntry entry = chain.get(i);
        blocks.put(entry.ref().hash(), new NewBlock(entry, kept.get(i).raw()));
        children.put(entry.parent(), new ArrayList<>(List.of(entry.ref().hash())));
        canonical.put(entry.height(), entry);
      }
      List<KeyValue> state = new ArrayList<>();
      partial.read(state::add);
      states.anchor(chain.getLast().ref().hash(), state.iterator());
      heads = new Heads(chain.getLast(), chain.getLast());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<StoredIdentity> identity() {
    return Optional.ofNullable(identity);
  }

  @Override
  public void initialize(StoredIdentity newIdentity, NewBlock genesis) {
    identity = newIdentity;
    commit(List.of(genesis), List.of(genesis.entry()), new Heads(genesis.entry(), genesis.entry()));
    states.begin(genesis);
  }

  @Override
  public Heads heads() {
    return heads;
  }

  @Override
  public Optional<BlockEntry> entry(Hash block) {
    lock.lock();
    try {
      return Optional.ofNullable(blocks.get(block)).map(NewBlock::entry);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Bytes> blocks(List<Hash> wanted) {
    lock.lock();
    try {
      return wanted.stream().takeWhile(blocks::containsKey).map(h -> blocks.get(h).raw()).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Hash> children(Hash block) {
    lock.lock();
    try {
      return List.copyOf(children.getOrDefault(block, List.of()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<BlockRef> atSlot(long slot) {
    lock.lock();
    try {
      return blocks.values().stream()
          .map(block -> block.entry().ref())
          .filter(ref -> ref.slot() == slot)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<BlockEntry> canonical(long fromHeight, int most) {
    lock.lock();
    try {
      return canonical.tailMap(fromHeight).values().stream().limit(most).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void commit(List<NewBlock> added, List<BlockEntry> newCanonical, Heads newHeads) {
    lock.lock();
    try {
      for (NewBlock block : added) {
        blocks.put(block.entry().ref().hash(), block);
        children
            .computeIfAbsent(block.entry().parent(), parent -> new ArrayList<>())
            .add(block.entry().ref().hash());
      }
      newCanonical.forEach(entry -> canonical.put(entry.height(), entry));
      if (!newCanonical.isEmpty()) {
        canonical.tailMap(newCanonical.getLast().height(), false).clear();
      }
      states.commit(added, canonical::get, newHeads.finalized());
      heads = newHeads;
    } finally {
      lock.unlock();
    }
  }
}
