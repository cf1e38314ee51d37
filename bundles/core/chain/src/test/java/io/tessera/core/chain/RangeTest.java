package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chain of 20 blocks, finalized up to the 15th, with a living fork and a dead one. */
class RangeTest {
  private static final long U32_MAX = 0xffff_ffffL;

  private final TestChain test = new TestChain();
  private List<EncodedBlock> main;
  private List<EncodedBlock> dead;
  private List<EncodedBlock> fork;

  @BeforeEach
  void build() {
    main = test.builder.chain(20);
    dead = test.builder.chain(main.get(2).ref(), 2, 0);
    fork = test.builder.chain(main.get(15).ref(), 3, 0);
    test.add(main.subList(0, 5));
    test.add(dead);
    test.add(main);
    test.add(fork);
    assertEquals(main.get(14).ref(), test.chain.finalized());
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void ascendingFromGenesisExcludesIt() {
    assertEquals(Optional.of(refs(main)), ascending(test.chain.genesis(), U32_MAX, 1000));
  }

  @Test
  void ascendingFromTheBestChainStaysOnIt() {
    assertEquals(Optional.of(refs(main.subList(1, 4))), ascending(main.get(0).ref(), 3, 1000));
    assertEquals(Optional.of(refs(main.subList(16, 20))), ascending(main.get(15).ref(), 100, 1000));
    assertEquals(Optional.of(List.of()), ascending(main.get(19).ref(), 100, 1000));
  }

  @Test
  void bothLimitsHold() {
    assertEquals(
        Optional.of(refs(main.subList(0, 7))), ascending(test.chain.genesis(), U32_MAX, 7));
    assertEquals(Optional.of(refs(main.subList(0, 6))), ascending(test.chain.genesis(), 6, 7));
    assertEquals(Optional.of(List.of()), ascending(test.chain.genesis(), 0, 7));
    assertEquals(Optional.of(List.of()), descending(main.get(5).ref(), 0, 7));
    assertEquals(
        Optional.of(refs(main.subList(0, 15)).reversed()),
        descending(main.get(14).ref(), U32_MAX, Integer.MAX_VALUE));
  }

  @Test
  void ascendingOnASideForkFollowsIt() {
    assertEquals(Optional.of(refs(fork.subList(1, 3))), ascending(fork.get(0).ref(), 100, 1000));
    assertEquals(Optional.of(refs(fork.subList(1, 2))), ascending(fork.get(0).ref(), 1, 1000));
    // Where it parts again, along the branch that is better by the rule of the best chain.
    List<EncodedBlock> longer = test.builder.chain(fork.get(0).ref(), 3, 0);
    test.add(longer);
    assertEquals(Optional.of(refs(longer)), ascending(fork.get(0).ref(), 100, 1000));
  }

  @Test
  void descendingIncludesTheBlockAndEndsAboveGenesis() {
    assertEquals(Optional.of(refs(main).reversed()), descending(main.get(19).ref(), U32_MAX, 1000));
    assertEquals(
        Optional.of(refs(main.subList(4, 10)).reversed()), descending(main.get(9).ref(), 6, 1000));
    assertEquals(Optional.of(refs(main.subList(0, 1))), descending(main.get(0).ref(), 6, 1000));
  }

  @Test
  void descendingFromASideForkGoesOverToTheBestChain() {
    List<BlockRef> expected = new ArrayList<>(refs(main.subList(0, 16)));
    expected.addAll(refs(fork));
    assertEquals(Optional.of(expected.reversed()), descending(fork.get(2).ref(), U32_MAX, 1000));
    assertEquals(
        Optional.of(expected.reversed().subList(0, 2)), descending(fork.get(2).ref(), 2, 1000));
  }

  @Test
  void whatCannotBeFinalizedIsNotServed() {
    for (EncodedBlock block : dead) {
      assertEquals(Optional.empty(), ascending(block.ref(), 10, 1000));
      assertEquals(Optional.empty(), descending(block.ref(), 10, 1000));
    }
  }

  @Test
  void whatIsNotKnownIsNotServed() {
    BlockRef unknown = new BlockRef(Hash.ZERO, 3);
    assertEquals(Optional.empty(), ascending(unknown, 10, 1000));
    assertEquals(Optional.empty(), descending(unknown, 10, 1000));
    // There is a genesis header but no genesis block.
    assertEquals(Optional.empty(), descending(test.chain.genesis(), 10, 1000));
  }

  @Test
  void leavesAreWhatHasNoChildren() {
    assertEquals(Set.of(main.get(19).ref(), fork.get(2).ref()), Set.copyOf(test.chain.leaves()));
    List<EncodedBlock> more = test.builder.chain(main.get(19).ref(), 6, 0);
    test.add(more);
    assertEquals(List.of(more.get(5).ref()), test.chain.leaves());
    test.restart();
    assertEquals(List.of(more.get(5).ref()), test.chain.leaves());
  }

  @Test
  void finalizedBlockIsALeafWhenItHasNoChildren() {
    try (TestChain other = new TestChain()) {
      assertEquals(List.of(other.chain.genesis()), other.chain.leaves());
      other.finality = new DepthFinality(0);
      List<EncodedBlock> blocks = other.builder.chain(3);
      other.add(blocks);
      assertEquals(List.of(blocks.get(2).ref()), other.chain.leaves());
      assertEquals(blocks.get(2).ref(), other.chain.finalized());
    }
  }

  @Test
  void restartKeepsForksAndHeads() {
    test.restart();
    assertEquals(main.get(19).ref(), test.chain.best());
    assertEquals(main.get(14).ref(), test.chain.finalized());
    assertEquals(Optional.of(refs(fork.subList(1, 3))), ascending(fork.get(0).ref(), 9, 1000));
    assertEquals(Optional.empty(), ascending(dead.get(0).ref(), 10, 1000));
  }

  private Optional<List<BlockRef>> ascending(BlockRef from, long maximum, int most) {
    return range(from, Direction.ASCENDING, maximum, most);
  }

  private Optional<List<BlockRef>> descending(BlockRef from, long maximum, int most) {
    return range(from, Direction.DESCENDING, maximum, most);
  }

  private Optional<List<BlockRef>> range(
      BlockRef from, Direction direction, long maximum, int most) {
    return test.chain
        .range(new BlockRequest(from.hash(), direction, maximum), most)
        .map(TestChain::refs);
  }

  private static List<BlockRef> refs(List<EncodedBlock> blocks) {
    return TestChain.blockRefs(blocks);
  }
}
