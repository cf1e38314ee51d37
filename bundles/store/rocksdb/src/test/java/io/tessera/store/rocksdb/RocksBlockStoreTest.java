package io.tessera.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore.Heads;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.BlockStore.StoredIdentity;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class RocksBlockStoreTest {
  private static final StoredIdentity IDENTITY =
      new StoredIdentity(hash(0), hash(200), Bytes.fromHex("0102"));

  @TempDir private Path data;

  @Test
  void newStoreHasNoChain() {
    try (RocksBlockStore store = open()) {
      assertEquals(Optional.empty(), store.identity());
      assertThrows(IllegalStateException.class, store::heads);
      assertEquals(Optional.empty(), store.entry(hash(0)));
    }
  }

  @Test
  void keepsWhatWasCommittedOverReopening() {
    NewBlock genesis = block(0, 99, 0, 0, 100);
    NewBlock one = block(1, 0, 1, 5, 100);
    NewBlock fork = block(2, 0, 1, 5, 40_000);
    try (RocksBlockStore store = open()) {
      store.initialize(IDENTITY, genesis);
      store.commit(
          List.of(one, fork), List.of(one.entry()), new Heads(one.entry(), genesis.entry()));
    }
    try (RocksBlockStore store = open()) {
      assertEquals(Optional.of(IDENTITY), store.identity());
      assertEquals(new Heads(one.entry(), genesis.entry()), store.heads());
      assertEquals(Optional.of(fork.entry()), store.entry(hash(2)));
      assertEquals(List.of(fork.raw(), one.raw()), store.blocks(List.of(hash(2), hash(1))));
      assertEquals(Set.of(hash(1), hash(2)), new HashSet<>(store.children(hash(0))));
      assertEquals(Set.of(one.entry().ref(), fork.entry().ref()), new HashSet<>(store.atSlot(5)));
      assertEquals(List.of(), store.atSlot(4));
      assertEquals(List.of(genesis.entry(), one.entry()), store.canonical(0, 10));
    }
  }

  @Test
  void blocksEndBeforeTheFirstThatIsMissing() {
    NewBlock genesis = block(0, 99, 0, 0, 10);
    NewBlock one = block(1, 0, 1, 1, 10);
    try (RocksBlockStore store = open()) {
      store.initialize(IDENTITY, genesis);
      store.commit(List.of(one), List.of(one.entry()), new Heads(one.entry(), genesis.entry()));
      assertEquals(List.of(one.raw()), store.blocks(List.of(hash(1), hash(99), hash(0))));
    }
  }

  @Test
  void shorterBestChainDropsTheHeightsAboveIt() {
    NewBlock genesis = block(0, 99, 0, 0, 10);
    List<NewBlock> old =
        List.of(block(1, 0, 1, 1, 10), block(2, 1, 2, 2, 10), block(3, 2, 3, 3, 10));
    NewBlock better = block(4, 0, 1, 4, 10);
    try (RocksBlockStore store = open()) {
      store.initialize(IDENTITY, genesis);
      store.commit(old, entries(old), new Heads(old.getLast().entry(), genesis.entry()));
      assertEquals(entries(old).subList(1, 2), store.canonical(2, 1));
      store.commit(
          List.of(better), entries(List.of(better)), new Heads(better.entry(), genesis.entry()));
      assertEquals(List.of(genesis.entry(), better.entry()), store.canonical(0, 100));
      assertEquals(List.of(), store.canonical(2, 100));
    }
  }

  @Test
  void secondOpenerIsTold() {
    try (RocksBlockStore store = open()) {
      StoreException refused = assertThrows(StoreException.class, this::open);
      assertTrue(refused.getMessage().contains("is in use by another node"));
      assertEquals(Optional.empty(), store.identity());
    }
    open().close();
  }

  @Test
  void otherLayoutIsNotOpened() throws Exception {
    Path blocks = Files.createDirectories(data.resolve("blocks"));
    RocksDB.loadLibrary();
    try (Options options = new Options().setCreateIfMissing(true);
        RocksDB other = RocksDB.open(options, blocks.toString());
        ColumnFamilyHandle family =
            other.createColumnFamily(
                new ColumnFamilyDescriptor("later".getBytes(StandardCharsets.UTF_8)))) {
      other.put(family, new byte[] {1}, new byte[] {1});
      other.put("layout".getBytes(StandardCharsets.UTF_8), new byte[] {2});
    }
    for (int attempt = 0; attempt < 2; attempt++) {
      StoreException refused = assertThrows(StoreException.class, this::open);
      assertTrue(refused.getMessage().contains("has layout 2, this version reads layout 1"));
    }
  }

  @Test
  void damagedStoreIsOneLine() throws Exception {
    open().close();
    Files.writeString(data.resolve("blocks/CURRENT"), "nonsense");
    StoreException refused = assertThrows(StoreException.class, this::open);
    assertTrue(refused.getMessage().contains("cannot be opened"));
    assertEquals(1, refused.getMessage().lines().count());
  }

  @Test
  void closingUnderReadersFailsThemCleanly() throws Exception {
    NewBlock genesis = block(0, 99, 0, 0, 10);
    RocksBlockStore store = open();
    store.initialize(IDENTITY, genesis);
    CountDownLatch reading = new CountDownLatch(2);
    AtomicInteger refused = new AtomicInteger();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      readers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    reading.countDown();
                    assertThrows(
                        StoreException.class,
                        () -> {
                          while (true) {
                            assertEquals(1, store.canonical(0, 5).size());
                            assertEquals(1, store.blocks(List.of(hash(0))).size());
                          }
                        });
                    refused.incrementAndGet();
                  }));
    }
    reading.await();
    store.close();
    for (Thread reader : readers) {
      reader.join();
    }
    assertEquals(2, refused.get());
  }

  private RocksBlockStore open() {
    return new RocksBlockStore(data, 2, 2);
  }

  private static List<BlockEntry> entries(List<NewBlock> blocks) {
    return blocks.stream().map(NewBlock::entry).toList();
  }

  private static NewBlock block(int id, int parent, long height, long slot, int size) {
    byte[] raw = new byte[size];
    Arrays.fill(raw, (byte) id);
    return new NewBlock(
        new BlockEntry(new BlockRef(hash(id), slot), hash(parent), height, size), Bytes.wrap(raw));
  }

  private static Hash hash(int id) {
    byte[] bytes = new byte[Hash.SIZE];
    bytes[0] = (byte) id;
    return Hash.wrap(bytes);
  }
}
