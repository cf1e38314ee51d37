package io.tessera.store.rocksdb;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Looks into a closed store past its own code. */
final class RawRows {
  private RawRows() {}

  /** Number of rows in a column family. */
  static int count(Path data, String family) throws RocksDBException {
    String path = data.resolve("blocks").toString();
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    try (Options options = new Options()) {
      RocksDB.listColumnFamilies(options, path)
          .forEach(name -> families.add(new ColumnFamilyDescriptor(name)));
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (DBOptions options = new DBOptions();
        RocksDB db = RocksDB.openReadOnly(options, path, families, handles)) {
      int rows = 0;
      for (ColumnFamilyHandle handle : handles) {
        if (new String(handle.getName(), StandardCharsets.UTF_8).equals(family)) {
          try (RocksIterator at = db.newIterator(handle)) {
            for (at.seekToFirst(); at.isValid(); at.next()) {
              rows++;
            }
            at.status();
          }
        }
        handle.close();
      }
      return rows;
    }
  }
}
