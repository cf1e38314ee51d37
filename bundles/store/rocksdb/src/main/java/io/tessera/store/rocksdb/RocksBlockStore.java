package io.tessera.store.rocksdb;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore;
import io.tessera.chain.PartialState;
import io.tessera.chain.StateStore;
import io.tessera.chain.StorageUsage;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.net.PeerStore;
import io.tessera.store.rocksdb.Database.Family;
import io.tessera.store.rocksdb.StateRecords.Base;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Blocks and states in RocksDB. Each {@link #commit} is one write batch that is synced to disk
 * before it returns, so that a process killed at any moment reopens with all of it or nothing.
 */
public final class RocksBlockStore implements BlockStore, AutoCloseable {
  /** How keys and values are laid out; a store of another number is not opened. */
  private static final int LAYOUT = 1;

  private static final byte[] LAYOUT_KEY = key("layout");
  private static final byte[] IDENTITY_KEY = key("identity");
  static final byte[] HEADS_KEY = key("heads");
  private static final byte[] NOTHING = {};

  /** How many blocks keep their states beneath the finalized one's parent when nothing is said. */
  private static final int STATE_WINDOW = 64;

  private final Database database;
  private final boolean headersOnly;
  private final RocksStateStore states;
  private final RocksPartialState partial;
  private final DiskUsage usage;
  private volatile Heads heads;

  /**
   * Opens the store of a data directory, or makes a new one.
   *
   * @param dataDirectory the node's data directory; the store is its folder {@code blocks}
   * @throws StoreException when another process uses it, when it has another layout or when it
   *     cannot be opened
   */
  public RocksBlockStore(Path dataDirectory, int cacheMib, int writeBufferMib) {
    this(dataDirectory, cacheMib, writeBufferMib, STATE_WINDOW);
  }

  /**
   * Opens the store of a data directory, or makes a new one.
   *
   * @param dataDirectory the node's data directory; the store is its folder {@code blocks}
   * @param stateWindow how many blocks keep their states beneath the finalized one's parent
   * @throws StoreException when another process uses it, when it has another layout or when it
   *     cannot be opened
   */
  public RocksBlockStore(Path dataDirectory, int cacheMib, int writeBufferMib, int stateWindow) {
    this(
        dataDirectory,
        new Database(dataDirectory.resolve("blocks"), cacheMib, writeBufferMib),
        stateWindow,
        false);
  }

  private RocksBlockStore(
      Path dataDirectory, Database database, int stateWindow, boolean headersOnly) {
    this.database = database;
    this.headersOnly = headersOnly;
    try {
      checkLayout(dataDirectory);
      heads = get(Family.META, HEADS_KEY).map(Records.HEADS::decode).orElse(null);
      states = new RocksStateStore(database, stateWindow);
      partial = new RocksPartialState(database, states, this::adopted);
      usage = new DiskUsage(database, System::nanoTime);
    } catch (StoreException | CodecException failure) {
      database.close();
      throw failure;
    }
  }

  /**
   * Opens the store of headers of a data directory, or makes a new one: its folder is {@code
   * headers}, so that it leaves alone what other modes have in {@code blocks}. Takes 3 MiB of
   * native memory, and a MiB of disk besides the headers.
   *
   * @throws StoreException as the constructors
   */
  public static RocksBlockStore ofHeaders(Path dataDirectory) {
    // What a header changes is small, and what is written stays in memory and in the log only until
    // there is a MiB of it.
    return new RocksBlockStore(
        dataDirectory, new Database(dataDirectory.resolve("headers"), 2, 1, 1), 0, true);
  }

  /** How many blocks keep their states beneath the finalized one's parent, from now on. */
  void stateWindow(int blocks) {
    states.window(blocks);
  }

  @Override
  public boolean headersOnly() {
    return headersOnly;
  }

  private void checkLayout(Path dataDirectory) {
    Optional<byte[]> layout = get(Family.META, LAYOUT_KEY);
    if (layout.isPresent() && layout.get()[0] != LAYOUT) {
      throw new StoreException(
          "data directory "
              + dataDirectory
              + " has layout "
              + layout.get()[0]
              + ", this version reads layout "
              + LAYOUT
              + "; use the version that made it, or another directory");
    }
  }

  @Override
  public Optional<StoredIdentity> identity() {
    return get(Family.META, IDENTITY_KEY).map(Records.IDENTITY::decode);
  }

  /** The peers that are kept beside the blocks, as long as this is open. */
  public PeerStore peers() {
    return new RocksPeerStore(database);
  }

  /** How much is on disk. */
  public StorageUsage usage() {
    return usage;
  }

  @Override
  public StateStore states() {
    return states;
  }

  @Override
  public PartialState partial() {
    return partial;
  }

  private void adopted(Base base) {
    states.moved(Optional.of(base));
    heads = new Heads(base.block(), base.block());
  }

  @Override
  public void initialize(StoredIdentity identity, NewBlock genesis) {
    if (heads != null) {
      throw new IllegalStateException("the store has a chain already");
    }
    Heads first = new Heads(genesis.entry(), genesis.entry());
    Optional<Base> base =
        write(
            (db, batch) -> {
              batch.put(family(Family.META), LAYOUT_KEY, new byte[] {LAYOUT});
              batch.put(family(Family.META), IDENTITY_KEY, Records.IDENTITY.encode(identity));
              put(batch, List.of(genesis), List.of(genesis.entry()), first);
              return states.begin(batch, genesis);
            });
    states.moved(base);
    heads = first;
  }

  @Override
  public Heads heads() {
    if (heads == null) {
      throw new IllegalStateException("the store has no chain yet");
    }
    return heads;
  }

  @Override
  public Optional<BlockEntry> entry(Hash block) {
    return get(Family.ENTRIES, block.toByteArray()).map(Records.ENTRY::decode);
  }

  @Override
  public List<Bytes> blocks(List<Hash> blocks) {
    List<byte[]> keys = new ArrayList<>(blocks.size());
    for (byte[] entry : getAll(Family.ENTRIES, blocks.stream().map(Hash::toByteArray).toList())) {
      keys.add(Records.block(Records.ENTRY.decode(entry).ref()));
    }
    return getAll(Family.BLOCKS, keys).stream().map(Bytes::wrap).toList();
  }

  @Override
  public List<Hash> children(Hash block) {
    return keys(Family.CHILDREN, block.toByteArray()).stream().map(Records::tail).toList();
  }

  @Override
  public List<BlockRef> atSlot(long slot) {
    return keys(Family.BLOCKS, Records.slot(slot)).stream()
        .map(key -> new BlockRef(Records.tail(key), slot))
        // Blocks of a partial state lie here too.
        .filter(ref -> entry(ref.hash()).isPresent())
        .toList();
  }

  @Override
  public List<BlockEntry> canonical(long fromHeight, int most) {
    return database.use(
        db -> {
          List<BlockEntry> entries = new ArrayList<>();
          try (RocksIterator at = db.newIterator(family(Family.CANONICAL))) {
            at.seek(Records.height(fromHeight));
            for (; at.isValid() && entries.size() < most; at.next()) {
              entries.add(Records.ENTRY.decode(at.value()));
            }
            at.status();
          }
          return entries;
        });
  }

  @Override
  public void commit(List<NewBlock> blocks, List<BlockEntry> canonical, Heads newHeads) {
    Optional<Base> base =
        write(
            (db, batch) -> {
              put(batch, blocks, canonical, newHeads);
              if (!canonical.isEmpty()) {
                long dropped = canonical.getLast().height() + 1;
                for (; dropped <= heads().best().height(); dropped++) {
                  batch.delete(family(Family.CANONICAL), Records.height(dropped));
                }
              }
              return states.commit(db, batch, blocks, canonical, newHeads);
            });
    states.moved(base);
    heads = newHeads;
  }

  private void put(
      WriteBatch batch, List<NewBlock> blocks, List<BlockEntry> canonical, Heads newHeads)
      throws RocksDBException {
    for (NewBlock block : blocks) {
      BlockEntry entry = block.entry();
      Hash hash = entry.ref().hash();
      batch.put(family(Family.BLOCKS), Records.block(entry.ref()), block.raw().toByteArray());
      batch.put(family(Family.ENTRIES), hash.toByteArray(), Records.ENTRY.encode(entry));
      batch.put(family(Family.CHILDREN), Records.child(entry.parent(), hash), NOTHING);
    }
    for (BlockEntry entry : canonical) {
      batch.put(
          family(Family.CANONICAL), Records.height(entry.height()), Records.ENTRY.encode(entry));
    }
    batch.put(family(Family.META), HEADS_KEY, Records.HEADS.encode(newHeads));
  }

  /** Frees all native memory and the directory; nothing can be read any more. */
  @Override
  public void close() {
    database.close();
  }

  private Optional<byte[]> get(Family family, byte[] key) {
    return database.use(db -> Optional.ofNullable(db.get(family(family), key)));
  }

  /** The values of the keys; ends before the first that is not there. */
  private List<byte[]> getAll(Family family, List<byte[]> keys) {
    List<ColumnFamilyHandle> families = Collections.nCopies(keys.size(), family(family));
    List<byte[]> values = database.use(db -> db.multiGetAsList(families, keys));
    int missing = values.indexOf(null);
    return missing < 0 ? values : values.subList(0, missing);
  }

  private List<byte[]> keys(Family family, byte[] prefix) {
    return database.use(
        db -> {
          List<byte[]> keys = new ArrayList<>();
          try (RocksIterator at = db.newIterator(family(family))) {
            for (at.seek(prefix); at.isValid() && Records.startsWith(at.key(), prefix); at.next()) {
              keys.add(at.key());
            }
            at.status();
          }
          return keys;
        });
  }

  private Optional<Base> write(Batch content) {
    return database.use(
        db -> {
          try (WriteBatch batch = new WriteBatch();
              WriteOptions synced = new WriteOptions().setSync(true)) {
            Optional<Base> base = content.fill(db, batch);
            db.write(synced, batch);
            usage.written(db);
            return base;
          }
        });
  }

  private ColumnFamilyHandle family(Family family) {
    return database.handle(family);
  }

  private static byte[] key(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  /** What goes into a batch; gives the base of the states once it is written. */
  @FunctionalInterface
  private interface Batch {
    Optional<Base> fill(RocksDB db, WriteBatch batch) throws RocksDBException;
  }
}
