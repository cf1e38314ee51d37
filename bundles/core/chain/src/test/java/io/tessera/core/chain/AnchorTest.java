package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.BlockStore;
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

  @Test
  void theWholeStateIsKnownThenAndAfterARestart(@TempDir Path folder) {
    try (RocksBlockStore store = new RocksBlockStore(folder, 8, 8);
        VerifiedChain chain = new VerifiedChain(TRACE, store)) {
      chain.add(chain.blocks(1, 50));
      assertEquals(StateKnowledge.CONSENSUS, finalized(chain).knowledge());
      BlockRef best = chain.chain.best();

      chain.chain.anchor(stateAfter(chain, chain.chain.finalized()));
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

  @Test
  void stoppedBeforeTheBlocksAboveAreStoredTheyAreExecutedAgain() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      chain.add(chain.blocks(1, 50));
      BlockRef finalized = chain.chain.finalized();
      BlockStore store = chain.store;
      store.states().anchor(finalized.hash(), stateAfter(chain, finalized).iterator());
      chain.restart();
      assertEquals(StateKnowledge.COMPLETE, finalized(chain).knowledge());
      assertEquals(10, chain.add(chain.blocks(51, 60)).imported());
    }
  }

  @Test
  void anotherStateIsRefused() {
    try (VerifiedChain chain = new VerifiedChain(TRACE)) {
      chain.add(chain.blocks(1, 50));
      BlockRef finalized = chain.chain.finalized();
      List<KeyValue> state = new ArrayList<>(stateAfter(chain, finalized));
      state.removeLast();
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> chain.chain.anchor(state));
      assertTrue(refused.getMessage().contains("prior state root"), refused.getMessage());
      assertEquals(StateKnowledge.CONSENSUS, finalized(chain).knowledge());
      assertEquals(10, chain.add(chain.blocks(51, 60)).imported());
    }
  }
}
