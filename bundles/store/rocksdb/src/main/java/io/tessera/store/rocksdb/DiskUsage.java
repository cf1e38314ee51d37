package io.tessera.store.rocksdb;

import io.tessera.chain.StorageUsage;
import io.tessera.store.rocksdb.Database.Family;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on disk. Looked at by those who are in native code anyway, after a write, and not too
 * often: who wants the figures never waits for the database.
 */
final class DiskUsage implements StorageUsage {
  /** Figures of this age are replaced with the next write, in nanoseconds. */
  static final long MAX_AGE = TimeUnit.SECONDS.toNanos(5);

  private static final String KEYS = "rocksdb.estimate-num-keys";
  private static final Logger LOG = LoggerFactory.getLogger(DiskUsage.class);

  private final Database database;
  private final LongSupplier nanoTime;
  private final AtomicLong lookedAt;
  private volatile Snapshot latest;

  /** Looks at once. */
  DiskUsage(Database database, LongSupplier nanoTime) {
    this.database = database;
    this.nanoTime = nanoTime;
    lookedAt = new AtomicLong(nanoTime.getAsLong());
    latest = new Snapshot(0, OptionalLong.empty(), Map.of());
    latest = database.use(this::look);
  }

  @Override
  public String name() {
    return "chain";
  }

  @Override
  public Snapshot snapshot() {
    return latest;
  }

  /** Something was written; within {@link Database#use}. */
  void written(RocksDB db) throws RocksDBException {
    long before = lookedAt.get();
    long now = nanoTime.getAsLong();
    if (now - before >= MAX_AGE && lookedAt.compareAndSet(before, now)) {
      latest = look(db);
    }
  }

  private Snapshot look(RocksDB db) throws RocksDBException {
    return new Snapshot(
        bytes(),
        OptionalLong.empty(),
        Map.of(
            "blocks", db.getLongProperty(database.handle(Family.ENTRIES), KEYS),
            "state_items", db.getLongProperty(database.handle(Family.STATE), KEYS),
            "state_changes", db.getLongProperty(database.handle(Family.DELTAS), KEYS)));
  }

  /** All files, the log of what is not in sorted files yet too. */
  private long bytes() {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(database.directory())) {
      for (Path file : files) {
        bytes += size(file);
      }
      return bytes;
    } catch (IOException failure) {
      LOG.warn(
          "The size of {} is not known, look at its disk: {}",
          database.directory(),
          failure.toString());
      return latest.bytes();
    }
  }

  /** A file may have been compacted away meanwhile. */
  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException gone) {
      return 0;
    }
  }
}
