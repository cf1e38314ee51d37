package io.tessera.store.rocksdb;

import io.tessera.chain.Beginning;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore.Heads;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.KeyRange;
import io.tessera.chain.PartialState;
import io.tessera.chain.StateStore.Sink;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.store.rocksdb.Database.Family;
import io.tessera.store.rocksdb.PartialRecords.Attempt;
import io.tessera.store.rocksdb.StateRecords.Base;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A state that is gathered under a generation of its own beside the base's, so that to adopt it is
 * one small batch: nothing is copied. Blocks lie where they will stay, but without entries.
 */
final class RocksPartialState implements PartialState {
  static final byte[] BEGINNING_KEY = "beginning".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING = {};

  private final Database database;
  private final RocksStateStore states;
  private final Consumer<Base> adopted;

  /**
   * The partial state of an open database.
   *
   * @param adopted told of the new base once it counts
   */
  RocksPartialState(Database database, RocksStateStore states, Consumer<Base> adopted) {
    this.database = database;
    this.states = states;
    this.adopted = adopted;
  }

  // ---- what there is

  /** What is being fetched; to be called inside {@link Database#use}. */
  static Optional<Attempt> attempt(Database database, RocksDB db) throws RocksDBException {
    return Optional.ofNullable(db.get(database.handle(Family.PARTIAL), PartialRecords.TARGET))
        .map(Attempt.CODEC::decode);
  }

  private Optional<Attempt> attempt() {
    return database.use(db -> attempt(database, db));
  }

  @Override
  public Optional<Target> target() {
    return attempt().map(Attempt::target);
  }

  @Override
  public List<KeyRange> open() {
    return rows(PartialRecords.RANGES, PartialRecords::range);
  }

  @Override
  public List<BlockEntry> blocks() {
    return rows(PartialRecords.BLOCKS, PartialRecords::block);
  }

  private <T> List<T> rows(byte[] prefix, BiFunction<byte[], byte[], T> reader) {
    return database.use(
        db -> {
          List<T> rows = new ArrayList<>();
          try (RocksIterator at = db.newIterator(partial())) {
            for (at.seek(prefix); at.isValid() && Records.startsWith(at.key(), prefix); at.next()) {
              rows.add(reader.apply(at.key(), at.value()));
            }
            at.status();
          }
          return rows;
        });
  }

  @Override
  public Optional<Bytes> raw(BlockRef block) {
    return database.use(
        db ->
            db.get(partial(), PartialRecords.block(block)) == null
                ? Optional.empty()
                : Optional.ofNullable(db.get(database.handle(Family.BLOCKS), Records.block(block)))
                    .map(Bytes::wrap));
  }

  @Override
  public void read(Sink sink) {
    Optional<Attempt> attempt = attempt();
    if (attempt.isPresent()) {
      database.use(
          db -> {
            RocksIterator rows = db.newIterator(database.handle(Family.STATE));
            try (ItemSource items =
                new ItemSource(rows, attempt.get().prefix(), StateReader.FIRST, false, 0)) {
              while (items.key() != null
                  && sink.accept(new KeyValue(items.key(), items.value().orElseThrow()))) {
                items.next();
              }
            }
            return null;
          });
    }
  }

  @Override
  public Optional<Beginning> beginning() {
    return database.use(
        db ->
            Optional.ofNullable(db.get(database.handle(Family.META), BEGINNING_KEY))
                .map(PartialRecords.BEGINNING::decode));
  }

  // ---- steps: one at a time, since each looks at what there is first

  @Override
  public synchronized void begin(Target target, List<KeyRange> open) {
    Optional<Attempt> before = attempt();
    int generation = before.map(Attempt::generation).orElseGet(states::freeGeneration);
    Attempt next = new Attempt(target, generation);
    write(
        true,
        batch -> {
          if (before.isEmpty()) {
            batch.deleteRange(state(), next.prefix(), StateRecords.generation(generation + 1));
          }
          for (KeyRange range : open) {
            forget(batch, next, range);
          }
          batch.deleteRange(partial(), PartialRecords.RANGES, new byte[] {'r' + 1});
          for (KeyRange range : open) {
            put(batch, range);
          }
          batch.put(partial(), PartialRecords.TARGET, Attempt.CODEC.encode(next));
        });
  }

