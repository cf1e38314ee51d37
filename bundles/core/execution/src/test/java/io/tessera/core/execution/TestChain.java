package io.tessera.core.execution;

import io.tessera.chain.Accumulator;
import io.tessera.chain.AncestorLookup;
import io.tessera.chain.BlockExecutor;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.ConsensusState;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExecutedBlock;
import io.tessera.chain.ExecutionContext;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What an importer does with an executor: keeps the state and the ancestors. */
final class TestChain {
  private final BlockExecutor executor;
  private final Map<Hash, Long> ancestors = new HashMap<>();
  private final Map<StateKey, Bytes> state;
  private StateKnowledge knowledge = StateKnowledge.COMPLETE;

  TestChain(BlockExecutor executor, Hash genesis, Map<StateKey, Bytes> state) {
    this.executor = executor;
    this.state = new HashMap<>(state);
    ancestors.put(genesis, 0L);
  }

  /** The state after the last block. */
  Map<StateKey, Bytes> state() {
    return state;
  }

  /** A chain up to the parent of the trace's block in a slot, with the whole state known. */
  static TestChain before(BlockExecutor executor, Trace trace, int slot) {
    TestChain chain = new TestChain(executor, trace.genesis(), trace.steps().get(slot - 1).pre());
    for (Trace.Step step : trace.steps().subList(0, slot - 1)) {
      chain.ancestors.put(step.block().hash(), step.block().header().slot());
    }
    return chain;
  }

  /** Executes a block without keeping it, and without an accumulator. */
  ExecutedBlock execute(EncodedBlock block) throws BlockRejectedException {
    return execute(block, Optional.empty());
  }

  private ExecutedBlock execute(EncodedBlock block, Optional<Accumulator> accumulator)
      throws BlockRejectedException {
    AncestorLookup lookup = (header, slot) -> Long.valueOf(slot).equals(ancestors.get(header));
    return executor.execute(
        block,
        key -> Optional.ofNullable(state.get(key)),
        new ExecutionContext(knowledge, lookup, accumulator));
  }

  /** Executes a block, verifies its signatures, and goes on from it. */
  ExecutedBlock append(EncodedBlock block) throws BlockRejectedException {
    return append(block, Optional.empty());
  }

  /** The same with an accumulator. */
  ExecutedBlock append(EncodedBlock block, Optional<Accumulator> accumulator)
      throws BlockRejectedException {
    ExecutedBlock executed = execute(block, accumulator);
    executed.requireSignatures();
    executed.changes().forEach(this::change);
    if (executed.knowledge() == StateKnowledge.CONSENSUS) {
      state.keySet().retainAll(ConsensusState.KEYS);
    }
    knowledge = executed.knowledge();
    ancestors.put(block.hash(), block.header().slot());
    return executed;
  }

  private void change(StateKey key, Optional<Bytes> value) {
    if (value.isPresent()) {
      state.put(key, value.get());
    } else {
      state.remove(key);
    }
  }
}
