package io.tessera.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.BlockStore.StoredIdentity;
import io.tessera.chain.StateDelta;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store of headers lies beside that of blocks. */
class HeaderStoreTest {
  private static final NewBlock GENESIS =
      new NewBlock(
          new BlockEntry(new BlockRef(Hash.ZERO, 0), Hash.ZERO, 0, 3),
          Bytes.fromHex("010203"),
          Optional.of(StateDelta.NONE));
  private static final StoredIdentity IDENTITY =
      new StoredIdentity(Hash.ZERO, Hash.ZERO, Bytes.EMPTY);

  @Test
  void neitherTouchesWhatTheOtherKeeps(@TempDir Path data) {
    try (RocksBlockStore blocks = new RocksBlockStore(data, 2, 2)) {
      assertFalse(blocks.headersOnly());
      blocks.initialize(IDENTITY, GENESIS);
    }
    try (RocksBlockStore headers = RocksBlockStore.ofHeaders(data)) {
      assertTrue(headers.headersOnly());
      assertEquals(Optional.empty(), headers.identity());
      headers.initialize(IDENTITY, GENESIS);
    }
    assertTrue(Files.isDirectory(data.resolve("blocks")));
    assertTrue(Files.isDirectory(data.resolve("headers")));
    try (RocksBlockStore blocks = new RocksBlockStore(data, 2, 2)) {
      assertEquals(Optional.of(IDENTITY), blocks.identity());
    }
    try (RocksBlockStore headers = RocksBlockStore.ofHeaders(data)) {
      assertEquals(GENESIS.entry(), headers.heads().best());
    }
  }
}
