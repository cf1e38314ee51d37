package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.AuditRule;
import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.Origin;
import io.tessera.core.execution.ExecutionComponent;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.testing.testkit.MemoryBlockStore;
import io.tessera.testing.testkit.SealedChain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A chain that verifies its blocks, with forks of valid blocks to try it with. */
final class SealedTestChain implements AutoCloseable {
  /** How many blocks stand above a final one. */
  static final int DEPTH = 3;

  static final SealedChain MAKER = SealedChain.tiny(1);

  final MemoryBlockStore store = new MemoryBlockStore();
  final Set<BlockRef> notAudited = new HashSet<>();
  ChainService chain;
  private final ChainSpec spec;
  private final AuditRule audits =
      new AuditRule() {
        @Override
        public String description() {
          return "by the test";
        }

        @Override
        public boolean isAudited(BlockRef block) {
          return !notAudited.contains(block);
        }
      };

  SealedTestChain() {
    Map<StateKey, Bytes> state = new HashMap<>();
    for (KeyValue item : MAKER.genesis().state().keyvals()) {
      state.put(item.key(), item.value());
    }
    spec =
        ChainSpec.of("test", List.of(), MAKER.genesis().header(), state, ProtocolParameters.TINY);
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

  private void start() {
    chain =
        new ChainService(
            spec,
            store,
            Clock.systemUTC(),
            new Plugins(() -> new DepthFinality(DEPTH), () -> audits, Optional::empty, List::of),
            Optional.of(new ExecutionComponent().forChain(ProtocolParameters.TINY)),
            4);
  }

  void restart() {
    chain.close();
    start();
  }

  /** Blocks that are all taken. */
  void add(EncodedBlock... blocks) {
    ImportResult result = importBlocks(blocks);
    assertEquals(blocks.length, result.imported(), result.toString());
  }

  ImportResult importBlocks(EncodedBlock... blocks) {
    return chain.importBlocks(List.of(blocks), Origin.FILE);
  }

  /** A child of genesis. */
  EncodedBlock child(long slot) {
    return MAKER.child(MAKER.genesisRef(), slot);
  }

  EncodedBlock child(EncodedBlock parent, long slot) {
    return MAKER.child(parent.ref(), slot);
  }

  /** Another block of the same parent and slot: one of as many as there are preimages. */
  EncodedBlock twin(EncodedBlock parent, long slot, int number) {
    return MAKER.child(parent.ref(), slot, MAKER.withPreimages(number));
  }

  @Override
  public void close() {
    chain.close();
  }
}
