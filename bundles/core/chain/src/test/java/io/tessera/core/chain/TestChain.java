package io.tessera.core.chain;

import io.tessera.chain.AuditRule;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.FinalityRule;
import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Reason;
import io.tessera.chain.Origin;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.codec.trace.TraceGenesis;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryBlockStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A chain of blocks that are not verified, over a store in memory, with a clock to be moved. */
final class TestChain implements AutoCloseable {
  final ChainBuilder builder = ChainBuilder.tiny(1);
  final MovableClock clock = new MovableClock(1_000_000);
  final List<ChainListener> listeners = new CopyOnWriteArrayList<>();
  final BlockStore store;
  final ChainSpec spec;
  volatile FinalityRule finality = new DepthFinality(5);
  ChainService chain;

  TestChain() {
    this(new MemoryBlockStore());
  }

  TestChain(BlockStore store) {
    this.store = store;
    spec = spec(builder.genesis(), builder);
    try {
      new DataDirectory(Files.createTempDirectory("tessera-chain"), store)
          .adopt(spec, Path.of("test"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (ChainSpecException failure) {
      throw new IllegalStateException(failure);
    }
    start();
  }

  private static ChainSpec spec(TraceGenesis genesis, ChainBuilder builder) {
    Map<StateKey, Bytes> state = new HashMap<>();
    for (KeyValue item : genesis.state().keyvals()) {
      state.put(item.key(), item.value());
    }
    return ChainSpec.of("test", List.of(), genesis.header(), state, builder.parameters());
  }

  void start() {
    Plugins plugins =
        new Plugins(() -> finality, () -> AuditRule.ASSUMED, Optional::empty, () -> listeners);
    chain = new ChainService(spec, store, clock, plugins, Optional.empty(), 4);
  }

  void restart() {
    chain.close();
    start();
  }

  ImportResult add(EncodedBlock... blocks) {
    return add(List.of(blocks));
  }

  ImportResult add(List<EncodedBlock> blocks) {
    return chain.importBlocks(blocks, Origin.FILE);
  }

  Reason refuse(EncodedBlock block) {
    BlockRef before = chain.best();
    ImportResult result = add(block);
    if (result.imported() != 0 || !chain.best().equals(before)) {
      throw new AssertionError("the head moved: " + result);
    }
    return result.rejection().orElseThrow().reason();
  }

  static List<BlockRef> refs(List<BlockEntry> entries) {
    return entries.stream().map(BlockEntry::ref).toList();
  }

  static List<BlockRef> blockRefs(List<EncodedBlock> blocks) {
    return blocks.stream().map(EncodedBlock::ref).toList();
  }

  @Override
  public void close() {
    chain.close();
  }
}
