package io.tessera.store.rocksdb;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore.Heads;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.StateDelta;
import io.tessera.chain.StateStore;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateRange;
import io.tessera.store.rocksdb.Database.Family;
import io.tessera.store.rocksdb.StateRecords.Base;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** States in the same database as the blocks: one whole state, and deltas above it. */
final class RocksStateStore implements StateStore {
  static final byte[] BASE_KEY = "state".getBytes(StandardCharsets.UTF_8);

  /** A whole state is written in batches of about this many bytes. */
  private static final long BATCH_SIZE = 4 << 20;

  /** Behind every key. */
  private static final byte[] END = Bytes.fromHex("ff".repeat(64)).toByteArray();

  private final Database database;
  private volatile int window;
  private volatile Optional<Base> base;

  /**
   * The states of an open database.
   *
   * @param window how many blocks beneath the finalized block's parent keep their states
   */
  RocksStateStore(Database database, int window) {
    this.database = database;
    this.window = window;
    base = read(StateReader::base);
    database.use(
        db -> {
          dropOthers(db);
          return null;
        });
  }

  /** Other states than before are dropped with the next finalized block. */
  void window(int blocks) {
    window = blocks;
  }

  /** Drops the whole states that a crash left unfinished, but not the one that is gathered. */
  private void dropOthers(RocksDB db) throws RocksDBException {
    byte[] behind = new byte[0];
    List<Integer> kept = new ArrayList<>();
    base.ifPresent(at -> kept.add(at.generation()));
    RocksPartialState.attempt(database, db).ifPresent(at -> kept.add(at.generation()));
    kept.sort(null); // a state that is gathered has a higher number than the base
    for (int generation : kept) {
      dropBetween(db, behind, StateRecords.generation(generation));
      behind = StateRecords.generation(generation + 1);
    }
    dropBetween(db, behind, END);
  }

  private void dropBetween(RocksDB db, byte[] from, byte[] to) throws RocksDBException {
    ColumnFamilyHandle states = database.handle(Family.STATE);
    try (RocksIterator at = db.newIterator(states)) {
      at.seek(from);
      if (at.isValid() && Arrays.compareUnsigned(at.key(), to) < 0) {
        db.deleteRange(states, from, to);
      }
      at.status();
    }
  }

  /** A generation that nothing has and that {@link #anchor} does not take next. */
  int freeGeneration() {
    return base.map(Base::generation).orElse(0) + 2;
  }

  /** Puts it into the batch that another whole state, which is there already, is the base. */
  void adopt(WriteBatch batch, Base next) throws RocksDBException {
    batch.put(database.handle(Family.META), BASE_KEY, Base.CODEC.encode(next));
    batch.deleteRange(database.handle(Family.STATE), new byte[0], next.prefix());
    batch.deleteRange(database.handle(Family.DELTAS), new byte[0], END);
  }

  /** Puts the genesis state into the batch that makes the store; the base to {@link #moved} to. */
  Optional<Base> begin(WriteBatch batch, NewBlock genesis) throws RocksDBException {
    if (genesis.delta().isEmpty()) {
      return Optional.empty();
    }
    Base first = new Base(genesis.entry(), 0);
    StateFold.apply(batch, database.handle(Family.STATE), first, genesis.delta().get());
    batch.put(database.handle(Family.META), BASE_KEY, Base.CODEC.encode(first));
    return Optional.of(first);
  }

  /**
   * Puts the deltas of new blocks into the batch that brings them, and lets the base follow
   * finality. To be called inside {@link Database#use}.
   *
   * @return the base once the batch is written
   */
  Optional<Base> commit(
      RocksDB db, WriteBatch batch, List<NewBlock> blocks, List<BlockEntry> canonical, Heads heads)
      throws RocksDBException {
    // Without a base no delta can ever be read.
    if (base.isEmpty()) {
      return base;
    }
    long target = heads.finalized().height() - 1 - window;
    try (StateReader reader = new StateReader(database, db)) {
      StateFold fold = new StateFold(database, db, reader, batch, blocks, canonical);
      return Optional.of(fold.to(base.get(), target));
    }
  }

  /** The batch with this base has been written. */
  void moved(Optional<Base> to) {
    base = to;
  }

  @Override
  public Optional<BlockRef> base() {
    return base.map(at -> at.block().ref());
  }

  @Override
  public boolean has(Hash block) {
    return read(reader -> reader.path(block)).isPresent();
  }

  @Override
  public Optional<StateDelta> delta(Hash block) {
    return read(reader -> reader.delta(block));
  }

  @Override
  public Optional<Map<StateKey, Bytes>> values(Hash block, Collection<StateKey> keys) {
    return read(
        reader -> {
          Optional<List<Hash>> path = reader.path(block);
          if (path.isEmpty()) {
            return Optional.empty();
          }
          Map<StateKey, Bytes> values = new HashMap<>();
          for (StateKey key : keys) {
            reader.value(path.get(), key).ifPresent(value -> values.put(key, value));
          }
          return Optional.of(values);
        });
  }

  @Override
  public boolean read(Hash block, StateKey start, Sink sink) {
    return read(
        reader -> {
          Optional<List<Hash>> path = reader.path(block);
          if (path.isPresent()) {
            reader.read(path.get(), start, sink);
          }
          return path.isPresent();
        });
  }

  @Override
  public void anchor(Hash block, Iterator<KeyValue> state) {
    BlockEntry entry =
        database.use(
            db -> {
              byte[] stored = db.get(database.handle(Family.ENTRIES), block.toByteArray());
              if (stored == null) {
                throw new IllegalArgumentException("block " + block + " is not stored");
              }
              return Records.ENTRY.decode(stored);
            });
    Base next = new Base(entry, base.map(old -> old.generation() + 1).orElse(1));
    ColumnFamilyHandle states = database.handle(Family.STATE);
    // Where an earlier attempt failed, its items are still there.
    write(
        false,
        batch -> {
          batch.deleteRange(states, next.prefix(), END);
          batch.deleteRange(database.handle(Family.PARTIAL), new byte[0], PartialRecords.END);
        });
    while (state.hasNext()) {
      List<KeyValue> part = part(state);
      write(
          false,
          batch -> {
            for (KeyValue item : part) {
              byte[] key = StateRecords.item(next.prefix(), item.key());
              batch.put(states, key, item.value().toByteArray());
            }
          });
    }
    write(true, batch -> adopt(batch, next));
    moved(Optional.of(next));
  }

  /** The next items: taken outside of the database, since they may come from it. */
  private static List<KeyValue> part(Iterator<KeyValue> state) {
    List<KeyValue> part = new ArrayList<>();
    for (long size = 0; size < BATCH_SIZE && state.hasNext(); ) {
      KeyValue item = state.next();
      part.add(item);
      size += StateRange.encodedSize(item);
    }
    return part;
  }

  private void write(boolean sync, Batch content) {
    database.use(
        db -> {
          try (WriteBatch batch = new WriteBatch();
              WriteOptions options = new WriteOptions().setSync(sync)) {
            content.fill(batch);
            db.write(options, batch);
          }
          return null;
        });
  }

  private <T> T read(Reading<T> reading) {
    return database.use(
        db -> {
          try (StateReader reader = new StateReader(database, db)) {
            return reading.from(reader);
          }
        });
  }

  /** Work on the states as of one moment. */
  @FunctionalInterface
  private interface Reading<T> {
    T from(StateReader reader) throws RocksDBException;
  }

  /** What goes into a batch. */
  @FunctionalInterface
  private interface Batch {
    void fill(WriteBatch batch) throws RocksDBException;
  }
}
