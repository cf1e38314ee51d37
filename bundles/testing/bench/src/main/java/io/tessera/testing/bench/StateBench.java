package io.tessera.testing.bench;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.BlockStore.StoredIdentity;
import io.tessera.chain.KeyRange;
import io.tessera.chain.PartialState;
import io.tessera.chain.PartialState.Target;
import io.tessera.chain.ProvedItems;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.StateRequest;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateProof;
import io.tessera.lib.merkle.StateRange;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.Peer;
import io.tessera.protocol.ce129.PeerStateFetcher;
import io.tessera.protocol.ce129.StateRequestConfig;
import io.tessera.protocol.ce129.StateRequestProtocol;
import io.tessera.store.rocksdb.RocksBlockStore;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A state that one node fetches from another by CE 129, proved and stored, against a plain stream
 * of as many bytes between the same two and against proving and storing the same items with no
 * network. All in this JVM, on loopback, with the requests that fast sync makes of a single peer.
 */
final class StateBench implements AutoCloseable {
  private static final int ROUNDS = 5;
  private static final int WARM_UP = 3;

  /** As fast sync has them: of one peer at once, and bytes of each. */
  private static final int REQUESTS = 3;

  private static final int REQUEST_BYTES = 2 << 20;

  private final StateTrie trie;
  private final long bytes;
  private final BlockRef block;
  private final Target target;
  private final BenchNode server;
  private final BenchNode client;
  private final Peer peer;
  private final BundleWorkers workers =
      new BundleWorkers("bench", Thread::sleep, Duration.ofSeconds(2));
  private final StateFetcher fetcher;

  private StateBench(int keys, int valueSize) throws Exception {
    Random random = new Random(keys);
    List<KeyValue> items = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      items.add(new KeyValue(StateKey.wrap(some(random, StateKey.SIZE)), value(random, valueSize)));
    }
    trie = StateTrie.of(items);
    bytes = items.stream().mapToLong(StateRange::encodedSize).sum();
    MemoryChain chain = new MemoryChain(ChainBuilder.tiny(1), 3);
    block = chain.genesis();
    chain.know(block.hash(), BlockState.of(StateKnowledge.COMPLETE, trie));
    target = new Target(new BlockRef(Hash.ZERO, 1), block.hash(), trie.root(), "bench");
    server = new BenchNode(0, block.hash());
    client = new BenchNode(1, block.hash());
    StateRequestConfig config = Figures.defaults(StateRequestConfig.class);
    server.serve(129, new StateRequestProtocol(chain, workers, config));
    server.serve(Transfer.KIND, new Transfer());
    fetcher = new PeerStateFetcher(client.runtime(), workers, config);
    peer = client.connect(server);
  }

  private static byte[] some(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Bytes value(Random random, int size) {
    return Bytes.wrap(some(random, size));
  }

  static void run() throws Exception {
    for (int[] shape : new int[][] {{200_000, 64}, {40_000, 1_000}}) {
      try (StateBench bench = new StateBench(shape[0], shape[1])) {
        bench.compare(shape[0], shape[1]);
      }
    }
  }

  private void compare(int keys, int valueSize) throws Exception {
    List<Double> streams = new ArrayList<>();
    List<Double> locals = new ArrayList<>();
    List<Double> fetches = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    Source local = (range, size) -> proved(range, size);
    Source remote =
        (range, size) ->
            fetcher.fetch(
                peer.id(),
                new StateRequest(block.hash(), range.start(), range.end(), size),
                trie.root());
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      double stream = rate(() -> Transfer.ask(client.runtime(), peer.id(), bytes));
      double own = store(local);
      double fetch = store(remote);
      if (round >= WARM_UP) {
        streams.add(stream);
        locals.add(own);
        fetches.add(fetch);
        ratios.add(fetch / Math.min(stream, own));
      }
    }
    System.out.printf(
        "state of %,d keys, values of %,d bytes: one stream %.0f MB/s, proved and stored without"
            + " network %.0f MB/s, fetched, proved and stored %.0f MB/s, ratio to the lower %.2f%n",
        keys,
        valueSize,
        Figures.median(streams),
        Figures.median(locals),
        Figures.median(fetches),
        Figures.median(ratios));
  }

  private double rate(Work work) throws Exception {
    return bytes / 1e6 / Figures.seconds(work);
  }

  /** Where a range comes from. */
  private interface Source {
    ProvedItems get(KeyRange range, int size) throws Exception;
  }

  /** Reads the holder's state as the holder does, and proves it as the asker does. */
  private ProvedItems proved(KeyRange range, int size) throws Exception {
    StateRange part = workers.compute(() -> StateRange.of(trie, range.start(), range.end(), size));
    Optional<StateKey> next =
        workers.compute(
            () ->
                StateProof.verifyRange(trie.root(), range.start(), part.items(), part.boundary()));
    return new ProvedItems(part.items(), next.filter(key -> key.compareTo(range.end()) <= 0));
  }

  /** Gathers the state in a new store; MB/s. */
  private double store(Source source) throws Exception {
    Path folder = Files.createTempDirectory("tessera-bench");
    try (RocksBlockStore store = new RocksBlockStore(folder, 8, 8)) {
      initialize(store);
      PartialState partial = store.partial();
      List<KeyRange> ranges = KeyRange.ALL.split(2 * REQUESTS);
      partial.begin(target, ranges);
      double rate = rate(() -> gather(source, partial, ranges));
      if (!partial.open().isEmpty()) {
        throw new IllegalStateException("not all of the state has come");
      }
      return rate;
    } finally {
      Figures.delete(folder);
    }
  }

  private static void initialize(RocksBlockStore store) {
    ChainBuilder builder = ChainBuilder.tiny(1);
    BlockRef genesis = new MemoryChain(builder, 3).genesis();
    store.initialize(
        new StoredIdentity(genesis.hash(), Hash.ZERO, Bytes.EMPTY),
        new NewBlock(new BlockEntry(genesis, Hash.ZERO, 0, 0), Bytes.EMPTY, Optional.empty()));
  }

  private void gather(Source source, PartialState partial, List<KeyRange> ranges) throws Exception {
    Deque<KeyRange> open = new ConcurrentLinkedDeque<>(ranges);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> loops = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        loops.add(
            threads.submit(
                () -> {
                  for (KeyRange range = open.poll(); range != null; range = open.poll()) {
                    gather(source, partial, range, open);
                  }
                  return null;
                }));
      }
      for (Future<?> loop : loops) {
        loop.get();
      }
    }
  }

  private void gather(Source source, PartialState partial, KeyRange range, Deque<KeyRange> open)
      throws Exception {
    ProvedItems got = source.get(range, REQUEST_BYTES);
    List<KeyRange> left =
        got.next().flatMap(range::from).map(rest -> rest.split(2)).orElse(List.of());
    workers.compute(() -> partial.put(target.block().hash(), range, got.items(), left));
    open.addAll(left);
  }

  @Override
  public void close() {
    workers.close();
    client.close();
    server.close();
  }
}
