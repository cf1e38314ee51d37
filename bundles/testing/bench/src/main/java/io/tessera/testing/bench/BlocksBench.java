package io.tessera.testing.bench;

import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.Origin;
import io.tessera.net.Peer;
import io.tessera.net.StreamException;
import io.tessera.protocol.ce128.BlockRequestConfig;
import io.tessera.protocol.ce128.BlockRequestProtocol;
import io.tessera.protocol.ce128.PeerBlockFetcher;
import io.tessera.testing.testkit.ChainBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A chain of tiny blocks fetched by CE 128 from one node by another on loopback, with the
 * responder's bounds as configured by default: decoded and hashed only, then also stored in
 * RocksDB, unverified: what verification costs, {@code VerifyBench} tells.
 */
final class BlocksBench {
  private static final int BLOCKS = 20_000;
  private static final int ROUNDS = 5;
  private static final int WARM_UP = 2;

  private BlocksBench() {}

  static void run() throws Exception {
    ChainBuilder builder = ChainBuilder.tiny(1);
    List<EncodedBlock> blocks = builder.chain(BLOCKS);
    List<Double> fetched = new ArrayList<>();
    List<Double> stored = new ArrayList<>();
    List<Double> imported = new ArrayList<>();
    try (BenchChain source = new BenchChain(builder);
        BenchNode server = new BenchNode(0, source.chain().genesisHash());
        BenchNode client = new BenchNode(1, source.chain().genesisHash())) {
      importAll(source.chain(), blocks);
      BlockRequestConfig config = Figures.defaults(BlockRequestConfig.class);
      server.serve(128, new BlockRequestProtocol(source.chain(), config));
      Peer peer = client.connect(server);
      for (int round = 0; round < WARM_UP + ROUNDS; round++) {
        try (BenchChain sink = new BenchChain(builder);
            BenchChain alone = new BenchChain(builder)) {
          BlockFetcher fetcher = new PeerBlockFetcher(client.runtime(), sink.chain(), config);
          double fetchOnly = BLOCKS / Figures.seconds(() -> fetch(fetcher, peer, sink.chain()));
          double withStore = BLOCKS / Figures.seconds(() -> sync(fetcher, peer, sink.chain()));
          double importOnly = BLOCKS / Figures.seconds(() -> importAll(alone.chain(), blocks));
          if (round >= WARM_UP) {
            fetched.add(fetchOnly);
            stored.add(withStore);
            imported.add(importOnly);
          }
        }
      }
    }
    long bytes = blocks.stream().mapToLong(block -> block.raw().size()).sum() / BLOCKS;
    System.out.printf("%,d blocks of %d bytes on average, blocks/s%n", BLOCKS, bytes);
    System.out.printf("fetched by CE 128, decoded, hashed      %,9.0f%n", Figures.median(fetched));
    System.out.printf("the same, stored                        %,9.0f%n", Figures.median(stored));
    System.out.printf("stored only, no network                 %,9.0f%n", Figures.median(imported));
  }

  /** Asks for block after block from genesis on until there are no more. */
  private static void fetch(BlockFetcher fetcher, Peer peer, Chain chain) throws StreamException {
    BlockRef at = chain.genesis();
    int count = 0;
    while (count < BLOCKS) {
      List<BlockRef> last = new ArrayList<>();
      count +=
          fetcher.fetch(
              peer.id(),
              new BlockRequest(at.hash(), Direction.ASCENDING, BLOCKS),
              block -> {
                last.clear();
                last.add(block.ref());
              });
      at = last.getFirst();
    }
  }

  /** The same, importing each response while the next one comes in. */
  private static void sync(BlockFetcher fetcher, Peer peer, Chain chain) throws Exception {
    try (ExecutorService importer = Executors.newVirtualThreadPerTaskExecutor()) {
      BlockRef at = chain.genesis();
      int count = 0;
      List<Future<?>> imports = new ArrayList<>();
      while (count < BLOCKS) {
        List<EncodedBlock> response = new ArrayList<>();
        count +=
            fetcher.fetch(
                peer.id(), new BlockRequest(at.hash(), Direction.ASCENDING, BLOCKS), response::add);
        at = response.getLast().ref();
        if (!imports.isEmpty()) {
          imports.getLast().get();
        }
        imports.add(importer.submit(() -> importAll(chain, response)));
      }
      imports.getLast().get();
    }
    if (chain.height() != BLOCKS) {
      throw new IllegalStateException("the chain has " + chain.height() + " blocks");
    }
  }

  private static void importAll(Chain chain, List<EncodedBlock> blocks) {
    for (int from = 0; from < blocks.size(); from += 1024) {
      List<EncodedBlock> batch = blocks.subList(from, Math.min(blocks.size(), from + 1024));
      ImportResult result = chain.importBlocks(batch, Origin.FILE);
      if (result.imported() != batch.size()) {
        throw new IllegalStateException(result.toString());
      }
    }
  }
}
