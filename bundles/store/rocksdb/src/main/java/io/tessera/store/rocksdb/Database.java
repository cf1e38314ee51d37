package io.tessera.store.rocksdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.StampedLock;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * An open RocksDB with this store's column families, and all the native objects that it takes. Once
 * it is closed, no call reaches native code any more.
 */
final class Database implements AutoCloseable {
  /** Its column families. */
  enum Family {
    /** Identity, heads, layout version. */
    META,
    /** Slot and hash: a block's encoding. */
    BLOCKS,
    /** Hash: a block's entry. */
    ENTRIES,
    /** Parent and child: nothing. */
    CHILDREN,
    /** Height: the best chain's block there, as an entry. */
    CANONICAL,
    /** Generation and state key: the value in the base block's state. */
    STATE,
    /** Block: its parent. Block and state key: the value that the block changed it to. */
    DELTAS,
    /** A peer's key: what the peer manager wants to be told again. */
    PEERS,
    /** What is known of a state that is not complete: see {@link PartialRecords}. */
    PARTIAL;

    /** Whether values can be large. */
    private boolean isLarge() {
      return this == BLOCKS || this == STATE || this == DELTAS;
    }

    /** RocksDB wants one family to be called {@code default}. */
    private byte[] familyName() {
      return this == META
          ? RocksDB.DEFAULT_COLUMN_FAMILY
          : name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Work on the open database. */
  @FunctionalInterface
  interface Work<T> {
    T on(RocksDB database) throws RocksDBException;
  }

  private static final long MIB = 1 << 20;

  /** Blobs of this size and more are written once and left out of compactions. */
  private static final long LARGE = 16 << 10;

  private final Path directory;
  private final Deque<AbstractNativeReference> natives = new ArrayDeque<>();
  private final Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);

  /** Readers share it, {@link #close} takes it alone: native memory is never freed under a call. */
  private final StampedLock inUse = new StampedLock();

  private final RocksDB database;
  private boolean closed;

  /** Opens or makes a database. */
  Database(Path directory, long cacheMib, long writeBufferMib) {
    this(directory, cacheMib, writeBufferMib, 4 * writeBufferMib);
  }

  /**
   * Opens or makes a database.
   *
   * @param logMib most MiB of the log on disk of what is not in sorted files yet
   */
  Database(Path directory, long cacheMib, long writeBufferMib, long logMib) {
    this.directory = directory;
    RocksDB.loadLibrary();
    try {
      Files.createDirectories(directory);
      database = open(cacheMib * MIB, writeBufferMib * MIB, logMib * MIB);
    } catch (RocksDBException | IOException failure) {
      closeNatives();
      throw new StoreException(whyNot(failure), failure);
    }
  }

  /** RocksDB keeps the directory for one opener by a lock on its file LOCK. */
  private String whyNot(Exception failure) {
    // The message of a file system's exception is often nothing but the path.
    String text = failure instanceof IOException ? failure.toString() : failure.getMessage();
    String reason = String.valueOf(text).lines().findFirst().orElse("");
    return reason.contains("/LOCK:")
        ? "block store "
            + directory
            + " is in use by another node; stop it, or choose another data directory"
        : "block store " + directory + " cannot be opened: " + reason;
  }

  private RocksDB open(long cache, long writeBuffer, long log) throws RocksDBException {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setBlockCache(own(new LRUCache(cache)))
            .setCacheIndexAndFilterBlocks(true)
            .setFilterPolicy(own(new BloomFilter(10)));
    ColumnFamilyOptions small = own(new ColumnFamilyOptions()).setTableFormatConfig(table);
    ColumnFamilyOptions large =
        own(new ColumnFamilyOptions())
            .setTableFormatConfig(table)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setEnableBlobFiles(true)
            .setMinBlobSize(LARGE)
            .setBlobCompressionType(CompressionType.LZ4_COMPRESSION)
            .setEnableBlobGarbageCollection(true);
    DBOptions options =
        own(new DBOptions())
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            .setDbWriteBufferSize(writeBuffer)
            .setMaxTotalWalSize(log)
            .setMaxBackgroundJobs(2)
            // The list of files is short: 4 MiB of disk for it would be more than all headers take.
            .setManifestPreallocationSize(64 << 10)
            .setMaxOpenFiles(256)
            .setKeepLogFileNum(2)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            // No threads of its own that wake up only to count.
            .setStatsDumpPeriodSec(0)
            .setStatsPersistPeriodSec(0);

    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    for (Family family : Family.values()) {
      families.add(
          new ColumnFamilyDescriptor(family.familyName(), family.isLarge() ? large : small));
    }
    for (String unknown : unknownFamilies()) {
      families.add(new ColumnFamilyDescriptor(unknown.getBytes(StandardCharsets.UTF_8), small));
    }
    List<ColumnFamilyHandle> opened = new ArrayList<>();
    RocksDB result = RocksDB.open(options, directory.toString(), families, opened);
    natives.push(result);
    opened.forEach(this::own);
    Iterator<ColumnFamilyHandle> inOrder = opened.iterator();
    for (Family family : Family.values()) {
      handles.put(family, inOrder.next());
    }
    return result;
  }

  /** Another layout may have other families: RocksDB opens with all of them only. */
  private Set<String> unknownFamilies() throws RocksDBException {
    Set<String> unknown = new LinkedHashSet<>();
    if (Files.exists(directory.resolve("CURRENT"))) {
      try (Options options = new Options()) {
        for (byte[] name : RocksDB.listColumnFamilies(options, directory.toString())) {
          unknown.add(new String(name, StandardCharsets.UTF_8));
        }
      }
    }
    for (Family family : Family.values()) {
      unknown.remove(new String(family.familyName(), StandardCharsets.UTF_8));
    }
    return unknown;
  }

  /** Where its files are. */
  Path directory() {
    return directory;
  }

  /** A column family's handle, for use inside {@link #use}. */
  ColumnFamilyHandle handle(Family family) {
    return handles.get(family);
  }

  /** Works on the database while it is certainly open. */
  <T> T use(Work<T> work) {
    long stamp = inUse.readLock();
    try {
      if (closed) {
        throw new StoreException("block store " + directory + " is closed");
      }
      return work.on(database);
    } catch (RocksDBException failure) {
      throw new StoreException("block store " + directory + ": " + failure.getMessage(), failure);
    } finally {
      inUse.unlockRead(stamp);
    }
  }

  /** Waits for the calls under way, then frees everything, what was made last first. */
  @Override
  public void close() {
    long stamp = inUse.writeLock();
    try {
      closed = true;
      closeNatives();
    } finally {
      inUse.unlockWrite(stamp);
    }
  }

  private void closeNatives() {
    while (!natives.isEmpty()) {
      natives.pop().close();
    }
  }

  private <T extends AbstractNativeReference> T own(T object) {
    natives.push(object);
    return object;
  }
}
