package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.testing.testkit.MemoryBlockStore;
import io.tessera.testing.testkit.SealedChain;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of several valid forks is the best chain. */
class BestChainTest {
  private static final SealedChain MAKER = SealedTestChain.MAKER;
  private final SealedTestChain test = new SealedTestChain();

  @AfterEach
  void stop() {
    test.close();
  }

  @Test
  void withoutTicketsTheHigherOneThenTheEarlierSlotWins() {
    EncodedBlock base = test.child(1);
    EncodedBlock late = test.child(base, 5);
    EncodedBlock early = test.child(base, 4);
    test.add(base, late);
    assertEquals(late.ref(), test.chain.best());
    test.add(early);
    assertEquals(early.ref(), test.chain.best());
    EncodedBlock higher = test.child(late, 7);
    test.add(higher);
    assertEquals(higher.ref(), test.chain.best());
  }

  @Test
  void moreTicketsBeatMoreBlocks() {
    // Tickets of the first epoch seal the second; who skips the contest's end has none.
    List<EncodedBlock> first = MAKER.ticketedChain(MAKER.genesisRef(), 9);
    EncodedBlock fork = first.getLast();
    EncodedBlock close = test.child(fork, 10);
    EncodedBlock ticketed = test.child(close, 12);
    test.add(first.toArray(EncodedBlock[]::new));
    // Without a block after the contest the epoch that follows has fallback keys.
    EncodedBlock skipped = test.child(fork, 24);
    EncodedBlock more = test.child(test.child(skipped, 25), 26);
    test.add(skipped, test.child(skipped, 25), more);
    assertEquals(more.ref(), test.chain.best());
    test.add(close, ticketed);
    assertEquals(ticketed.ref(), test.chain.best());
  }

  @Test
  void aSlotWithTwoBlocksHoldsTheHeadBackUntilItIsFinal() {
    EncodedBlock base = test.child(1);
    EncodedBlock one = test.child(base, 2);
    EncodedBlock other = test.twin(base, 2, 0);
    test.add(base, one);
    assertEquals(one.ref(), test.chain.best());
    test.add(other);
    assertEquals(base.ref(), test.chain.best(), "neither may be built on");
    assertEquals(List.of(base.ref()), refs(test.store), "what the store takes for the best chain");

    EncodedBlock two = test.child(one, 3);
    EncodedBlock three = test.child(two, 4);
    test.add(two, three);
    assertEquals(base.ref(), test.chain.best());
    EncodedBlock four = test.child(three, 5);
    test.add(four);
    assertEquals(one.ref(), test.chain.finalized(), "three beneath the heaviest head");
    assertEquals(four.ref(), test.chain.best());
    assertEquals(List.of(four.ref()), test.chain.leaves());
    test.restart();
    assertEquals(four.ref(), test.chain.best());
  }

  private static List<BlockRef> refs(MemoryBlockStore store) {
    return TestChain.refs(store.canonical(1, 10));
  }

  @Test
  void aSlotWithTwoBlocksHoldsTheHeadBackWhenOneOfThemIsOnAForkThatLost() {
    EncodedBlock base = test.child(1);
    EncodedBlock two = test.child(base, 2);
    EncodedBlock three = test.child(two, 3);
    EncodedBlock lost = test.child(base, 5);
    EncodedBlock five = test.child(three, 5);
    EncodedBlock six = test.child(five, 6);
    test.add(base, two, three, lost, five);
    assertEquals(three.ref(), test.chain.best());
    test.add(six);
    assertEquals(List.of(six.ref()), test.chain.leaves(), "the other one is gone");
    assertEquals(three.ref(), test.chain.best());
    test.restart();
    EncodedBlock seven = test.child(six, 7);
    test.add(seven);
    assertEquals(three.ref(), test.chain.finalized());
    assertEquals(three.ref(), test.chain.best());
    EncodedBlock eight = test.child(seven, 8);
    test.add(eight);
    assertEquals(five.ref(), test.chain.finalized());
    assertEquals(eight.ref(), test.chain.best());
  }

  @Test
  void aBlockThatIsNotAuditedIsNoHead() {
    EncodedBlock base = test.child(1);
    EncodedBlock next = test.child(base, 2);
    test.notAudited.add(next.ref());
    test.add(base, next);
    assertEquals(base.ref(), test.chain.best());
    assertEquals("by the test", test.chain.verification().audits());
    test.notAudited.clear();
    test.add(test.child(next, 3));
    assertEquals(3, test.chain.best().slot());
  }
}
