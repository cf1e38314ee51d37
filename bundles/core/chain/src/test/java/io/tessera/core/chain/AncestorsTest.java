package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tessera.chain.AncestorLookup;
import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What counts as an ancestor: a block of the chain beneath, under its own slot. */
class AncestorsTest {
  private static final int BLOCKS = 12;
  private static final int FINAL = 7;

  private final TestChain test = new TestChain();

  /** By height, which is the slot too. */
  private final List<BlockRef> chain = new ArrayList<>();

  AncestorsTest() {
    chain.add(test.chain.genesis());
    List<EncodedBlock> blocks = test.builder.chain(BLOCKS);
    chain.addAll(TestChain.blockRefs(blocks));
    test.add(blocks);
    assertEquals(chain.get(FINAL), test.chain.finalized());
  }

  @AfterEach
  void close() {
    test.close();
  }

  private BlockNode head() {
    return new Restart(test.store, test.builder.parameters(), Optional.empty())
        .tree()
        .heads()
        .best();
  }

  private void assertOwnSlotOnly(AncestorLookup ancestors, int height) {
    for (int slot = 0; slot < 2 * BLOCKS; slot++) {
      assertEquals(
          slot == height,
          ancestors.isAncestor(chain.get(height).hash(), slot),
          chain.get(height) + " as one of slot " + slot);
    }
  }

  @Test
  void aBlockOfTheTreeCountsUnderItsOwnSlotOnly() {
    AncestorLookup ancestors = Ancestors.of(head(), test.store);
    for (int height = FINAL; height <= BLOCKS; height++) {
      assertOwnSlotOnly(ancestors, height);
    }
  }

  @Test
  void aFinalBlockCountsUnderItsOwnSlotOnly() {
    AncestorLookup ofTheHeadsChild = Ancestors.of(head(), test.store);
    AncestorLookup ofTheFinalBlock = Ancestors.beneath(FINAL, test.store);
    for (int height = 0; height < FINAL; height++) {
      assertOwnSlotOnly(ofTheHeadsChild, height);
      assertOwnSlotOnly(ofTheFinalBlock, height);
    }
  }

  @Test
  void aBlockOfAForkIsNone() {
    EncodedBlock fork = test.builder.child(chain.get(FINAL), 500);
    assertEquals(1, test.add(fork).imported());
    assertFalse(Ancestors.of(head(), test.store).isAncestor(fork.hash(), 500));
  }
}
