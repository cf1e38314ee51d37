package io.tessera.store.rocksdb;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.StateKey;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The items of a whole state or of a delta, in ascending order. Confined to one thread. */
final class ItemSource implements AutoCloseable {
  private final RocksIterator at;
  private final byte[] prefix;
  private final boolean isDelta;

  /** 0 for the newest block; a lower age overrides a higher one. */
  private final int age;

  private StateKey key;

  /** Takes the iterator over. */
  ItemSource(RocksIterator at, byte[] prefix, StateKey start, boolean isDelta, int age)
      throws RocksDBException {
    this.at = at;
    this.prefix = prefix;
    this.isDelta = isDelta;
    this.age = age;
    // The block's own record is the prefix alone, and lies before all of its items.
    at.seek(StateRecords.item(prefix, start));
    read();
  }

  private void read() throws RocksDBException {
    key = null;
    if (at.isValid()) {
      byte[] row = at.key();
      if (Records.startsWith(row, prefix)) {
        key = StateRecords.stateKey(row);
      }
    } else {
      at.status();
    }
  }

  /** The key of the item; null behind the last one. */
  StateKey key() {
    return key;
  }

  int age() {
    return age;
  }

  /** The item's value; empty when it was removed. */
  Optional<Bytes> value() {
    return isDelta ? StateRecords.changedTo(at.value()) : Optional.of(Bytes.wrap(at.value()));
  }

  void next() throws RocksDBException {
    at.next();
    read();
  }

  @Override
  public void close() {
    at.close();
  }
}
