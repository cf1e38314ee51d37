package io.tessera.core.author;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.AncestorLookup;
import io.tessera.chain.BlockRef;
import io.tessera.chain.ChainAncestors;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose descendant a new block is. */
class ChainAncestorsTest {
  private final ChainBuilder builder = ChainBuilder.tiny(1);

  /** Three blocks above the final one, and two beneath. */
  private final MemoryChain chain = new MemoryChain(builder, 3);

  private final List<EncodedBlock> blocks = builder.chain(6);

  private static boolean isAncestor(AncestorLookup ancestors, BlockRef block) {
    return ancestors.isAncestor(block.hash(), block.slot());
  }

  @Test
  void theParentAndAllBeneathIt() {
    chain.importBlocks(blocks, Origin.FILE);
    AncestorLookup ancestors = ChainAncestors.of(chain, blocks.get(4).hash());
    for (EncodedBlock block : blocks.subList(0, 5)) {
      assertTrue(isAncestor(ancestors, block.ref()), block.ref().toString());
    }
    assertTrue(isAncestor(ancestors, builder.genesisRef()));
    BlockRef low = blocks.get(0).ref();
    assertFalse(ancestors.isAncestor(low.hash(), 5), "it is of another slot");
    assertFalse(isAncestor(ancestors, blocks.get(5).ref()), "a child of the parent");
  }

  @Test
  void notThoseOfForks() {
    EncodedBlock beneath = builder.child(blocks.get(0).ref(), 2);
    EncodedBlock above = builder.child(blocks.get(3).ref(), 5);
    chain.importBlocks(blocks.subList(0, 2), Origin.FILE);
    chain.importBlocks(List.of(beneath), Origin.FILE);
    chain.importBlocks(blocks.subList(2, 6), Origin.FILE);
    chain.importBlocks(List.of(above), Origin.FILE);
    AncestorLookup ancestors = ChainAncestors.of(chain, blocks.get(5).hash());
    assertFalse(isAncestor(ancestors, above.ref()));
    assertFalse(isAncestor(ancestors, beneath.ref()));
    assertFalse(isAncestor(ancestors, builder.child(blocks.get(0).ref(), 2).ref()), "unknown");
  }
}
