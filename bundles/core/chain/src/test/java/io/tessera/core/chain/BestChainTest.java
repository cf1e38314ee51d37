package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.AuditRule;
import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.core.execution.ExecutionComponent;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.testing.testkit.MemoryBlockStore;
import io.tessera.testing.testkit.SealedChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of several valid forks is the best chain. */
class BestChainTest {
  private static final int DEPTH = 3;

  private static final SealedChain MAKER = SealedChain.tiny(1);
  private final MemoryBlockStore store = new MemoryBlockStore();
  private final Set<BlockRef> notAudited = new HashSet<>();
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
  private ChainSpec spec;
  private ChainService chain;

  @BeforeEach
  void start() throws IOException, ChainSpecException {
    Map<StateKey, Bytes> state = new HashMap<>();
    for (KeyValue item : MAKER.genesis().state().keyvals()) {
      state.put(item.key(), item.value());
    }
    spec =
        ChainSpec.of("test", List.of(), MAKER.genesis().header(), state, ProtocolParameters.TINY);
    new DataDirectory(Files.createTempDirectory("tessera-chain"), store)
        .adopt(spec, Path.of("test"));
    open();
  }

  private void open() {
    chain =
        new ChainService(
            spec,
            store,
            Clock.systemUTC(),
            new Plugins(() -> new DepthFinality(DEPTH), () -> audits, Optional::empty, List::of),
            Optional.of(new ExecutionComponent().forChain(ProtocolParameters.TINY)),
            4);
  }

  @AfterEach
  void stop() {
    chain.close();
  }

  private void add(EncodedBlock... blocks) {
    assertEquals(blocks.length, chain.importBlocks(List.of(blocks), Origin.FILE).imported());
  }

  private EncodedBlock child(EncodedBlock parent, long slot) {
    return MAKER.child(parent.ref(), slot);
  }

  /** Another block of the same parent and slot. */
  private EncodedBlock twin(EncodedBlock parent, long slot) {
    return MAKER.child(parent.ref(), slot, MAKER.withPreimages(0));
  }

  @Test
  void withoutTicketsTheHigherOneThenTheEarlierSlotWins() {
    EncodedBlock base = MAKER.child(MAKER.genesisRef(), 1);
    EncodedBlock late = child(base, 5);
    EncodedBlock early = child(base, 4);
    add(base, late);
    assertEquals(late.ref(), chain.best());
    add(early);
    assertEquals(early.ref(), chain.best());
    EncodedBlock higher = child(late, 7);
    add(higher);
    assertEquals(higher.ref(), chain.best());
  }

  @Test
  void moreTicketsBeatMoreBlocks() {
    // Tickets of the first epoch seal the second; who skips the contest's end has none.
    List<EncodedBlock> first = MAKER.ticketedChain(MAKER.genesisRef(), 9);
    EncodedBlock fork = first.getLast();
    EncodedBlock close = child(fork, 10);
    EncodedBlock ticketed = child(close, 12);
    add(first.toArray(EncodedBlock[]::new));
    // Without a block after the contest the epoch that follows has fallback keys.
    EncodedBlock skipped = child(fork, 24);
    EncodedBlock more = child(child(skipped, 25), 26);
    add(skipped, child(skipped, 25), more);
    assertEquals(more.ref(), chain.best());
    add(close, ticketed);
    assertEquals(ticketed.ref(), chain.best());
  }

  @Test
  void aSlotWithTwoBlocksHoldsTheHeadBackUntilItIsFinal() {
    EncodedBlock base = MAKER.child(MAKER.genesisRef(), 1);
    EncodedBlock one = child(base, 2);
    EncodedBlock other = twin(base, 2);
    add(base, one);
    assertEquals(one.ref(), chain.best());
    add(other);
    assertEquals(base.ref(), chain.best(), "neither may be built on");
    assertEquals(List.of(base.ref()), refs(store), "what the store takes for the best chain");

    EncodedBlock two = child(one, 3);
    EncodedBlock three = child(two, 4);
    add(two, three);
    assertEquals(base.ref(), chain.best());
    EncodedBlock four = child(three, 5);
    add(four);
    assertEquals(one.ref(), chain.finalized(), "three beneath the heaviest head");
    assertEquals(four.ref(), chain.best());
    assertEquals(List.of(four.ref()), chain.leaves());
    chain.close();
    open();
    assertEquals(four.ref(), chain.best());
  }

  private static List<BlockRef> refs(MemoryBlockStore store) {
    return TestChain.refs(store.canonical(1, 10));
  }

  @Test
  void aBlockThatIsNotAuditedIsNoHead() {
    EncodedBlock base = MAKER.child(MAKER.genesisRef(), 1);
    EncodedBlock next = child(base, 2);
    notAudited.add(next.ref());
    add(base, next);
    assertEquals(base.ref(), chain.best());
    assertEquals("by the test", chain.verification().audits());
    notAudited.clear();
    add(child(next, 3));
    assertEquals(3, chain.best().slot());
  }
}
