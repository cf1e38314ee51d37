package io.tessera.store.rocksdb;

import io.tessera.chain.BlockEntry;
import io.tessera.lib.codec.Bytes;
import io.tessera.store.rocksdb.Database.Family;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Puts a chain of blocks whose encodings lie in the store already in the place of the one that
 * counts. The genesis block stays. Used inside {@link Database#use} only.
 */
final class AdoptedChain {
  private static final byte[] NOTHING = {};

  private final Database database;
  private final RocksDB rocks;
  private final WriteBatch batch;

  AdoptedChain(Database database, RocksDB rocks, WriteBatch batch) {
    this.database = database;
    this.rocks = rocks;
    this.batch = batch;
  }

  /** Fills the batch. */
  void put(List<BlockEntry> chain) throws RocksDBException {
    BlockEntry genesis =
        Records.ENTRY.decode(rocks.get(database.handle(Family.CANONICAL), Records.height(0)));
    for (Family family : List.of(Family.ENTRIES, Family.CHILDREN, Family.CANONICAL)) {
      forgetAll(family);
    }
    forgetBlocks(genesis, chain);
    put(genesis);
    for (BlockEntry entry : chain) {
      put(entry);
    }
  }

  private void forgetAll(Family family) throws RocksDBException {
    try (RocksIterator at = rocks.newIterator(database.handle(family))) {
      at.seekToLast();
      if (at.isValid()) {
        batch.deleteRange(database.handle(family), NOTHING, at.key());
        batch.delete(database.handle(family), at.key());
      }
      at.status();
    }
  }

  private void forgetBlocks(BlockEntry genesis, List<BlockEntry> chain) throws RocksDBException {
    Set<Bytes> kept = new HashSet<>();
    kept.add(Bytes.wrap(Records.block(genesis.ref())));
    chain.forEach(entry -> kept.add(Bytes.wrap(Records.block(entry.ref()))));
    try (RocksIterator at = rocks.newIterator(database.handle(Family.BLOCKS))) {
      for (at.seekToFirst(); at.isValid(); at.next()) {
        if (!kept.contains(Bytes.wrap(at.key()))) {
          batch.delete(database.handle(Family.BLOCKS), at.key());
        }
      }
      at.status();
    }
  }

  private void put(BlockEntry entry) throws RocksDBException {
    byte[] record = Records.ENTRY.encode(entry);
    batch.put(database.handle(Family.ENTRIES), entry.ref().hash().toByteArray(), record);
    batch.put(
        database.handle(Family.CHILDREN),
        Records.child(entry.parent(), entry.ref().hash()),
        NOTHING);
    batch.put(database.handle(Family.CANONICAL), Records.height(entry.height()), record);
  }
}
