package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.chain.event.BlockEvents.BlockExecuted;
import io.tessera.chain.event.BlockEvents.BlockVerificationFailed;
import io.tessera.chain.event.BlockEvents.BlockVerified;
import io.tessera.chain.event.BlockEvents.Importing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What watchers are told of blocks that come in. */
class ImportEventsTest {

  @Test
  void eachBlockIsToldOfToItsEnd() {
    try (VerifiedChain chain = new VerifiedChain("safrole")) {
      List<EncodedBlock> blocks = chain.blocks(1, 2);
      chain.add(blocks);
      Importing first = begun(chain, 0, blocks.getFirst());
      Importing second = begun(chain, 1, blocks.getLast());
      assertSame(first, ((BlockVerified) chain.events.get(2)).begun());
      assertSame(first, ((BlockExecuted) chain.events.get(3)).begun());
      assertSame(second, ((BlockVerified) chain.events.get(4)).begun());
      assertSame(second, ((BlockExecuted) chain.events.get(5)).begun());
      chain.add(blocks); // known
      assertEquals(6, chain.events.size());
    }
  }

  @Test
  void aBlockThatIsWrongIsToldOfWithTheReason() {
    try (VerifiedChain chain = new VerifiedChain("safrole")) {
      EncodedBlock truth = chain.blocks(1, 1).getFirst();
      EncodedBlock unsealed = Lies.brokenSeal(truth);
      EncodedBlock late = new Lies(chain, truth).slot(0).sealed();
      chain.add(chain.blocks(2, 2)); // its parent is not here: nothing begins
      assertEquals(List.of(), chain.events);
      chain.add(List.of(unsealed));
      chain.add(List.of(late));
      failed(chain, 0, unsealed, "seal");
      failed(chain, 2, late, "slot");
      assertEquals(4, chain.events.size());
    }
  }

  @Test
  void ofItsOwnBlocksTheAuthorTells() {
    try (VerifiedChain chain = new VerifiedChain("safrole")) {
      assertEquals(1, chain.chain.importBlocks(chain.blocks(1, 1), Origin.AUTHOR).imported());
      assertEquals(List.of(), chain.events);
    }
  }

  private static Importing begun(VerifiedChain chain, int index, EncodedBlock block) {
    Importing begun = (Importing) chain.events.get(index);
    assertEquals(block.hash(), begun.block().hash());
    return begun;
  }

  private static void failed(VerifiedChain chain, int index, EncodedBlock block, String reason) {
    Importing begun = begun(chain, index, block);
    BlockVerificationFailed failed = (BlockVerificationFailed) chain.events.get(index + 1);
    assertSame(begun, failed.begun());
    assertTrue(failed.reason().contains(reason), failed.reason());
  }
}
