package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Reason;
import io.tessera.chain.StateDelta;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.merkle.StateChange;
import io.tessera.testing.testkit.ChainBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many forks are kept, and which are taken all the same. */
class ForkLimitsTest {
  private final SealedTestChain test = new SealedTestChain();
  private final EncodedBlock base = test.child(1);

  @AfterEach
  void stop() {
    test.close();
  }

  private Reason refusal(EncodedBlock... blocks) {
    ImportResult result = test.importBlocks(blocks);
    assertEquals(0, result.imported());
    return result.rejection().orElseThrow().reason();
  }

  /** The head goes back to the base, so that each of them is a child of the head. */
  private void keepTwo() {
    test.add(base, test.twin(base, 2, 0));
    test.add(test.twin(base, 2, 1));
    assertEquals(base.ref(), test.chain.best());
  }

  @Test
  void twoBlocksOfAnAuthorInASlotAreKept() {
    keepTwo();
    for (int twin = 2; twin < 8; twin++) {
      assertEquals(Reason.SURPLUS, refusal(test.twin(base, 2, twin)));
    }
    assertEquals(2, test.chain.leaves().size());
    test.add(test.child(base, 3)); // a slot of its own
    test.restart();
    assertEquals(Reason.SURPLUS, refusal(test.twin(base, 2, 8)));
  }

  @Test
  void aThirdIsTakenWithWhatOthersBuiltOnIt() {
    keepTwo();
    EncodedBlock third = test.twin(base, 2, 2);
    EncodedBlock next = test.child(third, 3);
    EncodedBlock more = test.child(next, 4);
    test.add(third, next, more);
    EncodedBlock last = test.child(more, 5);
    test.add(last);
    assertEquals(third.ref(), test.chain.finalized(), "the heaviest one becomes final");
    assertEquals(last.ref(), test.chain.best());
  }

  @Test
  void aThirdIsNotTakenWithABlockOnItThatIsWrong() {
    keepTwo();
    EncodedBlock third = test.twin(base, 2, 2);
    EncodedBlock wrong = Lies.brokenSeal(test.child(third, 3));
    ImportResult result = test.importBlocks(third, wrong);
    assertEquals(0, result.imported());
    assertEquals(wrong.ref(), result.rejection().orElseThrow().block());
    assertEquals(Reason.INVALID, result.rejection().orElseThrow().reason());
    assertFalse(test.chain.contains(third.hash()));
    test.add(third, test.child(third, 3));
  }

  @Test
  void aThirdIsNotTakenWithAnotherBranchBehindIt() {
    keepTwo();
    assertEquals(Reason.SURPLUS, refusal(test.twin(base, 2, 2), test.child(base, 3)));
  }

  // ---- bytes

  private static final ChainBuilder BUILDER = ChainBuilder.tiny(1);

  private static BlockNode node(EncodedBlock block, BlockNode parent, int mebibytes) {
    long height = parent == null ? 1 : parent.height() + 1;
    List<StateChange> changes = new ArrayList<>();
    Bytes value = Bytes.wrap(new byte[1 << 20]);
    for (int i = 0; i < mebibytes; i++) {
      byte[] key = new byte[StateKey.SIZE];
      key[0] = (byte) i;
      changes.add(StateChange.put(StateKey.wrap(key), value));
    }
    return new BlockNode(
        new BlockEntry(block.ref(), block.header().parent(), height, block.raw().size()),
        parent,
        block.header(),
        Optional.empty(),
        StateDelta.of(changes));
  }

  @Test
  void forksThatChangeMuchOfTheStateAreFewer() {
    EncodedBlock first = BUILDER.child(BUILDER.genesisRef(), 1);
    EncodedBlock second = BUILDER.child(first.ref(), 2);
    BlockNode root = node(first, null, 0);
    BlockNode head = node(second, root, 100);
    EncodedBlock fork = BUILDER.child(first.ref(), 3);
    EncodedBlock other = BUILDER.child(first.ref(), 4);
    List<BlockNode> nodes = List.of(root, head, node(fork, root, 63));
    assertTrue(new ForkLimits(nodes, head).admits(other, root), "the chain itself does not count");
    List<BlockNode> more = List.of(root, head, node(fork, root, 64));
    assertFalse(new ForkLimits(more, head).admits(other, root));
    assertTrue(new ForkLimits(more, head).admits(BUILDER.child(second.ref(), 3), head));
    ForkLimits growing = new ForkLimits(nodes, head);
    growing.add(node(other, root, 1));
    assertFalse(growing.admits(BUILDER.child(first.ref(), 5), root));
  }
}
