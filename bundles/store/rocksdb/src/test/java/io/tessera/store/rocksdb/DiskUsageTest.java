package io.tessera.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.store.rocksdb.Database.Family;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUsageTest {

  @Test
  void isLookedAtAfterAWriteButNotTooOften(@TempDir Path folder) {
    AtomicLong nanos = new AtomicLong(7);
    try (Database database = new Database(folder, 2, 1)) {
      DiskUsage usage = new DiskUsage(database, nanos::get);
      long empty = usage.snapshot().bytes();
      assertEquals(0, usage.snapshot().entries().get("blocks"));
      write(database, usage, 1);
      assertEquals(0, usage.snapshot().entries().get("blocks"), "looked at a moment ago");
      nanos.addAndGet(DiskUsage.MAX_AGE);
      write(database, usage, 2);
      assertEquals(2, usage.snapshot().entries().get("blocks"));
      assertTrue(usage.snapshot().bytes() >= empty + 2000, usage.snapshot().toString());
      write(database, usage, 3);
      assertEquals(2, usage.snapshot().entries().get("blocks"));
    }
  }

  private static void write(Database database, DiskUsage usage, int key) {
    database.use(
        db -> {
          db.put(database.handle(Family.ENTRIES), new byte[] {(byte) key}, new byte[1000]);
          usage.written(db);
          return null;
        });
  }
}