  private void forget(WriteBatch batch, Attempt attempt, KeyRange range) throws RocksDBException {
    byte[] last = StateRecords.item(attempt.prefix(), range.end());
    batch.deleteRange(state(), StateRecords.item(attempt.prefix(), range.start()), last);
    batch.delete(state(), last);
  }

  private void put(WriteBatch batch, KeyRange range) throws RocksDBException {
    batch.put(partial(), PartialRecords.range(range.end()), range.start().toByteArray());
  }

  /** Not synced: what a crash of the machine takes away, it takes with the range that says so. */
  @Override
  public synchronized boolean put(
      Hash block, KeyRange range, List<KeyValue> items, List<KeyRange> left) {
    Optional<Attempt> attempt = attempt();
    byte[] row = PartialRecords.range(range.end());
    Optional<StateKey> start =
        database.use(db -> Optional.ofNullable(db.get(partial(), row)).map(StateKey::wrap));
    if (attempt.filter(at -> at.target().block().hash().equals(block)).isEmpty()
        || !start.equals(Optional.of(range.start()))) {
      return false;
    }
    write(
        false,
        batch -> {
          for (KeyValue item : items) {
            byte[] key = StateRecords.item(attempt.get().prefix(), item.key());
            batch.put(state(), key, item.value().toByteArray());
          }
          batch.delete(partial(), row);
          for (KeyRange open : left) {
            put(batch, open);
          }
        });
    return true;
  }

  @Override
  public synchronized void put(List<EncodedBlock> blocks) {
    write(
        false,
        batch -> {
          for (EncodedBlock block : blocks) {
            batch.put(
                database.handle(Family.BLOCKS),
                Records.block(block.ref()),
                block.raw().toByteArray());
            batch.put(partial(), PartialRecords.block(block.ref()), PartialRecords.place(block));
          }
        });
  }

  @Override
  public synchronized void drop() {
    Optional<Attempt> attempt = attempt();
    List<BlockEntry> blocks = blocks();
    database.use(
        db -> {
          try (WriteBatch batch = new WriteBatch();
              WriteOptions options = new WriteOptions()) {
            for (BlockEntry block : blocks) {
              // Unless the chain has it as well.
              if (db.get(database.handle(Family.ENTRIES), block.ref().hash().toByteArray())
                  == null) {
                batch.delete(database.handle(Family.BLOCKS), Records.block(block.ref()));
              }
            }
            if (attempt.isPresent()) {
              byte[] behind = StateRecords.generation(attempt.get().generation() + 1);
              batch.deleteRange(state(), attempt.get().prefix(), behind);
            }
            batch.deleteRange(partial(), NOTHING, PartialRecords.END);
            db.write(options, batch);
          }
          return null;
        });
  }

  @Override
  public synchronized void adopt(List<BlockEntry> chain) {
    Attempt attempt = attempt().orElseThrow(() -> new IllegalStateException("there is no state"));
    if (!open().isEmpty()) {
      throw new IllegalStateException("the state is not complete");
    }
    Base base = new Base(chain.getLast(), attempt.generation());
    database.use(
        db -> {
          try (WriteBatch batch = new WriteBatch();
              WriteOptions synced = new WriteOptions().setSync(true)) {
            new AdoptedChain(database, db, batch).put(chain);
            Beginning beginning = new Beginning(base.block().ref(), attempt.target().trust());
            ColumnFamilyHandle meta = database.handle(Family.META);
            batch.put(meta, BEGINNING_KEY, PartialRecords.BEGINNING.encode(beginning));
            Heads heads = new Heads(base.block(), base.block());
            batch.put(meta, RocksBlockStore.HEADS_KEY, Records.HEADS.encode(heads));
            states.adopt(batch, base);
            batch.deleteRange(partial(), NOTHING, PartialRecords.END);
            db.write(synced, batch);
          }
          return null;
        });
    adopted.accept(base);
  }

  // ---- below

  private ColumnFamilyHandle partial() {
    return database.handle(Family.PARTIAL);
  }

  private ColumnFamilyHandle state() {
    return database.handle(Family.STATE);
  }

  private void write(boolean sync, Content content) {
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

  /** What goes into a batch. */
  @FunctionalInterface
  private interface Content {
    void fill(WriteBatch batch) throws RocksDBException;
  }
}
