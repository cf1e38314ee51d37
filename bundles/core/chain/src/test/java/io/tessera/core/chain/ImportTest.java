package io.tessera.core.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.FinalityRule;
import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Reason;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryBlockStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImportTest {
  private final TestChain test = new TestChain();
  private final ChainBuilder builder = test.builder;

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void importsAndServes() {
    List<EncodedBlock> blocks = builder.chain(20);
    assertEquals(new ImportResult(20, 0, Optional.empty()), test.add(blocks));
    assertEquals(blocks.get(19).ref(), test.chain.best());
    assertEquals(20, test.chain.height());
    assertEquals(blocks.get(14).ref(), test.chain.finalized());
    assertEquals(Optional.of(blocks.get(3).header()), test.chain.header(blocks.get(3).hash()));
    assertEquals(List.of(blocks.get(7).raw()), test.chain.raw(List.of(blocks.get(7).hash())));
    assertEquals(List.of(blocks.get(7).ref()), test.chain.atSlot(8));
    assertTrue(test.chain.contains(blocks.get(2).hash()));
    assertFalse(test.chain.contains(Hash.ZERO));
    assertEquals(new ImportResult(0, 20, Optional.empty()), test.add(blocks));
  }

  @Test
  void unknownParent() {
    List<EncodedBlock> blocks = builder.chain(2);
    assertEquals(Reason.PARENT_UNKNOWN, test.refuse(blocks.get(1)));
    // It was not held against the block.
    assertEquals(2, test.add(blocks).imported());
  }

  @Test
  void slotNotAboveTheParents() {
    EncodedBlock parent = builder.child(test.chain.genesis(), 10);
    test.add(parent);
    EncodedBlock same = builder.child(parent.ref(), 10);
    assertEquals(Reason.INVALID, test.refuse(same));
    assertEquals(Reason.INVALID, test.refuse(builder.child(parent.ref(), 9)));
    // Nor is what stands on it taken, though its parent is not stored.
    EncodedBlock onTop = builder.child(same.ref(), 11);
    assertEquals(Reason.INVALID, test.refuse(onTop));
    assertEquals(Reason.INVALID, test.refuse(builder.child(onTop.ref(), 12)));
  }

  @Test
  void slotInTheFuture() {
    test.clock.set(41);
    EncodedBlock block = builder.child(test.chain.genesis(), 42);
    assertEquals(Reason.IN_THE_FUTURE, test.refuse(block));
    test.clock.set(42);
    assertEquals(1, test.add(block).imported());
  }

  @Test
  void wrongExtrinsicDoesNotBarTheRightOne() {
    EncodedBlock right = builder.child(test.chain.genesis(), 1, builder.extrinsic(10));
    EncodedBlock wrong = builder.seal(right.header(), Extrinsic.EMPTY);
    assertEquals(right.hash(), wrong.hash());
    assertEquals(Reason.INVALID, test.refuse(wrong));
    assertEquals(1, test.add(right).imported());
  }

  @Test
  void wrongExtrinsicFarInsideABatchIsFound() {
    List<EncodedBlock> blocks = new ArrayList<>(builder.chain(100));
    EncodedBlock at70 = blocks.get(70);
    blocks.set(70, builder.seal(at70.header(), builder.extrinsic(3)));
    ImportResult result = test.add(blocks);
    assertEquals(70, result.imported());
    assertEquals(at70.ref(), result.rejection().orElseThrow().block());
    assertEquals(blocks.get(69).ref(), test.chain.best());
  }

  @Test
  void belowFinalized() {
    List<EncodedBlock> blocks = builder.chain(10);
    test.add(blocks);
    assertEquals(Reason.NOT_FINALIZABLE, test.refuse(builder.child(blocks.get(3).ref(), 500)));
    assertEquals(Reason.NOT_FINALIZABLE, test.refuse(builder.child(test.chain.genesis(), 500)));
    // The finalized block itself can still have another child.
    assertEquals(1, test.add(builder.child(blocks.get(4).ref(), 500)).imported());
  }

  @Test
  void forkThatLostCannotGrow() {
    List<EncodedBlock> lost = builder.chain(2);
    test.add(lost);
    test.add(builder.chain(10));
    assertTrue(test.chain.contains(lost.get(1).hash()));
    assertEquals(new ImportResult(0, 2, Optional.empty()), test.add(lost));
    assertEquals(Reason.NOT_FINALIZABLE, test.refuse(builder.child(lost.get(1).ref(), 500)));
  }

  @Test
  void floodOfForksIsBounded() {
    List<EncodedBlock> blocks = builder.chain(3);
    test.add(blocks);
    List<EncodedBlock> siblings = new ArrayList<>();
    for (int i = 0; i < 4200; i++) {
      siblings.add(builder.child(blocks.get(0).ref(), 100));
    }
    ImportResult result = test.add(siblings);
    assertEquals(Reason.SURPLUS, result.rejection().orElseThrow().reason());
    assertEquals(4096, result.imported());
    assertEquals(1, test.add(builder.child(blocks.get(2).ref(), 4)).imported());
    // A fork that overtakes the chain is no flood.
    List<EncodedBlock> fork = builder.chain(blocks.get(0).ref(), 4, 0);
    assertEquals(0, test.add(fork.subList(0, 3)).imported());
    assertEquals(4, test.add(fork).imported());
    assertEquals(fork.get(3).ref(), test.chain.best());
  }

  @Test
  void reorganisesToTheLongerFork() {
    EncodedBlock common = builder.child(test.chain.genesis(), 1);
    List<EncodedBlock> first = builder.chain(common.ref(), 3, 0);
    List<EncodedBlock> second = builder.chain(common.ref(), 4, 0);
    test.add(common);
    test.add(first);
    assertEquals(first.get(2).ref(), test.chain.best());
    test.add(second.subList(0, 2));
    assertEquals(first.get(2).ref(), test.chain.best());
    test.add(second.subList(2, 4));
    assertEquals(second.get(3).ref(), test.chain.best());
    List<BlockRef> expected = new ArrayList<>(List.of(common.ref()));
    expected.addAll(TestChain.blockRefs(second));
    assertEquals(expected, TestChain.refs(test.store.canonical(1, 100)));
    test.restart();
    assertEquals(second.get(3).ref(), test.chain.best());
  }

  @Test
  void ofEqualHeightsTheEarlierSlotWins() {
    EncodedBlock late = builder.child(test.chain.genesis(), 9);
    EncodedBlock early = builder.child(test.chain.genesis(), 8);
    test.add(late);
    test.add(early);
    assertEquals(early.ref(), test.chain.best());
    test.add(builder.child(test.chain.genesis(), 10));
    assertEquals(early.ref(), test.chain.best());
  }

  @Test
  void finalityNeverMovesBackNorOffTheBestChain() {
    List<EncodedBlock> blocks = builder.chain(20);
    test.add(blocks.subList(0, 10));
    assertEquals(blocks.get(4).ref(), test.chain.finalized());
    test.finality = new DepthFinality(9);
    test.add(blocks.subList(10, 11));
    assertEquals(blocks.get(4).ref(), test.chain.finalized());
    BlockRef stranger = builder.child(test.chain.genesis(), 5).ref();
    test.finality =
        new FinalityRule() {
          @Override
          public String description() {
            return "stranger";
          }

          @Override
          public Optional<BlockRef> finalize(BlockEntry b, BlockEntry f, Ancestry chain) {
            return Optional.of(stranger);
          }
        };
    test.add(blocks.subList(11, 20));
    assertEquals(blocks.get(4).ref(), test.chain.finalized());
  }

  @Test
  void listenersHearEachCommitAfterItIsStored() {
    List<String> heard = new ArrayList<>();
    test.listeners.add(
        (blocks, best, finalized) -> {
          throw new IllegalStateException("a listener's own trouble");
        });
    test.listeners.add(
        (blocks, best, finalized) -> {
          assertEquals(best, test.store.heads().best().ref());
          heard.add(blocks.size() + " " + best.slot() + " " + finalized.slot());
        });
    List<EncodedBlock> blocks = builder.chain(8);
    test.add(blocks.subList(0, 3));
    test.add(blocks.subList(0, 3));
    test.add(blocks.subList(2, 8));
    assertEquals(List.of("3 3 0", "5 8 3"), heard);
  }

  @Test
  void storeThatFailsLeavesTheChainAsItWas() {
    MemoryBlockStore memory = new MemoryBlockStore();
    FailingStore failing = new FailingStore(memory);
    try (TestChain chain = new TestChain(failing)) {
      List<EncodedBlock> blocks = chain.builder.chain(2);
      chain.add(blocks.subList(0, 1));
      failing.broken = true;
      assertThrows(IllegalStateException.class, () -> chain.add(blocks));
      assertEquals(blocks.get(0).ref(), chain.chain.best());
      assertEquals(List.of(blocks.get(0).ref()), chain.chain.leaves());
      failing.broken = false;
      assertEquals(1, chain.add(blocks).imported());
    }
  }

  @Test
  void manyImportersAtOnce() throws Exception {
    List<EncodedBlock> blocks = builder.chain(400);
    try (ExecutorService importers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ImportResult>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(importers.submit(() -> test.add(blocks)));
      }
      int imported = 0;
      for (Future<ImportResult> result : results) {
        assertEquals(400, result.get().imported() + result.get().known());
        imported += result.get().imported();
      }
      assertEquals(400, imported);
    }
    assertEquals(blocks.get(399).ref(), test.chain.best());
  }

  @Test
  void whatEndsTheImportThreadIsTold() throws Exception {
    test.listeners.add((blocks, best, finalized) -> Thread.currentThread().interrupt());
    test.add(builder.chain(1));
    Throwable told = test.chain.broken().get(10, TimeUnit.SECONDS);
    assertInstanceOf(InterruptedException.class, told);
    assertThrows(RuntimeException.class, () -> test.add(builder.chain(2)), "nobody waits for it");
  }

  @Test
  void anEndThatIsWantedIsNoFailure() {
    test.add(builder.chain(1));
    test.chain.close();
    assertFalse(test.chain.broken().isDone());
  }

  @Test
  void importAfterTheEndIsRefused() {
    List<EncodedBlock> blocks = builder.chain(1);
    test.chain.close();
    assertThrows(RuntimeException.class, () -> test.add(blocks));
    test.start();
    assertEquals(1, test.add(blocks).imported());
  }

  @Test
  void virtualThreadsNeverReachTheStore() throws Exception {
    List<EncodedBlock> blocks = builder.chain(1);
    List<Boolean> virtual = new ArrayList<>();
    try (TestChain chain =
        new TestChain(
            new FailingStore(new MemoryBlockStore()) {
              @Override
              public List<Bytes> blocks(List<Hash> wanted) {
                virtual.add(Thread.currentThread().isVirtual());
                return super.blocks(wanted);
              }
            })) {
      chain.add(blocks);
      virtual.clear();
      Thread.ofVirtual().start(() -> chain.chain.raw(List.of(blocks.get(0).hash()))).join();
      chain.chain.raw(List.of(blocks.get(0).hash()));
      assertEquals(List.of(false, false), virtual);
    }
  }
}
