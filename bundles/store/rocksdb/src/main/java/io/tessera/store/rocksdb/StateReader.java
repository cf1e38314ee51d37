package io.tessera.store.rocksdb;

import io.tessera.chain.StateDelta;
import io.tessera.chain.StateStore.Sink;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateChange;
import io.tessera.store.rocksdb.Database.Family;
import io.tessera.store.rocksdb.StateRecords.Base;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/**
 * Reads states as of one moment: the base and the deltas above it, the newest first. Used inside
 * {@link Database#use} only. Confined to one thread.
 */
final class StateReader implements AutoCloseable {
  /** Before every key. */
  static final StateKey FIRST = StateKey.wrap(new byte[StateKey.SIZE]);

  private final Database database;
  private final RocksDB rocks;
  private final Snapshot snapshot;
  private final ReadOptions options;

  StateReader(Database database, RocksDB rocks) {
    this.database = database;
    this.rocks = rocks;
    snapshot = rocks.getSnapshot();
    options = new ReadOptions().setSnapshot(snapshot);
  }

  Optional<Base> base() throws RocksDBException {
    return get(Family.META, RocksStateStore.BASE_KEY).map(Base.CODEC::decode);
  }

  /** The blocks from this one down to the one above the base; empty when a delta is missing. */
  Optional<List<Hash>> path(Hash block) throws RocksDBException {
    Optional<Base> base = base();
    if (base.isEmpty()) {
      return Optional.empty();
    }
    List<Hash> path = new ArrayList<>();
    Hash at = block;
    while (!at.equals(base.get().hash())) {
      path.add(at);
      Optional<byte[]> parent = get(Family.DELTAS, at.toByteArray());
      if (parent.isEmpty()) {
        return Optional.empty();
      }
      at = Hash.wrap(parent.get());
    }
    return Optional.of(path);
  }

  /** A key's value at the end of a path. */
  Optional<Bytes> value(List<Hash> path, StateKey key) throws RocksDBException {
    for (Hash block : path) {
      Optional<byte[]> changed = get(Family.DELTAS, StateRecords.item(block.toByteArray(), key));
      if (changed.isPresent()) {
        return StateRecords.changedTo(changed.get());
      }
    }
    byte[] base = base().orElseThrow().prefix();
    return get(Family.STATE, StateRecords.item(base, key)).map(Bytes::wrap);
  }

  /** Reads the state at the end of a path; of sources with the same key the newest counts. */
  void read(List<Hash> path, StateKey start, Sink sink) throws RocksDBException {
    PriorityQueue<ItemSource> sources =
        new PriorityQueue<>(
            Comparator.comparing(ItemSource::key).thenComparingInt(ItemSource::age));
    List<ItemSource> opened = new ArrayList<>();
    try {
      for (Hash block : path) {
        opened.add(source(Family.DELTAS, block.toByteArray(), start, opened.size()));
      }
      opened.add(source(Family.STATE, base().orElseThrow().prefix(), start, opened.size()));
      opened.stream().filter(source -> source.key() != null).forEach(sources::add);
      merge(sources, sink);
    } finally {
      opened.forEach(ItemSource::close);
    }
  }

  private static void merge(PriorityQueue<ItemSource> sources, Sink sink) throws RocksDBException {
    StateKey done = null;
    while (!sources.isEmpty()) {
      ItemSource source = sources.poll();
      StateKey key = source.key();
      if (!key.equals(done)) {
        done = key;
        Optional<Bytes> value = source.value();
        if (value.isPresent() && !sink.accept(new KeyValue(key, value.get()))) {
          return;
        }
      }
      source.next();
      if (source.key() != null) {
        sources.add(source);
      }
    }
  }

  /** A block's delta, if it is on disk. */
  Optional<StateDelta> delta(Hash block) throws RocksDBException {
    if (get(Family.DELTAS, block.toByteArray()).isEmpty()) {
      return Optional.empty();
    }
    List<StateChange> changes = new ArrayList<>();
    try (ItemSource rows = source(Family.DELTAS, block.toByteArray(), FIRST, 0)) {
      for (; rows.key() != null; rows.next()) {
        changes.add(new StateChange(rows.key(), rows.value()));
      }
    }
    return Optional.of(new StateDelta(changes));
  }

  private ItemSource source(Family family, byte[] prefix, StateKey start, int age)
      throws RocksDBException {
    return new ItemSource(
        rocks.newIterator(database.handle(family), options),
        prefix,
        start,
        family == Family.DELTAS,
        age);
  }

  private Optional<byte[]> get(Family family, byte[] key) throws RocksDBException {
    return Optional.ofNullable(rocks.get(database.handle(family), options, key));
  }

  @Override
  public void close() {
    options.close();
    rocks.releaseSnapshot(snapshot);
  }
}
