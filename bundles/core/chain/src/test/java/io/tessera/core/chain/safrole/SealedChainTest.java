package io.tessera.core.chain.safrole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.chain.BlockExecutor;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ExecutedBlock;
import io.tessera.chain.ExecutionContext;
import io.tessera.chain.StateKnowledge;
import io.tessera.core.chain.safrole.HeaderVerdict.Follows;
import io.tessera.core.execution.ExecutionComponent;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.testing.testkit.SealedChain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The testkit's chains are valid by all rules: header, signatures, execution, state roots. */
class SealedChainTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;

  private static final SealedChain SEALED = SealedChain.tiny(1);

  @Test
  void sixtyBlocksOverFiveEpochsAreValid() throws BlockRejectedException {
    Counts counts = verify(SEALED.chain(60));
    assertEquals(60, counts.blocks);
    assertEquals(5, counts.epochMarks);
    assertEquals(0, counts.ticketed);
  }

  /**
   * Tickets of the first epoch seal the second: the one after the contest has the winners' mark.
   */
  @Test
  void chainsWithTicketsAreValid() throws BlockRejectedException {
    List<EncodedBlock> blocks =
        new ArrayList<>(SEALED.ticketedChain(SEALED.genesisRef(), TINY.epochLength() - 1));
    blocks.addAll(SEALED.chain(blocks.getLast().ref(), TINY.epochLength() + 1));
    Counts counts = verify(blocks);
    assertEquals(2 * TINY.epochLength(), counts.blocks);
    assertEquals(TINY.epochLength(), counts.tickets);
    assertEquals(1, counts.winnersMarks);
    assertEquals(TINY.epochLength(), counts.ticketed);
  }

  @Test
  void slotsAndEpochsMayBeSkipped() throws BlockRejectedException {
    List<EncodedBlock> blocks = new ArrayList<>();
    BlockRef at = SEALED.genesisRef();
    for (long slot : new long[] {1, 5, 11, 14, 30, 31, 90}) {
      EncodedBlock block = SEALED.child(at, slot);
      blocks.add(block);
      at = block.ref();
    }
    assertEquals(3, verify(blocks).epochMarks);
  }

  @Test
  void blocksBringPreimages() throws BlockRejectedException {
    List<EncodedBlock> blocks = new ArrayList<>();
    EncodedBlock first = SEALED.child(SEALED.genesisRef(), 1, SEALED.withPreimages(3, 1, 2));
    blocks.add(first);
    blocks.add(SEALED.child(first.ref(), 2, SEALED.withPreimages(0)));
    assertEquals(4, verify(blocks).preimages);
    assertThrows(
        IllegalArgumentException.class,
        () -> SEALED.child(first.ref(), 2, SEALED.withPreimages(1)));
  }

  @Test
  void forksAreValidAndDiffer() throws BlockRejectedException {
    List<EncodedBlock> trunk = SEALED.chain(5);
    List<EncodedBlock> fork = new ArrayList<>(trunk.subList(0, 3));
    EncodedBlock branch = SEALED.child(fork.getLast().ref(), 5);
    fork.add(branch);
    fork.addAll(SEALED.chain(branch.ref(), 10));
    assertEquals(5, verify(trunk).blocks);
    assertEquals(14, verify(fork).blocks);
    assertNotEquals(trunk.get(4).hash(), branch.hash());
  }

  @Test
  void theSameCallsGiveTheSameBlocks() {
    SealedChain one = SealedChain.tiny(1);
    SealedChain again = SealedChain.tiny(1);
    List<EncodedBlock> first = one.ticketedChain(one.genesisRef(), 1);
    assertEquals(first, again.ticketedChain(again.genesisRef(), 1));
    SealedChain other = SealedChain.tiny(2);
    assertNotEquals(
        first.getLast().hash(), other.ticketedChain(other.genesisRef(), 1).getLast().hash());
  }

  private static final class Counts {
    int blocks;
    int epochMarks;
    int winnersMarks;
    int ticketed;
    int tickets;
    int preimages;
  }

  /** Follows the blocks from genesis with nothing of what made them but the genesis. */
  private Counts verify(List<EncodedBlock> blocks) throws BlockRejectedException {
    HeaderRules rules = new HeaderRules(TINY);
    BlockExecutor executor = new ExecutionComponent().forChain(TINY);
    Map<StateKey, Bytes> state = Trace.items(SEALED.genesis().state());
    Consensus consensus = Trace.state(state);
    Hash parent = SEALED.genesisRef().hash();
    Counts counts = new Counts();
    for (EncodedBlock block : blocks) {
      Header header = block.header();
      String name = "slot " + header.slot();
      assertEquals(parent, header.parent(), name);
      assertEquals(StateTrie.root(state), header.priorStateRoot(), name);
      consensus = assertInstanceOf(Follows.class, rules.check(consensus, header), name).consensus();
      execute(executor, block, state);
      assertEquals(Trace.state(state), consensus, name);
      parent = block.hash();
      counts.blocks++;
      counts.epochMarks += header.epochMark().isPresent() ? 1 : 0;
      counts.winnersMarks += header.ticketsMark().isPresent() ? 1 : 0;
      counts.ticketed += consensus.isTicketed() ? 1 : 0;
      counts.tickets += block.block().extrinsic().tickets().size();
      counts.preimages += block.block().extrinsic().preimages().size();
    }
    return counts;
  }

  private static void execute(
      BlockExecutor executor, EncodedBlock block, Map<StateKey, Bytes> state)
      throws BlockRejectedException {
    Map<StateKey, Bytes> prior = new HashMap<>(state);
    ExecutedBlock executed =
        executor.execute(
            block,
            key -> Optional.ofNullable(prior.get(key)),
            new ExecutionContext(StateKnowledge.COMPLETE, (hash, slot) -> false, Optional.empty()));
    executed.requireSignatures();
    assertEquals(StateKnowledge.COMPLETE, executed.knowledge());
    assertEquals(Map.of(), executed.unchecked());
    executed
        .changes()
        .forEach(
            (key, value) ->
                value.ifPresentOrElse(it -> state.put(key, it), () -> state.remove(key)));
  }
}
