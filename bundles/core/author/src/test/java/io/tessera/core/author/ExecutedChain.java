package io.tessera.core.author;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockExecutor;
import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainIdentity;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExecutedBlock;
import io.tessera.chain.ExecutionContext;
import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Reason;
import io.tessera.chain.Origin;
import io.tessera.chain.StateKnowledge;
import io.tessera.chain.VerificationStatus;
import io.tessera.core.execution.ExecutionComponent;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.merkle.StateChange;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.testing.testkit.SealedChain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A chain in memory that executes blocks and verifies what execution leaves to verify. */
final class ExecutedChain implements Chain {
  private final SealedChain origin;
  private final BlockExecutor executor;
  private final Map<Hash, StateTrie> states = new HashMap<>();
  private final List<EncodedBlock> blocks = new ArrayList<>();
  private final List<ExecutedBlock> executed = new ArrayList<>();
  private BlockRef best;
  private ChainListener listener = (added, head, finalized) -> {};
  private StateKnowledge knowledge = StateKnowledge.COMPLETE;
  private boolean refusing;

  /** A chain with the genesis of another. */
  ExecutedChain(SealedChain origin) {
    this.origin = origin;
    executor = new ExecutionComponent().forChain(origin.parameters());
    best = origin.genesisRef();
    states.put(best.hash(), StateTrie.of(origin.genesis().state().keyvals()));
  }

  /** All blocks that were imported. */
  List<EncodedBlock> blocks() {
    return blocks;
  }

  /** What their execution came to. */
  List<ExecutedBlock> executed() {
    return executed;
  }

  /** Lets another block, genesis or imported before, be the head. */
  void setBest(BlockRef block) {
    best = block;
  }

  void listen(ChainListener newListener) {
    listener = newListener;
  }

  /** Lets the states be known as far as this. */
  void know(StateKnowledge asFar) {
    knowledge = asFar;
  }

  /** Accepts no block, or every valid one. */
  void refuse(boolean all) {
    refusing = all;
  }

  @Override
  public ChainIdentity identity() {
    return new ChainIdentity(
        origin.genesisRef().hash(), origin.genesis().state().stateRoot(), origin.parameters());
  }

  @Override
  public BlockRef best() {
    return best;
  }

  @Override
  public Optional<BlockState> state(Hash block) {
    return Optional.ofNullable(states.get(block)).map(state -> BlockState.of(knowledge, state));
  }

  @Override
  public ImportResult importBlocks(List<EncodedBlock> added, Origin from) {
    for (EncodedBlock block : added) {
      try {
        add(block);
      } catch (BlockRejectedException broken) {
        return new ImportResult(
            0,
            0,
            Optional.of(
                new ImportResult.Rejection(block.ref(), Reason.INVALID, broken.getMessage())));
      }
    }
    listener.imported(added, best, origin.genesisRef());
    return new ImportResult(added.size(), 0, Optional.empty());
  }

  private void add(EncodedBlock block) throws BlockRejectedException {
    StateTrie prior = states.get(block.header().parent());
    if (refusing || !prior.root().equals(block.header().priorStateRoot())) {
      throw new BlockRejectedException(BlockFault.BAD_SLOT, "refused");
    }
    ExecutedBlock result =
        executor.execute(
            block,
            prior::get,
            new ExecutionContext(StateKnowledge.COMPLETE, (hash, slot) -> false, Optional.empty()));
    result.requireSignatures();
    List<StateChange> changes = new ArrayList<>();
    result.changes().forEach((key, value) -> changes.add(new StateChange(key, value)));
    states.put(block.hash(), prior.with(changes));
    blocks.add(block);
    executed.add(result);
    best = block.ref();
  }

  @Override
  public void anchor(Hash block, Collection<KeyValue> state) {
    throw new IllegalArgumentException("all is known here");
  }

  @Override
  public VerificationStatus verification() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String id() {
    return "executed";
  }

  @Override
  public BlockRef genesis() {
    return origin.genesisRef();
  }

  @Override
  public BlockRef finalized() {
    return origin.genesisRef();
  }

  @Override
  public long height() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<BlockRef> leaves() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean contains(Hash block) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Header> header(Hash block) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<BlockEntry> entry(Hash block) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Bytes> raw(List<Hash> hashes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<BlockRef> atSlot(long slot) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<List<BlockEntry>> range(BlockRequest request, int most) {
    throw new UnsupportedOperationException();
  }
}
