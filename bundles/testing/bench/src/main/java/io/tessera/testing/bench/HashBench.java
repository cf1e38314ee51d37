package io.tessera.testing.bench;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.merkle.StateChange;
import io.tessera.lib.merkle.StateTrie;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Blake2b, and a state's root after some of its values changed. */
final class HashBench {
  private static final int MESSAGE = 1 << 20;
  private static final int KEYS = 100_000;
  private static final int CHANGES = 100;
  private static final int VALUE_SIZE = 64;

  private final Random random = new Random(1);

  private HashBench() {}

  static void run() throws Exception {
    HashBench bench = new HashBench();
    byte[] message = bench.bytes(MESSAGE);
    double seconds = Figures.coreSeconds(() -> differs(Blake2b.hash(message), Hash.ZERO));
    System.out.printf("Blake2b of 1 MiB, MB/s  %,.0f%n", MESSAGE / 1e6 / seconds);
    bench.state();
  }

  private void state() throws Exception {
    List<KeyValue> state = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      state.add(new KeyValue(StateKey.wrap(bytes(StateKey.SIZE)), Bytes.wrap(bytes(VALUE_SIZE))));
    }
    List<StateChange> changes = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      StateKey key = state.get(i * (KEYS / CHANGES)).key();
      changes.add(StateChange.put(key, Bytes.wrap(bytes(VALUE_SIZE))));
    }
    StateTrie trie = StateTrie.of(state);
    double seconds = Figures.coreSeconds(() -> differs(trie.with(changes).root(), trie.root()));
    System.out.printf(
        "state root after %d of %,d keys changed, ms  %.2f%n", CHANGES, KEYS, 1e3 * seconds);
  }

  private static void differs(Hash hash, Hash other) {
    if (hash.equals(other)) {
      throw new IllegalStateException(hash.toHex());
    }
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
