package io.tessera.store.rocksdb;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.StateDelta;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.merkle.StateChange;
import io.tessera.store.rocksdb.Database.Family;
import io.tessera.store.rocksdb.StateRecords.Base;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * One commit's part of the states: deltas of new blocks are written, and the base moves up the best
 * chain over those that it passes. Confined to one thread.
 */
final class StateFold {
  /** Most blocks that the base moves in one batch; the next commit goes on. */
  private static final int MOST_BLOCKS = 8192;

  private final Database database;
  private final RocksDB rocks;
  private final StateReader reader;
  private final WriteBatch batch;

  /** New blocks that come with a delta and are not passed by the base. */
  private final Map<Hash, NewBlock> deltas = new LinkedHashMap<>();

  private final Map<Hash, List<Hash>> newChildren = new HashMap<>();
  private final Map<Long, BlockEntry> newHeights = new HashMap<>();

  StateFold(
      Database database,
      RocksDB rocks,
      StateReader reader,
      WriteBatch batch,
      List<NewBlock> blocks,
      List<BlockEntry> canonical) {
    this.database = database;
    this.rocks = rocks;
    this.reader = reader;
    this.batch = batch;
    for (NewBlock block : blocks) {
      Hash hash = block.entry().ref().hash();
      newChildren.computeIfAbsent(block.entry().parent(), parent -> new ArrayList<>()).add(hash);
      if (block.delta().isPresent()) {
        deltas.put(hash, block);
      }
    }
    canonical.forEach(entry -> newHeights.put(entry.height(), entry));
  }

  /**
   * Fills the batch.
   *
   * @param target height that the base should reach; it stops earlier at a block without a delta
   * @return the base afterwards
   */
  Base to(Base from, long target) throws RocksDBException {
    Base base = from;
    long last = Math.min(target, from.block().height() + MOST_BLOCKS);
    while (base.block().height() < last) {
      Optional<Base> next = step(base);
      if (next.isEmpty()) {
        break;
      }
      base = next.get();
    }
    if (!base.equals(from)) {
      batch.put(handle(Family.META), RocksStateStore.BASE_KEY, Base.CODEC.encode(base));
    }
    for (NewBlock block : deltas.values()) {
      // Of a block that the base has passed nothing is read any more.
      if (block.entry().height() > base.block().height()) {
        write(block);
      }
    }
    return base;
  }

  /** The base at the next height; empty when that block has no delta, or does not follow. */
  private Optional<Base> step(Base base) throws RocksDBException {
    BlockEntry next = canonical(base.block().height() + 1);
    if (next == null || !next.parent().equals(base.hash())) {
      return Optional.empty();
    }
    Hash hash = next.ref().hash();
    Optional<StateDelta> stored = reader.delta(hash);
    NewBlock fresh = deltas.remove(hash);
    Optional<StateDelta> delta = fresh == null ? stored : fresh.delta();
    if (delta.isEmpty()) {
      return Optional.empty();
    }
    apply(batch, handle(Family.STATE), base, delta.get());
    if (stored.isPresent()) {
      drop(hash, stored.get());
    }
    for (Hash child : children(base.hash())) {
      if (!child.equals(hash)) {
        dropFork(child);
      }
    }
    return Optional.of(new Base(next, base.generation()));
  }

  private BlockEntry canonical(long height) throws RocksDBException {
    BlockEntry entry = newHeights.get(height);
    if (entry == null) {
      byte[] stored = rocks.get(handle(Family.CANONICAL), Records.height(height));
      entry = stored == null ? null : Records.ENTRY.decode(stored);
    }
    return entry;
  }

  /** Puts the changes into the base's state. */
  static void apply(WriteBatch batch, ColumnFamilyHandle states, Base base, StateDelta delta)
      throws RocksDBException {
    for (StateChange change : delta.changes()) {
      byte[] key = StateRecords.item(base.prefix(), change.key());
      Optional<Bytes> value = change.value();
      if (value.isPresent()) {
        batch.put(states, key, value.get().toByteArray());
      } else {
        batch.delete(states, key);
      }
    }
  }

  private void write(NewBlock block) throws RocksDBException {
    byte[] hash = block.entry().ref().hash().toByteArray();
    batch.put(handle(Family.DELTAS), hash, block.entry().parent().toByteArray());
    for (StateChange change : block.delta().orElseThrow().changes()) {
      batch.put(
          handle(Family.DELTAS),
          StateRecords.item(hash, change.key()),
          StateRecords.changed(change));
    }
  }

  private void dropFork(Hash root) throws RocksDBException {
    Deque<Hash> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Hash block = open.pop();
      deltas.remove(block);
      Optional<StateDelta> stored = reader.delta(block);
      if (stored.isPresent()) {
        drop(block, stored.get());
      }
      open.addAll(children(block));
    }
  }

  private void drop(Hash block, StateDelta delta) throws RocksDBException {
    byte[] prefix = block.toByteArray();
    batch.delete(handle(Family.DELTAS), prefix);
    for (StateChange change : delta.changes()) {
      batch.delete(handle(Family.DELTAS), StateRecords.item(prefix, change.key()));
    }
  }

  private List<Hash> children(Hash block) throws RocksDBException {
    List<Hash> children = new ArrayList<>(newChildren.getOrDefault(block, List.of()));
    byte[] prefix = block.toByteArray();
    try (RocksIterator at = rocks.newIterator(handle(Family.CHILDREN))) {
      for (at.seek(prefix); at.isValid() && Records.startsWith(at.key(), prefix); at.next()) {
        children.add(Records.tail(at.key()));
      }
      at.status();
    }
    return children;
  }

  private ColumnFamilyHandle handle(Family family) {
    return database.handle(family);
  }
}
