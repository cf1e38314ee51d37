package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.store.rocksdb.RocksBlockStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain that knew only what decides about consensus is given a whole state. */
class AnchorTest {
  /** The trace makes work available in almost every block, so that little is known. */
  private static final String TRACE = "preimages_light";

  private static BlockState finalized(VerifiedChain chain) {
    return chain.chain.state(chain.chain.finalized().hash()).orElseThrow();
  }

  private static List<KeyValue> stateAfter(VerifiedChain chain, BlockRef block) {
    return chain.step((int) block.slot()).post().keyvals();
  }

  private static BlockRef at(VerifiedChain chain, long slot) {
    return chain.chain.atSlot(slot).getFirst();
  }

  private static String refusal(VerifiedChain chain, Hash block, List<KeyValue> state) {
    return assertThrows(IllegalArgumentException.class, () -> chain.chain.anchor(block, state))
        .getMessage();
  }

  @Test
  void theWholeStateIsKnownThenAndAfterARestart(@TempDir Path folder) {
    try (RocksBlockStore store = new RocksBlockStore(folder, 8, 8);
        VerifiedChain chain = new VerifiedChain(TRACE, store)) {
      chain.add(chain.blocks(1, 50));
      assertEquals(StateKnowledge.CONSENSUS, finalized(chain).knowledge());
      BlockRef best = chain.chain.best();

      chain.chain.anchor(
          chain.chain.finalized().hash(), stateAfter(chain, chain.chain.finalized()));
      Hash root = chain.step((int) chain.chain.finalized().slot()).post().stateRoot();
      assertEquals(StateKnowledge.COMPLETE, finalized(chain).knowledge());
      assertEquals(root, finalized(chain).root());
      assertEquals(best, chain.chain.best());

      chain.restart();
      assertEquals(root, finalized(chain).root());
      assertEquals(best, chain.chain.best());
      assertEquals(50, chain.add(chain.blocks(51, 100)).imported());
    }
  }

  /** The second start has only what the first one stored to go by. */
  @Test
  void stoppedBeforeTheBlocksAboveAreStoredTheyAreExecutedAndStoredAtTheNextStart(
      @TempDir Path folder) {
    try (RocksBlockStore store = new RocksBlockStore(folder, 8, 8, 4);
        VerifiedChain chain = new VerifiedChain(TRACE, store)) {
      chain.add(chain.blocks(1, 50));
      BlockRef finalized = chain.chain.finalized();
      store.states().anchor(finalized.hash(), stateAfter(chain, finalized).iterator());
      chain.restart();
      assertEquals(StateKnowledge.COMPLETE, finalized(chain).knowledge());
      assertTrue(store.states().has(chain.chain.best().hash()));
      assertEquals(10, chain.add(chain.blocks(51, 60)).imported());
      assertTrue(
          store.states().base().orElseThrow().slot() > finalized.slot(), "it follows finality");
      chain.restart();
      assertEquals(10, chain.add(chain.blocks(61, 70)).imported());
    }
  }

  /** While a state is fetched, blocks become final: they are executed on it. */
  @Test
  void aStateOfABlockBeneathLeadsToTheFinalizedOne() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      chain.add(chain.blocks(1, 24));
      assertEquals(19, chain.chain.finalized().slot());
      assertEquals(StateKnowledge.CONSENSUS, finalized(chain).knowledge());
      // Blocks 18 and 19 have too few assurances to make anything available.
      BlockRef beneath = at(chain, 17);
      chain.chain.anchor(beneath.hash(), stateAfter(chain, beneath));
      assertEquals(StateKnowledge.COMPLETE, finalized(chain).knowledge());
      assertEquals(chain.step(19).post().stateRoot(), finalized(chain).root());
      assertEquals(16, chain.add(chain.blocks(25, 40)).imported());
    }
  }

  @Test
  void whereWorkBecameAvailableInBetweenTheStateIsNotKnownThen() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      chain.add(chain.blocks(1, 50));
      BlockRef beneath = at(chain, chain.chain.finalized().slot() - 4);
      String line = refusal(chain, beneath.hash(), stateAfter(chain, beneath));
      assertTrue(line.contains("not all of the state after"), line);
      assertEquals(StateKnowledge.CONSENSUS, finalized(chain).knowledge());
    }
  }

  @Test
  void aBlockThatIsNotFinalOrFarBeneathIsRefused() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      chain.add(chain.blocks(1, 50));
      BlockRef best = chain.chain.best();
      assertTrue(
          refusal(chain, best.hash(), stateAfter(chain, best)).contains("is no final block"));
      Hash unknown = Hash.fromHex("ab".repeat(32));
      assertTrue(refusal(chain, unknown, List.of()).contains("is no final block"));
    }
  }

  @Test
  void anotherStateIsRefused() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      chain.add(chain.blocks(1, 50));
      BlockRef finalized = chain.chain.finalized();
      List<KeyValue> state = new ArrayList<>(stateAfter(chain, finalized));
      state.removeLast();
      assertTrue(refusal(chain, finalized.hash(), state).contains("prior state root"));
      assertEquals(StateKnowledge.CONSENSUS, finalized(chain).knowledge());
      assertEquals(10, chain.add(chain.blocks(51, 60)).imported());
    }
  }
}
