package io.tessera.store.rocksdb;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerStore;
import io.tessera.store.rocksdb.Database.Family;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Peers in a column family of their own beside the blocks: the peer's 32-byte key is the row's. Not
 * synced to disk: what a crash of the machine takes away is learned again.
 */
final class RocksPeerStore implements PeerStore {
  private final Database database;

  RocksPeerStore(Database database) {
    this.database = database;
  }

  @Override
  public Map<PeerId, Bytes> load(int max) {
    return database.use(
        db -> {
          Map<PeerId, Bytes> entries = new HashMap<>();
          try (RocksIterator at = db.newIterator(database.handle(Family.PEERS))) {
            for (at.seekToFirst(); at.isValid() && entries.size() < max; at.next()) {
              if (at.key().length == Ed25519Public.SIZE && at.value().length <= MAX_ENTRY) {
                entries.put(new PeerId(Ed25519Public.wrap(at.key())), Bytes.wrap(at.value()));
              }
            }
            at.status();
          }
          return entries;
        });
  }

  @Override
  public void update(Map<PeerId, Bytes> put, Set<PeerId> removed) {
    for (Bytes entry : put.values()) {
      if (entry.size() > MAX_ENTRY) {
        throw new IllegalArgumentException(entry.size() + " bytes are too many for a peer's entry");
      }
    }
    Object unused =
        database.use(
            db -> {
              try (WriteBatch batch = new WriteBatch();
                  WriteOptions options = new WriteOptions()) {
                for (PeerId peer : removed) {
                  batch.delete(database.handle(Family.PEERS), peer.key().toByteArray());
                }
                for (Map.Entry<PeerId, Bytes> entry : put.entrySet()) {
                  batch.put(
                      database.handle(Family.PEERS),
                      entry.getKey().key().toByteArray(),
                      entry.getValue().toByteArray());
                }
                db.write(options, batch);
                return null;
              }
            });
  }
}
