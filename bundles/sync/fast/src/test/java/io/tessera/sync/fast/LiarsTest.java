package io.tessera.sync.fast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.StateRequest;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Block;
import io.tessera.lib.codec.block.Extrinsic;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.crypto.ExtrinsicHash;
import io.tessera.lib.merkle.StateRange;
import io.tessera.lib.merkle.StateTrie;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.SealedChain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that lie are found and dropped; the sync ends right; nothing of theirs is stored. */
@Timeout(60)
class LiarsTest {
  private final Fixture sync = new Fixture();
  private final FakePeer honest = new FakePeer(1, 50);
  private final FakePeer liar = new FakePeer(2, 50);

  @AfterEach
  void close() throws Exception {
    sync.close();
  }

  private void syncWithLiar() throws Exception {
    sync.connect(honest, liar);
    sync.start();
    assertEndsRight();
  }

  private void assertEndsRight() throws Exception {
    sync.awaitSynced();
    assertEquals(TestChain.ref(49), sync.chain.adoption().beginning().orElseThrow().block());
    assertEquals(TestChain.ref(TestChain.LENGTH), sync.chain.best());
    assertEquals(
        TestChain.MAKER.state(sync.chain.best()).root(),
        sync.chain.state(sync.chain.best().hash()).orElseThrow().root());
  }

  /** Anybody can make blocks that hang together, and bring one with each answer, in time. */
  @Test
  void whoShowsNothingForALongTimeHoldsNobodyUp() throws Exception {
    Map<Hash, EncodedBlock> madeUp = madeUp(100, 300);
    BlockRef tip = new ArrayList<>(madeUp.values()).getLast().ref();
    AtomicInteger shown = new AtomicInteger();
    FakePeer slow =
        new FakePeer(4, TestChain.holding(TestChain.BLOCKS), tip)
            .withBlocks(
                (peer, request, sink) -> {
                  sync.leap(Duration.ofSeconds(4));
                  EncodedBlock block = madeUp.get(request.block());
                  if (block == null) {
                    throw StreamException.reset(2); // it has nothing real
                  }
                  shown.incrementAndGet();
                  sink.accept(block);
                  return 1;
                });
    sync.connect(honest, new FakePeer(3, 50), slow);
    sync.start();
    assertEndsRight();
    assertTrue(shown.get() <= 5, shown + " answers of four seconds, where twenty are its share");
  }

  private static Map<Hash, EncodedBlock> madeUp(long from, int count) {
    Header like = TestChain.block(2).header();
    Map<Hash, EncodedBlock> blocks = new LinkedHashMap<>();
    Hash parent = Hash.ZERO;
    for (long slot = from; slot < from + count; slot++) {
      Header header =
          new Header(
              parent,
              like.priorStateRoot(),
              ExtrinsicHash.of(Extrinsic.EMPTY),
              slot,
              Optional.empty(),
              Optional.empty(),
              0,
              like.entropySource(),
              List.of(),
              like.seal());
      EncodedBlock block =
          EncodedBlock.of(new Block(header, Extrinsic.EMPTY), ProtocolParameters.TINY);
      blocks.put(block.hash(), block);
      parent = block.hash();
    }
    return blocks;
  }

  private void assertLiarIsFound() throws Exception {
    syncWithLiar();
    assertLiarIsBlamed();
  }

  private void assertLiarIsBlamed() {
    assertTrue(sync.isBlamed(liar), "the liar is reported");
    assertFalse(sync.isBlamed(honest), sync.misbehaved.toString());
  }

  /** Lets the liar change what an honest peer would say, unless there is nothing in it. */
  private void changeItems(UnaryOperator<List<KeyValue>> change) {
    liar.withState(
        (peer, request) -> {
          StateRange right = peer.honest(request);
          return right.items().size() < 3
              ? right
              : new StateRange(right.boundary(), change.apply(right.items()));
        });
  }

  @Test
  void aWrongValue() throws Exception {
    changeItems(
        items -> {
          List<KeyValue> changed = new ArrayList<>(items);
          changed.set(1, new KeyValue(items.get(1).key(), Bytes.fromHex("a3")));
          return changed;
        });
    assertLiarIsFound();
  }

  @Test
  void aMissingPair() throws Exception {
    changeItems(
        items -> {
          List<KeyValue> changed = new ArrayList<>(items);
          changed.remove(1);
          return changed;
        });
    assertLiarIsFound();
  }

  @Test
  void aRangeCutShort() throws Exception {
    changeItems(items -> items.subList(0, items.size() / 2));
    assertLiarIsFound();
  }

  /** The proof is right, and says that something is left: it is asked for. */
  @Test
  void aRangeThatEndsEarlyIsNoLie() throws Exception {
    for (FakePeer peer : List.of(honest, liar)) {
      peer.withState(
          (self, request) ->
              self.honest(
                  new StateRequest(request.block(), request.start(), request.end(), 1_500)));
    }
    syncWithLiar();
    assertEquals(List.of(), sync.misbehaved);
  }

  @Test
  void aProofForAnotherRoot() throws Exception {
    StateTrie other = TestChain.STATES.get(TestChain.block(48).hash());
    liar.withState(
        (peer, request) ->
            StateRange.of(other, request.start(), request.end(), request.maximumSize()));
    assertLiarIsFound();
  }

