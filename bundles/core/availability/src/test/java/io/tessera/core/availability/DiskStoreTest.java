package io.tessera.core.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.erasure.CodedPackage;
import io.tessera.lib.erasure.ErasureTree;
import io.tessera.testing.testkit.MemoryAvailability;
import io.tessera.testing.testkit.TestPackage;
import io.tessera.work.AssignedShards;
import io.tessera.work.StoredBlob;
import io.tessera.work.StoredExports;
import io.tessera.work.StoredPackage;
import io.tessera.work.StoredShards;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes in comes out, after a crash too; nothing stays longer than it has to. */
class DiskStoreTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final CodedPackage PACKAGE = TestPackage.of(TINY, 1, 1, 100, 70).coded();
  private static final PackageSpec SPEC = PACKAGE.spec();
  private static final Hash ROOT = SPEC.erasureRoot();

  /** Slots of an hour, and until a report that did not become available may be replaced. */
  private static final int AUDIT = 600 + 5;

  /** 672 epochs of 12 slots. */
  private static final int LONG = 672 * 12;

  @TempDir private Path directory;
  private Quota quota = new Quota(1L << 30, 100);
  private DiskStore store;

  @BeforeEach
  void open() throws IOException {
    store = new DiskStore(TINY, directory, quota);
    store.open();
  }

  private void reopen() throws IOException {
    quota = new Quota(1L << 30, 100);
    open();
  }

  private static AssignedShards shards(int shard, long slot) {
    return new AssignedShards(SPEC, shard, slot, MemoryAvailability.shardsOf(PACKAGE, shard));
  }

  private static Bytes all(StoredBlob blob) throws IOException {
    return blob.read(0, (int) blob.size());
  }

  private void assertShards(int shard) throws IOException {
    Bytes bundleShard = PACKAGE.bundleShards().get(shard);
    Bytes segmentShards = PACKAGE.segmentShards().get(shard);
    try (StoredShards found = store.findBundleShard(ROOT, shard).orElseThrow()) {
      assertEquals(bundleShard, all(found.blob()));
      assertEquals(PACKAGE.tree().justification(shard), found.justification());
      assertEquals(
          PACKAGE.tree().leaves().get(shard).toHex().substring(2 * Hash.SIZE),
          found.sibling().toHex(),
          "the root of the segment shards");
    }
    try (StoredShards found = store.findSegmentShards(ROOT, shard).orElseThrow()) {
      assertEquals(segmentShards, all(found.blob()));
      assertEquals(PACKAGE.tree().justification(shard), found.justification());
      assertEquals(Blake2b.hash(bundleShard), found.sibling());
      assertEquals(
          segmentShards.toHex().substring(2 * 2052, 2 * 2 * 2052),
          found.blob().read(2052, 2052).toHex());
      assertThrows(
          IndexOutOfBoundsException.class, () -> found.blob().read(found.blob().size(), 1));
    }
  }

  @Test
  void anAssurersShards() throws Exception {
    assertFalse(store.holds(ROOT, 3));
    assertTrue(store.keep(shards(3, 7)));
    assertTrue(store.holds(ROOT, 3));
    assertFalse(store.holds(ROOT, 2));
    assertEquals(2, store.shards().count());
    int content = PACKAGE.bundleShards().get(3).size() + PACKAGE.segmentShards().get(3).size();
    assertTrue(store.shards().bytes() > content, store.shards().toString());
    assertTrue(store.findBundleShard(ROOT, 2).isEmpty());
    assertTrue(store.findSegmentShards(Hash.ZERO, 3).isEmpty());
    assertShards(3);
    assertEquals(quota.bytes(), store.snapshot().bytes());
    assertEquals(1, store.snapshot().entries().get("bundle_shards"));
    assertEquals(0, store.snapshot().entries().get("packages"));
  }

  private void assertPackage() throws IOException {
    try (StoredPackage found = store.findPackage(ROOT).orElseThrow()) {
      assertEquals(SPEC, found.spec());
      assertEquals(1, found.core());
      assertEquals(PACKAGE.bundle(), all(found.bundle()));
      for (int shard = 0; shard < TINY.validators(); shard++) {
        assertEquals(PACKAGE.bundleShards().get(shard), all(found.bundleShard(shard)));
        assertEquals(PACKAGE.segmentShards().get(shard), all(found.segmentShards(shard)));
        assertEquals(PACKAGE.tree().justification(shard), found.justification(shard));
      }
      assertThrows(IndexOutOfBoundsException.class, () -> found.bundleShard(6));
      assertThrows(IndexOutOfBoundsException.class, () -> found.segmentShards(-1));
      assertThrows(IndexOutOfBoundsException.class, () -> found.justification(6));
    }
    try (StoredExports found = store.findExports(SPEC.exportsRoot()).orElseThrow()) {
      assertEquals(70, found.count());
      assertEquals(PACKAGE.segments().get(69), found.segment(69));
      assertEquals(PACKAGE.segments().get(71), found.proof(1));
      assertThrows(IndexOutOfBoundsException.class, () -> found.segment(70));
      assertThrows(IndexOutOfBoundsException.class, () -> found.proof(2));
    }
  }

  @Test
  void aGuarantorsPackage() throws Exception {
    assertTrue(store.findPackage(ROOT).isEmpty());
    assertTrue(store.findExports(SPEC.exportsRoot()).isEmpty());
    assertTrue(store.keep(PACKAGE, 1, 7));
    assertPackage();
    assertEquals(new ErasureTree(PACKAGE.tree().leaves()).root(), ROOT);
  }

  @Test
  void aPackageThatExportsNothing() throws Exception {
    CodedPackage empty = TestPackage.of(TINY, 0, 2, 1, 0).coded();
    assertTrue(store.keep(empty, 0, 7));
    assertTrue(store.findPackage(empty.spec().erasureRoot()).isPresent());
    assertTrue(store.findExports(empty.spec().exportsRoot()).isEmpty());
  }

  @Test
  void itIsThereAfterARestart() throws Exception {
    store.keep(PACKAGE, 1, 7);
    store.keep(shards(3, 7));
    long bytes = quota.bytes();
    reopen();
    assertTrue(store.holds(ROOT, 3));
    assertShards(3);
    assertPackage();
    assertEquals(bytes, quota.bytes());
  }

  private List<Path> files(String shelf) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(shelf))) {
      return files.toList();
    }
  }

  /** A crash leaves files that were being written, and on some disks files without an end. */
  @Test
  void afterACrashOnlyWholeFilesCount() throws Exception {
    store.keep(shards(3, 7));
    store.keep(shards(4, 7));
    Path half =
        files("bundle-shards").stream()
            .filter(file -> file.getFileName().toString().contains(".3."))
            .findFirst()
            .orElseThrow();
    try (FileChannel file = FileChannel.open(half, StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 1);
    }
    Path shelf = half.getParent();
    Files.write(shelf.resolve(ROOT.toHex() + ".17.new"), new byte[10]);
    Files.write(shelf.resolve("something else"), new byte[10]);
    Files.write(shelf.resolve(ROOT.toHex() + ".5.7.11"), new byte[10]);
    Files.write(shelf.resolve(ROOT.toHex() + ".+5.7.10"), new byte[10]);
    reopen();
    assertFalse(store.holds(ROOT, 3));
    assertTrue(store.findBundleShard(ROOT, 3).isEmpty());
    assertTrue(store.holds(ROOT, 4));
    assertEquals(1, files("bundle-shards").size(), "nothing else is left");
    assertTrue(store.keep(shards(3, 7)), "it can be had again");
    assertShards(3);
  }

  @Test
  void aFileThatIsDamagedMeanwhileIsNotBelieved() throws Exception {
    store.keep(shards(3, 7));
    store.keep(PACKAGE, 1, 7);
    for (String shelf : List.of("bundle-shards", "segment-shards", "packages", "exports")) {
      try (FileChannel file = FileChannel.open(files(shelf).getFirst(), StandardOpenOption.WRITE)) {
        file.truncate(file.size() - 1);
      }
    }
    assertThrows(IOException.class, () -> store.findBundleShard(ROOT, 3));
    assertThrows(IOException.class, () -> store.findSegmentShards(ROOT, 3));
    assertThrows(IOException.class, () -> store.findPackage(ROOT));
    assertThrows(IOException.class, () -> store.findExports(SPEC.exportsRoot()));
  }

  /** Its bit would be set, and nobody could have the shards. */
  @Test
  void whatIsNotWholeAnyMoreIsNotHeldAndCanComeAgain() throws Exception {
    store.keep(shards(3, 7));
    try (FileChannel file =
        FileChannel.open(files("bundle-shards").getFirst(), StandardOpenOption.WRITE)) {
      file.truncate(0);
    }
    assertThrows(IOException.class, () -> store.findBundleShard(ROOT, 3));
    assertFalse(store.holds(ROOT, 3));
    assertTrue(store.keep(shards(3, 7)));
    assertTrue(store.holds(ROOT, 3));
    Files.delete(files("segment-shards").getFirst());
    assertThrows(IOException.class, () -> store.findSegmentShards(ROOT, 3));
    assertFalse(store.holds(ROOT, 3));
  }

  @Test
  void lengthsInAFileAreNotBelieved() throws Exception {
    store.keep(shards(3, 7));
    store.keep(PACKAGE, 1, 7);
    overwrite("bundle-shards", 0, "ffff");
    overwrite("segment-shards", 2, "05");
    overwrite("packages", Hash.SIZE, "ffffffff");
    overwrite("exports", 0, "0100");
    assertThrows(IOException.class, () -> store.findBundleShard(ROOT, 3));
    assertThrows(IOException.class, () -> store.findSegmentShards(ROOT, 3));
    assertThrows(IOException.class, () -> store.findPackage(ROOT));
    assertThrows(IOException.class, () -> store.findExports(SPEC.exportsRoot()));
  }

  private void overwrite(String shelf, long at, String hex) throws IOException {
    try (FileChannel file = FileChannel.open(files(shelf).getFirst(), StandardOpenOption.WRITE)) {
      file.write(Bytes.fromHex(hex).asByteBuffer(), at);
    }
  }

  @Test
  void whenItIsFullNothingIsTakenAndNothingPushedOut() throws Exception {
    store.keep(shards(3, 7));
    quota = new Quota(quota.bytes(), 100);
    open();
    assertFalse(store.keep(shards(4, 8)));
    assertFalse(store.keep(PACKAGE, 1, 8));
    assertFalse(store.holds(ROOT, 4));
    assertShards(3);
    assertEquals(1, files("bundle-shards").size());
    assertEquals(0, files("packages").size());
    store.expire(7 + AUDIT + 1, 7 + LONG + 12);
    assertTrue(store.keep(shards(4, 8)), "what goes makes room");
  }

  @Test
  void theNumberOfFilesIsBounded() throws Exception {
    quota = new Quota(1L << 30, 3);
    open();
    assertTrue(store.keep(shards(3, 7)));
    assertFalse(store.keep(shards(4, 7)));
    assertFalse(store.holds(ROOT, 4), "half of it is nothing to assure");
    quota.bound(1L << 30, 4); // while it is open
    assertTrue(store.keep(shards(4, 7)));
    quota.bound(1L << 30, 1);
    assertShards(3);
    assertFalse(store.keep(PACKAGE, 1, 8), "there are more than the new bound has room for");
  }

  /** A smaller quota than before lets nothing go: others rely on it. */
  @Test
  void whatIsThereStays() throws Exception {
    store.keep(shards(3, 7));
    quota = new Quota(1, 1);
    open();
    assertTrue(store.holds(ROOT, 3));
    assertFalse(store.keep(shards(4, 7)));
  }

  @Test
  void bundlesAreKeptForAnHourAfterTheDecisionIsFinal() throws Exception {
    store.keep(shards(3, 100));
    store.keep(PACKAGE, 1, 100);
    store.expire(100 + AUDIT, 1_000);
    assertShards(3);
    assertPackage();
    store.expire(100 + AUDIT + 1, 1_000);
    assertFalse(store.holds(ROOT, 3));
    assertTrue(store.findBundleShard(ROOT, 3).isEmpty());
    assertTrue(store.findPackage(ROOT).isEmpty());
    assertTrue(store.findSegmentShards(ROOT, 3).isPresent(), "importers still need these");
    assertTrue(store.findExports(SPEC.exportsRoot()).isPresent());
    assertEquals(0, files("bundle-shards").size() + files("packages").size());
  }

  @Test
  void segmentsAreKeptFor672Epochs() throws Exception {
    store.keep(shards(3, 107)); // in epoch 8
    store.keep(PACKAGE, 1, 107);
    store.expire(0, 96 + LONG + 11);
    assertShards(3);
    assertPackage();
    store.expire(0, 96 + LONG + 12);
    assertTrue(store.findSegmentShards(ROOT, 3).isEmpty());
    assertTrue(store.findExports(SPEC.exportsRoot()).isEmpty());
    assertTrue(store.findBundleShard(ROOT, 3).isPresent(), "nothing is final");
    assertEquals(0, files("segment-shards").size() + files("exports").size());
  }

  @Test
  void whatIsReportedAgainIsKeptLonger() throws Exception {
    store.keep(shards(3, 100));
    long bytes = quota.bytes();
    store.keep(shards(3, 200));
    store.keep(shards(3, 150));
    assertEquals(bytes, quota.bytes(), "it is there once");
    store.expire(200 + AUDIT, 1_000);
    assertShards(3);
    reopen();
    store.expire(200 + AUDIT, 1_000);
    assertShards(3);
    store.expire(200 + AUDIT + 1, 1_000);
    assertFalse(store.holds(ROOT, 3));
  }

  @Test
  void whatIsBeingReadGoesAfterwards() throws Exception {
    store.keep(shards(3, 100));
    try (StoredShards found = store.findBundleShard(ROOT, 3).orElseThrow()) {
      store.expire(10_000, 10_000);
      assertEquals(0, files("bundle-shards").size());
      assertEquals(PACKAGE.bundleShards().get(3), all(found.blob()));
    }
  }

  @Test
  void aFailedWriteLeavesNothing() throws Exception {
    Files.delete(directory.resolve("bundle-shards"));
    assertThrows(IOException.class, () -> store.keep(shards(3, 7)));
    assertEquals(0, quota.bytes());
    assertFalse(store.holds(ROOT, 3));
  }
}
