package io.tessera.core.chain;

import io.tessera.chain.AuditRule;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockStore;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Reason;
import io.tessera.chain.ImportResult.Rejection;
import io.tessera.chain.Origin;
import io.tessera.core.execution.ExecutionComponent;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.trace.TraceStep;
import io.tessera.net.event.NodeEvent;
import io.tessera.testing.testkit.MemoryBlockStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A chain that verifies and executes its blocks: one of the public traces, over a store. */
final class VerifiedChain implements AutoCloseable {
  static final ProtocolParameters TINY = ProtocolParameters.TINY;

  final BlockStore store;
  final ChainSpec spec;
  private final Path trace;
  volatile int depth = 5;
  final List<NodeEvent> events = new CopyOnWriteArrayList<>();
  ChainService chain;

  VerifiedChain(String name) {
    this(name, new MemoryBlockStore());
  }

  VerifiedChain(String name, BlockStore store) {
    this.store = store;
    trace = Vectors.trace(name);
    try {
      spec = ChainSpecFiles.read(Vectors.genesis(name));
      new DataDirectory(Files.createTempDirectory("tessera-chain"), store).adopt(spec, trace);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (ChainSpecException failure) {
      throw new IllegalStateException(failure);
    }
    start();
  }

  private void start() {
    Plugins plugins =
        new Plugins(
            () -> new DepthFinality(depth),
            () -> AuditRule.ASSUMED,
            Optional::empty,
            List::of,
            events::add);
    chain =
        new ChainService(
            spec,
            store,
            Clock.systemUTC(),
            plugins,
            Optional.of(new ExecutionComponent().forChain(TINY)),
            4);
  }

  void restart() {
    chain.close();
    start();
  }

  /** A step of the trace, from 1 to 100. */
  TraceStep step(int number) {
    try {
      return TraceStep.codec(TINY)
          .decode(Files.readAllBytes(trace.resolve("%08d.bin".formatted(number))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Blocks of the trace, both ends included. */
  List<EncodedBlock> blocks(int first, int last) {
    List<EncodedBlock> blocks = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      blocks.add(EncodedBlock.of(step(i).block(), TINY));
    }
    return blocks;
  }

  ImportResult add(List<EncodedBlock> blocks) {
    return chain.importBlocks(blocks, Origin.FILE);
  }

  /** Imports a block that must not be accepted, and says why it was not. */
  String refusal(EncodedBlock block) {
    BlockRef before = chain.best();
    ImportResult result = add(List.of(block));
    Rejection rejection = result.rejection().orElseThrow(() -> new AssertionError("accepted"));
    if (rejection.reason() != Reason.INVALID || !chain.best().equals(before)) {
      throw new AssertionError(result + ", head " + chain.best());
    }
    return rejection.detail();
  }

  Hash root() {
    return chain.state(chain.best().hash()).orElseThrow().root();
  }

  @Override
  public void close() {
    chain.close();
  }
}