  @Test
  void blocksOfAnotherChain() throws Exception {
    List<EncodedBlock> other = SealedChain.tiny(2).chain(40);
    honest.withBlocks(LiarsTest::refuseLong);
    liar.withBlocks(
        (peer, request, sink) -> {
          if (request.maximum() <= 1) {
            return peer.honest(request, sink);
          }
          sink.accept(other.getLast());
          return 1;
        });
    sync.connect(honest, liar);
    sync.start().awaitMisbehaviour(1);
    honest.withBlocks((peer, request, sink) -> peer.honest(request, sink));
    assertEndsRight();
    assertLiarIsBlamed();
  }

  /** Lets another peer be asked for more than one block. */
  private static int refuseLong(FakePeer peer, BlockRequest request, BlockFetcher.Sink sink)
      throws StreamException {
    if (request.maximum() > 1) {
      throw StreamException.reset(Fault.REFUSED.code());
    }
    return peer.honest(request, sink);
  }

  @Test
  void aBadBodyUnderAGoodHeader() throws Exception {
    honest.withBlocks(LiarsTest::refuseLong);
    liar.withBlocks(
        (peer, request, sink) -> {
          if (request.maximum() <= 1) {
            return peer.honest(request, sink);
          }
          return peer.honest(
              request,
              block -> {
                Block bad = new Block(block.header(), TestChain.MAKER.withPreimages(0));
                sink.accept(EncodedBlock.of(bad, TestChain.MAKER.parameters()));
              });
        });
    sync.connect(honest, liar);
    sync.start().awaitMisbehaviour(1);
    honest.withBlocks((peer, request, sink) -> peer.honest(request, sink));
    assertEndsRight();
    assertLiarIsBlamed();
  }

  /** All blocks down to genesis, which do hang together, where eight were asked for. */
  @Test
  void anEndlessResponse() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    honest.withBlocks(LiarsTest::refuseLong);
    liar.withBlocks(
        (peer, request, sink) -> {
          long most = request.maximum() <= 1 ? 1 : 1_000;
          return peer.honest(
              new BlockRequest(request.block(), request.direction(), most),
              block -> {
                sink.accept(block);
                taken.incrementAndGet();
              });
        });
    sync.connect(honest, liar);
    sync.start().awaitMisbehaviour(1);
    honest.withBlocks((peer, request, sink) -> peer.honest(request, sink));
    assertEndsRight();
    assertLiarIsBlamed();
    assertTrue(taken.get() <= 8 + 3, taken + " blocks were taken");
  }

  @Test
  void aPeerThatStallsAt99Percent() throws Exception {
    CountDownLatch nearlyAll = new CountDownLatch(1);
    AtomicInteger answers = new AtomicInteger();
    liar.withState(
        (peer, request) -> {
          if (answers.incrementAndGet() > 3) {
            nearlyAll.countDown();
            throw FakePeer.silence();
          }
          return peer.honest(request);
        });
    // The honest one answers once the other has gone silent, and only then.
    honest.withState(
        (peer, request) -> {
          FakePeer.await(nearlyAll);
          return peer.honest(request);
        });
    syncWithLiar();
    assertTrue(answers.get() >= 4, "it was asked, and left");
    assertEquals(List.of(), sync.misbehaved);
  }

  /** With nothing proved yet it is not known who is wrong: the root, or who answers. */
  @Test
  void whoLiesFirstIsReportedOnceTheRootIsProved() throws Exception {
    CountDownLatch lied = new CountDownLatch(1);
    liar.withState(
        (peer, request) -> {
          lied.countDown();
          return new StateRange(List.of(), List.of());
        });
    honest.withState(
        (peer, request) -> {
          FakePeer.await(lied);
          return peer.honest(request);
        });
    assertLiarIsFound();
  }

  /** Whoever makes up a header makes up a root that the honest do not have. */
  @Test
  void aTargetWhoseRootNobodyHasIsGivenUpAndNobodyBlamed() throws Exception {
    EncodedBlock right = TestChain.block(55);
    Header h = right.header();
    EncodedBlock madeUp =
        EncodedBlock.of(
            new Block(
                new Header(
                    h.parent(),
                    Hash.fromHex("77".repeat(32)),
                    h.extrinsicHash(),
                    h.slot(),
                    h.epochMark(),
                    h.ticketsMark(),
                    h.authorIndex(),
                    h.entropySource(),
                    h.offendersMark(),
                    h.seal()),
                right.block().extrinsic()),
            TestChain.MAKER.parameters());
    List<EncodedBlock> forked = new ArrayList<>(TestChain.BLOCKS.subList(0, 54));
    forked.add(madeUp);
    FakePeer first = new FakePeer(5, TestChain.holding(forked), madeUp.ref());
    FakePeer second = new FakePeer(6, TestChain.holding(forked), madeUp.ref());
    sync.connect(first, second);
    sync.start();
    // Both answer from the state that they have, which does not fit with the root they named.
    await(() -> first.stateRequests.size() + second.stateRequests.size() > 1);
    sync.connect(honest, new FakePeer(3, 51), new FakePeer(4, 52));
    sync.awaitSynced();
    assertEquals(TestChain.ref(49), sync.chain.adoption().beginning().orElseThrow().block());
    assertEquals(List.of(), sync.misbehaved);
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
