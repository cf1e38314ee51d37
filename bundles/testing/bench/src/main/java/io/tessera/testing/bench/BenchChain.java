package io.tessera.testing.bench;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockExecutor;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.BlockStore.StoredIdentity;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.FinalityRule;
import io.tessera.chain.StateDelta;
import io.tessera.core.chain.ChainService;
import io.tessera.core.chain.ChainSpec;
import io.tessera.core.chain.Plugins;
import io.tessera.core.execution.ExecutionComponent;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.store.rocksdb.RocksBlockStore;
import io.tessera.testing.testkit.ChainBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A chain over RocksDB in a temporary directory, with the store's default sizes. */
final class BenchChain implements AutoCloseable {
  private final Path directory;
  private final RocksBlockStore store;
  private final ChainService chain;

  /** A chain that takes blocks as they are but for parent, slot and extrinsic hash. */
  BenchChain(ChainBuilder builder) throws IOException {
    this(builder.parameters(), builder.genesis(), Optional.empty());
  }

  /** A chain that checks everything and executes. */
  static BenchChain verifying(ProtocolParameters parameters, TraceGenesis genesis)
      throws IOException {
    BlockExecutor executor = new ExecutionComponent().forChain(parameters);
    return new BenchChain(parameters, genesis, Optional.of(executor));
  }

  private BenchChain(
      ProtocolParameters parameters, TraceGenesis genesis, Optional<BlockExecutor> executor)
      throws IOException {
    directory = Files.createTempDirectory("tessera-bench");
    store = new RocksBlockStore(directory, 8, 8);
    Map<StateKey, Bytes> state =
        genesis.state().keyvals().stream()
            .collect(Collectors.toMap(KeyValue::key, KeyValue::value));
    ChainSpec spec = ChainSpec.of("bench", List.of(), genesis.header(), state, parameters);
    EncodedBlock block = EncodedBlock.of(new Block(genesis.header(), Extrinsic.EMPTY), parameters);
    store.initialize(
        new StoredIdentity(
            spec.identity().genesisHash(),
            spec.identity().genesisStateRoot(),
            Bytes.wrap(ProtocolParameters.CODEC.encode(parameters))),
        new NewBlock(
            new BlockEntry(block.ref(), genesis.header().parent(), 0, block.raw().size()),
            block.raw(),
            executor.map(needsStates -> StateDelta.whole(state))));
    chain =
        new ChainService(spec, store, Clock.systemUTC(), Plugins.of(new Behind()), executor, 16);
  }

  /** Finalizes five blocks behind the head, as a node does by default. */
  private static final class Behind implements FinalityRule {
    @Override
    public String description() {
      return "five behind";
    }

    @Override
    public Optional<BlockRef> finalize(BlockEntry best, BlockEntry finalized, Ancestry ancestry) {
      long height = best.height() - 5;
      return height > finalized.height() ? Optional.of(ancestry.at(height)) : Optional.empty();
    }
  }

  ChainService chain() {
    return chain;
  }

  @Override
  public void close() throws IOException {
    chain.close();
    store.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
