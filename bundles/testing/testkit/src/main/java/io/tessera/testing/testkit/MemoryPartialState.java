package io.tessera.testing.testkit;

import io.tessera.chain.Beginning;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.KeyRange;
import io.tessera.chain.PartialState;
import io.tessera.chain.StateStore.Sink;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The partial state of a {@link MemoryBlockStore}. Safe from any thread. */
final class MemoryPartialState implements PartialState {
  private final BiConsumer<List<EncodedBlock>, List<BlockEntry>> adopter;
  private final TreeMap<StateKey, Bytes> items = new TreeMap<>();
  private final TreeMap<StateKey, KeyRange> open = new TreeMap<>();
  private final Map<BlockRef, EncodedBlock> blocks = new HashMap<>();
  private Optional<Target> target = Optional.empty();
  private Optional<Beginning> beginning = Optional.empty();

  /**
   * Nothing yet.
   *
   * @param adopter makes the blocks the chain; its state is what {@link #read} reads
   */
  MemoryPartialState(BiConsumer<List<EncodedBlock>, List<BlockEntry>> adopter) {
    this.adopter = adopter;
  }

  @Override
  public synchronized Optional<Target> target() {
    return target;
  }

  @Override
  public synchronized List<KeyRange> open() {
    return List.copyOf(open.values());
  }

  @Override
  public synchronized void begin(Target next, List<KeyRange> nextOpen) {
    target = Optional.of(next);
    open.clear();
    for (KeyRange range : nextOpen) {
      open.put(range.start(), range);
      items.subMap(range.start(), true, range.end(), true).clear();
    }
  }

  @Override
  public synchronized boolean put(
      Hash block, KeyRange range, List<KeyValue> found, List<KeyRange> left) {
    if (target.filter(at -> at.block().hash().equals(block)).isEmpty()
        || !open.remove(range.start(), range)) {
      return false;
    }
    found.forEach(item -> items.put(item.key(), item.value()));
    left.forEach(each -> open.put(each.start(), each));
    return true;
  }

  @Override
  public synchronized void put(List<EncodedBlock> added) {
    added.forEach(block -> blocks.put(block.ref(), block));
  }

  @Override
  public synchronized List<BlockEntry> blocks() {
    return blocks.values().stream()
        .map(block -> new BlockEntry(block.ref(), block.header().parent(), 0, block.raw().size()))
        .sorted(Comparator.comparingLong(entry -> entry.ref().slot()))
        .toList();
  }

  @Override
  public synchronized Optional<Bytes> raw(BlockRef block) {
    return Optional.ofNullable(blocks.get(block)).map(EncodedBlock::raw);
  }

  @Override
  public synchronized void read(Sink sink) {
    for (Map.Entry<StateKey, Bytes> item : items.entrySet()) {
      if (!sink.accept(new KeyValue(item.getKey(), item.getValue()))) {
        return;
      }
    }
  }

  @Override
  public synchronized void drop() {
    target = Optional.empty();
    open.clear();
    items.clear();
    blocks.clear();
  }

  @Override
  public synchronized void adopt(List<BlockEntry> chain) {
    if (!open.isEmpty()) {
      throw new IllegalStateException("the state is not complete");
    }
    List<EncodedBlock> kept = new ArrayList<>();
    chain.forEach(entry -> kept.add(blocks.get(entry.ref())));
    adopter.accept(kept, chain);
    beginning = Optional.of(new Beginning(chain.getLast().ref(), target.orElseThrow().trust()));
    drop();
  }

  @Override
  public synchronized Optional<Beginning> beginning() {
    return beginning;
  }
}
