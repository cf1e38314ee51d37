package io.tessera.store.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksPeerStoreTest {
  private static final Bytes ENTRY = Bytes.fromHex("0102");

  @Test
  void entriesSurviveARestart(@TempDir Path data) {
    try (RocksBlockStore store = new RocksBlockStore(data, 1, 1)) {
      PeerStore peers = store.peers();
      assertEquals(Map.of(), peers.load(10));
      peers.update(Map.of(peer(1), ENTRY, peer(2), ENTRY, peer(3), ENTRY), Set.of());
      peers.update(Map.of(peer(2), Bytes.fromHex("03")), Set.of(peer(3), peer(9)));
    }
    try (RocksBlockStore store = new RocksBlockStore(data, 1, 1)) {
      assertEquals(Map.of(peer(1), ENTRY, peer(2), Bytes.fromHex("03")), store.peers().load(10));
      assertEquals(1, store.peers().load(1).size());
    }
  }

  @Test
  void anEntryIsBoundedAndNothingOfItsBatchIsStored(@TempDir Path data) {
    try (RocksBlockStore store = new RocksBlockStore(data, 1, 1)) {
      Bytes large = Bytes.wrap(new byte[PeerStore.MAX_ENTRY + 1]);
      Map<PeerId, Bytes> batch = Map.of(peer(1), ENTRY, peer(2), large);
      assertThrows(IllegalArgumentException.class, () -> store.peers().update(batch, Set.of()));
      assertEquals(Map.of(), store.peers().load(10));
    }
  }

  private static PeerId peer(int n) {
    byte[] key = new byte[Ed25519Public.SIZE];
    key[0] = (byte) n;
    return new PeerId(Ed25519Public.wrap(key));
  }
}
