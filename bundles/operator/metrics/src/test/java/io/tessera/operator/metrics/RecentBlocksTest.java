package io.tessera.operator.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Header;
import io.tessera.operator.metrics.RecentBlocks.Recent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The blocks of the last slots, with forks. */
class RecentBlocksTest {
  /** A block with nothing but its place. */
  record Made(BlockRef ref, Hash parent) {}

  static List<EncodedBlock> encoded(List<Made> blocks) {
    return blocks.stream()
        .map(
            made ->
                new EncodedBlock(
                    made.ref().hash(),
                    new Block(header(made.parent(), made.ref().slot()), null),
                    Bytes.EMPTY))
        .toList();
  }

  private static Header header(Hash parent, long slot) {
    return new Header(
        parent,
        Hash.ZERO,
        Hash.ZERO,
        slot,
        Optional.empty(),
        Optional.empty(),
        0,
        null,
        List.of(),
        null);
  }

  private static Made made(long slot, int fork, BlockRef parent) {
    return new Made(StubNode.block(slot, fork), parent.hash());
  }

  @Test
  void knowsTheBestChainFromForksAndForgetsOldSlots() {
    RecentBlocks recent = new RecentBlocks();
    List<Made> blocks = new ArrayList<>();
    for (long slot = 1; slot <= 100; slot++) {
      blocks.add(made(slot, 0, StubNode.block(slot - 1, 0)));
    }
    blocks.add(made(99, 1, StubNode.block(98, 0)));
    recent.imported(encoded(blocks), StubNode.block(100, 0), StubNode.block(95, 0));
    List<Recent> seen = recent.blocks();
    assertEquals(RecentBlocks.SLOTS + 1, seen.size());
    assertEquals(100 - RecentBlocks.SLOTS + 1, seen.getFirst().ref().slot());
    assertTrue(
        seen.stream()
            .allMatch(
                each ->
                    each.best() == each.ref().equals(StubNode.block(each.ref().slot(), 0))
                        && each.isFinal() == each.ref().slot() <= 95));

    // The other fork grows longer: what was best is a fork now.
    recent.imported(
        encoded(List.of(made(101, 1, StubNode.block(99, 1)), made(102, 1, StubNode.block(101, 1)))),
        StubNode.block(102, 1),
        StubNode.block(95, 0));
    assertEquals(
        List.of(StubNode.block(99, 0), StubNode.block(100, 0)),
        recent.blocks().stream().filter(each -> !each.best()).map(Recent::ref).toList());
    assertEquals(2, recent.changes());
  }

  @Test
  void whatWasThereBeforeIsAddedOnce() {
    BlockRef best = StubNode.block(50, 0);
    List<BlockEntry> stored = new ArrayList<>();
    for (long slot = 50; slot > 20; slot--) {
      Hash parent = StubNode.block(slot - 1, 0).hash();
      stored.add(new BlockEntry(StubNode.block(slot, 0), parent, slot, 300));
    }
    AtomicInteger reads = new AtomicInteger();
    Chain chain =
        Stub.of(
            Chain.class,
            Map.of(
                "best", none -> best,
                "finalized", none -> StubNode.block(45, 0),
                "range",
                    request -> {
                      reads.incrementAndGet();
                      return Optional.of(stored);
                    }));
    RecentBlocks recent = new RecentBlocks();
    recent.imported(
        encoded(List.of(made(60, 0, best))), StubNode.block(60, 0), StubNode.block(50, 0));
    recent.begin(chain);
    recent.begin(chain);
    assertEquals(1, reads.get());
    assertEquals(60 - RecentBlocks.SLOTS + 1, recent.blocks().getFirst().ref().slot());
    assertEquals(StubNode.block(60, 0), recent.blocks().getLast().ref());
    assertTrue(recent.blocks().stream().allMatch(Recent::best));
  }

  @Test
  void thousandsOfBlocksInASlotAreNotKept() {
    RecentBlocks recent = new RecentBlocks();
    List<Made> blocks = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      blocks.add(new Made(new BlockRef(Hash.wrap(StubNode.bytes(i)), 7), Hash.ZERO));
    }
    recent.imported(encoded(blocks), blocks.getLast().ref(), blocks.getLast().ref());
    recent.imported(encoded(blocks.subList(0, 100)), blocks.getFirst().ref(), blocks.get(0).ref());
    assertEquals(4 * RecentBlocks.SLOTS, recent.blocks().size());
  }
}
