package io.tessera.testing.bench;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore.Heads;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.BlockStore.StoredIdentity;
import io.tessera.chain.StateDelta;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateChange;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.store.rocksdb.RocksBlockStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What states on disk cost: 100,000 keys, 100 changes a block, a window of 64 blocks. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StateStoreBench {
  private static final int KEYS = 100_000;
  private static final int CHANGES = 100;
  private static final int VALUE_SIZE = 64;
  private static final int WINDOW = 64;
  private static final int UNFINALIZED = 5;
  private static final StateKey FIRST = StateKey.wrap(new byte[StateKey.SIZE]);
  private static final StateKey LAST = StateKey.fromHex("ff".repeat(StateKey.SIZE));

  private final Random random = new Random(1);
  private final List<StateKey> keys = new ArrayList<>();
  private final Deque<BlockEntry> unfinalized = new ArrayDeque<>();
  private Path directory;
  private RocksBlockStore store;

  /** A store with a state, and as many blocks above the base as there are in the long run. */
  @Setup
  public void fill() throws IOException {
    directory = Files.createTempDirectory("tessera-bench");
    store = new RocksBlockStore(directory, 16, 16, WINDOW);
    Map<StateKey, Bytes> state = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      keys.add(StateKey.wrap(bytes(StateKey.SIZE)));
      state.put(keys.getLast(), Bytes.wrap(bytes(VALUE_SIZE)));
    }
    BlockEntry genesis = new BlockEntry(ref(0), Hash.ZERO, 0, 1);
    store.initialize(
        new StoredIdentity(genesis.ref().hash(), Hash.ZERO, Bytes.EMPTY),
        new NewBlock(genesis, Bytes.fromHex("00"), Optional.of(StateDelta.whole(state))));
    unfinalized.add(genesis);
    for (int i = 0; i < WINDOW + 2 * UNFINALIZED; i++) {
      commitOf100Changes();
    }
  }

  /** No hash is zero: that is the parent of a genesis block. */
  private static BlockRef ref(long number) {
    return new BlockRef(
        Hash.wrap(ByteBuffer.allocate(Hash.SIZE).putLong(number + 1).array()), number);
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Closes and deletes. */
  @TearDown
  public void delete() throws IOException {
    store.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Commits a block with its changes, finalizes one and folds one, with one synced write. */
  @Benchmark
  public void commitOf100Changes() {
    BlockEntry parent = unfinalized.getLast();
    long height = parent.height() + 1;
    BlockEntry entry = new BlockEntry(ref(height), parent.ref().hash(), height, 1);
    Map<StateKey, StateChange> changes = new HashMap<>();
    while (changes.size() < CHANGES) {
      StateKey key = keys.get(random.nextInt(KEYS));
      changes.put(key, StateChange.put(key, Bytes.wrap(bytes(VALUE_SIZE))));
    }
    unfinalized.add(entry);
    if (unfinalized.size() > UNFINALIZED) {
      unfinalized.remove();
    }
    store.commit(
        List.of(
            new NewBlock(entry, Bytes.fromHex("00"), Optional.of(StateDelta.of(changes.values())))),
        List.of(entry),
        new Heads(entry, unfinalized.getFirst()));
  }

  /** The head's trie from base and deltas, as after a restart. */
  @Benchmark
  public Hash rebuildTrieOf100000Keys() {
    List<KeyValue> items = new ArrayList<>();
    store.states().read(store.heads().best().ref().hash(), FIRST, items::add);
    return StateTrie.of(items).root();
  }

  /** One mebibyte of the head's items in the order of their keys. */
  @Benchmark
  public List<KeyValue> rangeOfOneMebibyte() {
    Hash head = store.heads().best().ref().hash();
    return store.states().range(head, FIRST, LAST, 1 << 20).orElseThrow();
  }

  /** The values of a hundred keys at the head. */
  @Benchmark
  public Map<StateKey, Bytes> valuesOf100Keys() {
    Hash head = store.heads().best().ref().hash();
    return store.states().values(head, keys.subList(0, 100)).orElseThrow();
  }
}
