package io.tessera.sync.full;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.Origin;
import io.tessera.chain.PeerHead;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FullSyncTest {
  private final ChainBuilder builder = ChainBuilder.tiny(1);
  private final Fixture sync = new Fixture(new MemoryChain(builder, 50));

  @AfterEach
  void close() throws Exception {
    sync.close();
  }

  private MemoryChain holding(List<EncodedBlock> blocks) {
    return MemoryChain.of(builder, blocks);
  }

  private static BlockRef last(List<EncodedBlock> blocks) {
    return blocks.get(blocks.size() - 1).ref();
  }

  // ---- catching up

  @Test
  void fromGenesisToTheHeadOfAPeer() throws Exception {
    List<EncodedBlock> blocks = builder.chain(300);
    sync.connect(new FakePeer(1, holding(blocks)));
    sync.start().awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
    assertEquals(List.of(), sync.misbehaved);
    assertTrue(sync.targets.contains(last(blocks)));
  }

  @Test
  void withASlowALyingAndASilentPeer() throws Exception {
    List<EncodedBlock> blocks = builder.chain(2_000);
    MemoryChain full = holding(blocks);
    FakePeer slow =
        new FakePeer(1, full).with((peer, request, sink) -> peer.honest(request, sink, 40));
    FakePeer lying =
        new FakePeer(2, full)
            .with(
                (peer, request, sink) -> {
                  sink.accept(blocks.get(1_500));
                  return 1;
                });
    FakePeer silent = new FakePeer(3, full).with(FakePeer::silent);
    sync.connect(lying);
    sync.connect(silent);
    sync.start().awaitMisbehaviour(1);
    sync.connect(slow);
    sync.awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
    assertTrue(sync.misbehaved.stream().anyMatch(who -> who.startsWith(lying.id.shortName())));
    assertFalse(sync.misbehaved.stream().anyMatch(who -> who.startsWith(slow.id.shortName())));
  }

  @Test
  void goesOnWhereItStopped() throws Exception {
    List<EncodedBlock> blocks = builder.chain(1_000);
    CountDownLatch halfway = new CountDownLatch(1);
    FakePeer peer =
        new FakePeer(1, holding(blocks))
            .with(
                (self, request, sink) -> {
                  if (sync.chain.height() >= 400) {
                    halfway.countDown();
                    return FakePeer.silent(self, request, sink);
                  }
                  return self.honest(request, sink, 20);
                });
    sync.connect(peer);
    sync.start();
    halfway.await();
    sync.stop();
    long height = sync.chain.height();
    assertTrue(height >= 400 && height < 1_000, "height " + height);

    peer.requests.clear();
    peer.with((self, request, sink) -> self.honest(request, sink, 10_000));
    sync.start().awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
    assertEquals(blocks.get((int) height - 1).hash(), peer.requests.get(0).block());
  }

  @Test
  void blocksGoOnToBeImportedWhileTheNextAreFetched() throws Exception {
    List<EncodedBlock> blocks = builder.chain(400);
    CountDownLatch imported = new CountDownLatch(1);
    sync.chain.listen((added, best, finalized) -> imported.countDown());
    sync.connect(
        new FakePeer(1, holding(blocks))
            .with(
                (self, request, sink) -> {
                  int count = self.honest(request, sink, 10_000);
                  awaitUninterruptibly(imported); // within the request that brought them
                  return count;
                }));
    sync.start().awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) throws StreamException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "interrupted", e);
    }
  }

  // ---- forks

  @Test
  void movesToALongerFork() throws Exception {
    List<EncodedBlock> common = builder.chain(30);
    List<EncodedBlock> ours = builder.chain(last(common), 20, 0);
    List<EncodedBlock> theirs = builder.chain(last(common), 200, 0);
    sync.chain.importBlocks(common, Origin.FILE);
    sync.chain.importBlocks(ours, Origin.FILE);
    MemoryChain other = holding(common);
    other.importBlocks(theirs, Origin.FILE);
    sync.connect(new FakePeer(1, other));
    sync.start().awaitSynced();
    assertEquals(last(theirs), sync.chain.best());
    assertEquals(List.of(), sync.misbehaved);
  }

  @Test
  void movesToALongerForkOfAPeerThatKnowsOursToo() throws Exception {
    List<EncodedBlock> common = builder.chain(30);
    List<EncodedBlock> ours = builder.chain(last(common), 20, 0);
    List<EncodedBlock> theirs = builder.chain(last(common), 200, 0);
    sync.chain.importBlocks(common, Origin.FILE);
    sync.chain.importBlocks(ours, Origin.FILE);
    MemoryChain other = holding(common);
    other.importBlocks(ours, Origin.FILE);
    other.importBlocks(theirs, Origin.FILE);
    sync.connect(new FakePeer(1, other));
    sync.start().awaitSynced();
    assertEquals(last(theirs), sync.chain.best());
  }

  @Test
  void theLongestForkNeedNotHaveTheGreatestSlot() throws Exception {
    List<EncodedBlock> common = builder.chain(10);
    EncodedBlock ours = builder.child(last(common), 500);
    List<EncodedBlock> theirs = builder.chain(last(common), 20, 0);
    sync.chain.importBlocks(common, Origin.FILE);
    sync.chain.importBlocks(List.of(ours), Origin.FILE);
    MemoryChain other = holding(common);
    other.importBlocks(theirs, Origin.FILE);
    sync.connect(new FakePeer(1, other));
    sync.start().awaitSynced();
    assertEquals(last(theirs), sync.chain.best());
  }

  @Test
  void aForkBelowWhatIsFinalizedIsNobodysFault() throws Exception {
    MemoryChain other = holding(builder.chain(200));
    sync.chain.importBlocks(builder.chain(100), Origin.FILE);
    BlockRef before = sync.chain.best();
    FakePeer stranger = new FakePeer(1, other);
    sync.connect(stranger);
    sync.start();
    while (stranger.requests.size() < 20) {
      Thread.onSpinWait();
    }
    assertEquals(before, sync.chain.best());
  }

  // ---- at the tip

  @Test
  void oneBlockIsFetchedFromWhoAnnouncedIt() throws Exception {
    List<EncodedBlock> blocks = builder.chain(50);
    FakePeer announcer = new FakePeer(1, holding(blocks));
    FakePeer other = new FakePeer(2, holding(blocks.subList(0, 49)));
    sync.chain.importBlocks(blocks.subList(0, 49), Origin.FILE);
    sync.connect(other);
    sync.start().awaitSynced();
    sync.connect(announcer, announced(announcer, blocks.get(49)));
    sync.awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
    assertEquals(
        List.of(new BlockRequest(last(blocks).hash(), Direction.DESCENDING, 1)),
        announcer.requests);
    assertEquals(List.of(), other.requests);
  }

  private static PeerHead announced(FakePeer peer, EncodedBlock block) {
    return new PeerHead(
        peer.id, block.ref(), Optional.of(block.header().parent()), peer.chain.finalized());
  }

  @Test
  void aForkAtTheTipIsFetchedToo() throws Exception {
    List<EncodedBlock> blocks = builder.chain(50);
    EncodedBlock sibling = builder.child(blocks.get(48).ref(), 50);
    MemoryChain both = holding(blocks);
    both.importBlocks(List.of(sibling), Origin.FILE);
    sync.chain.importBlocks(blocks, Origin.FILE);
    FakePeer peer = new FakePeer(1, both);
    sync.connect(peer, announced(peer, sibling));
    sync.start().awaitSynced();
    assertTrue(sync.chain.contains(sibling.hash()));
    assertEquals(1, peer.requests.size());
  }

  @Test
  void aBlockOfTheFutureIsNobodysFault() throws Exception {
    List<EncodedBlock> blocks = builder.chain(50);
    sync.chain.now(40);
    AtomicInteger asked = new AtomicInteger();
    sync.connect(
        new FakePeer(1, holding(blocks))
            .with(
                (self, request, sink) -> {
                  if (asked.incrementAndGet() > 4) {
                    sync.chain.now(50);
                  }
                  return self.honest(request, sink, 10_000);
                }));
    sync.start().awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
    assertEquals(List.of(), sync.misbehaved);
  }

  @Test
  void aForkTooManyIsNobodysFaultAndComesWithTheNextBlockOnIt() throws Exception {
    List<EncodedBlock> blocks = builder.chain(50);
    EncodedBlock twin = builder.child(blocks.get(49).ref(), 51);
    EncodedBlock next = builder.child(twin.ref(), 52);
    sync.chain.importBlocks(blocks, Origin.FILE);
    sync.chain.surplus(twin.hash());
    MemoryChain theirs = holding(blocks);
    theirs.importBlocks(List.of(twin), Origin.FILE);
    FakePeer peer = new FakePeer(1, theirs);
    sync.connect(peer, announced(peer, twin));
    sync.start().awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
    assertEquals(1, peer.requests.size());
    theirs.importBlocks(List.of(next), Origin.FILE);
    sync.connect(peer, announced(peer, next));
    sync.awaitSynced();
    assertEquals(next.ref(), sync.chain.best());
    assertEquals(2, peer.requests.size(), "it did not have to wait");
    assertEquals(List.of(), sync.misbehaved);
  }

  // ---- what goes wrong with peers

  @Test
  void anInvalidBlockIsReportedAndOthersAreAsked() throws Exception {
    List<EncodedBlock> blocks = builder.chain(100);
    EncodedBlock real = blocks.get(60);
    EncodedBlock wrong = builder.seal(real.header(), builder.extrinsic(10));
    FakePeer lying =
        new FakePeer(1, holding(blocks))
            .with(
                (self, request, sink) ->
                    self.honest(
                        request,
                        block -> sink.accept(block.hash().equals(real.hash()) ? wrong : block),
                        10_000));
    sync.connect(lying);
    sync.start().awaitMisbehaviour(1);
    assertEquals(60, sync.chain.height());
    sync.connect(new FakePeer(2, holding(blocks)));
    sync.awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
  }

  @Test
  void aBlockThatIsNoChildOfTheOneBeforeIsReported() throws Exception {
    String reason = reportOf(49); // its parent is not known here: asked for in ascending order
    assertTrue(reason.contains("no child"), reason);
  }

  @Test
  void aBlockThatIsNotTheOneNamedIsReported() throws Exception {
    String reason = reportOf(48); // its parent is known: asked for by its hash
    assertTrue(reason.contains("is not"), reason);
  }

  /** What is said of a peer that announces a block and sends another one. */
  private String reportOf(int announced) throws Exception {
    List<EncodedBlock> blocks = builder.chain(50);
    sync.chain.importBlocks(blocks.subList(0, 48), Origin.FILE);
    FakePeer lying =
        new FakePeer(1, holding(blocks))
            .with(
                (self, request, sink) -> {
                  sink.accept(blocks.get(10));
                  return 1;
                });
    sync.connect(lying, announced(lying, blocks.get(announced)));
    sync.start().awaitMisbehaviour(1);
    return sync.misbehaved.get(0);
  }

  @Test
  void malformedAnswersAreReported() throws Exception {
    FakePeer bad =
        new FakePeer(1, holding(builder.chain(5)))
            .with(
                (self, request, sink) -> {
                  throw new StreamException(Fault.MALFORMED, "trailing bytes");
                });
    sync.connect(bad);
    sync.start().awaitMisbehaviour(1);
  }

  @Test
  void aPeerThatNeverDeliversWhatItClaimsIsReportedInTheEnd() throws Exception {
    FakePeer empty = new FakePeer(1, holding(builder.chain(5))).with((self, request, sink) -> 0);
    sync.connect(empty);
    sync.start().awaitMisbehaviour(1);
    assertTrue(sync.misbehaved.get(0).contains("does not deliver"), sync.misbehaved.get(0));
    assertTrue(empty.requests.size() > 10);
  }

  @Test
  void aPeerThatLeavesInTheMiddleIsReplaced() throws Exception {
    List<EncodedBlock> blocks = builder.chain(300);
    FakePeer leaving = new FakePeer(1, holding(blocks));
    leaving.with(
        (self, request, sink) -> {
          self.honest(request, sink, 7);
          sync.disconnect(leaving);
          sync.connect(new FakePeer(2, holding(blocks)));
          throw new StreamException(Fault.DISCONNECTED, "gone");
        });
    sync.connect(leaving);
    sync.start().awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
    assertEquals(1, leaving.requests.size());
    assertEquals(List.of(), sync.misbehaved);
  }

  @Test
  void aSwapOfTheFetcherInTheMiddleBlamesNobody() throws Exception {
    List<EncodedBlock> blocks = builder.chain(300);
    AtomicInteger asked = new AtomicInteger();
    sync.connect(
        new FakePeer(1, holding(blocks))
            .with(
                (self, request, sink) -> {
                  self.honest(request, sink, 10);
                  if (asked.incrementAndGet() % 2 == 0) {
                    throw new StreamException(Fault.UNAVAILABLE, "stopped meanwhile");
                  }
                  return 10;
                }));
    sync.start().awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
    assertEquals(List.of(), sync.misbehaved);
  }

  @Test
  void aPeerThatIsMuchSlowerThanOthersIsLeft() throws Exception {
    List<EncodedBlock> blocks = builder.chain(300);
    CountDownLatch never = new CountDownLatch(1);
    FakePeer slow =
        new FakePeer(1, holding(blocks))
            .with(
                (self, request, sink) -> {
                  sink.accept(blocks.get(0));
                  awaitUninterruptibly(never);
                  return 1;
                });
    sync.connect(slow);
    sync.start();
    while (sync.chain.height() < 1) {
      Thread.onSpinWait();
    }
    sync.connect(new FakePeer(2, holding(blocks)));
    sync.awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
    assertEquals(1, slow.requests.size());
  }

  @Test
  void aPeerThatFallsSilentIsLeft() throws Exception {
    List<EncodedBlock> blocks = builder.chain(100);
    Settings usual = Fixture.SETTINGS;
    sync.settings =
        new Settings(
            usual.queueBytes(),
            usual.queueBlocks(),
            usual.importBytes(),
            usual.importBlocks(),
            usual.firstRequest(),
            usual.largestRequest(),
            usual.requestBytes(),
            usual.deepest(),
            usual.stall(),
            Duration.ofHours(1), // so that speed alone is no reason
            usual.firstRetry(),
            usual.lastRetry(),
            usual.patience());
    FakePeer silent = new FakePeer(1, holding(blocks)).with(FakePeer::silent);
    sync.connect(silent);
    sync.start();
    while (silent.requests.isEmpty()) {
      Thread.onSpinWait();
    }
    sync.connect(new FakePeer(2, holding(blocks)));
    sync.awaitSynced();
    assertEquals(last(blocks), sync.chain.best());
  }

  @Test
  void aForkThatNobodyDeliversIsGivenUp() throws Exception {
    List<EncodedBlock> blocks = builder.chain(50);
    sync.chain.importBlocks(blocks, Origin.FILE);
    FakePeer peer = new FakePeer(1, holding(blocks));
    EncodedBlock unknown = builder.child(blocks.get(40).ref(), 45);
    sync.connect(peer, peer.head(), announced(peer, unknown));
    sync.start().awaitSynced();
    assertFalse(sync.chain.contains(unknown.hash()));
  }

  @Test
  void endsAtOnceWhenItIsInterrupted() throws Exception {
    sync.connect(new FakePeer(1, holding(builder.chain(5))).with(FakePeer::silent));
    sync.start();
    sync.stop();
    sync.start();
  }

  @Test
  void anInterruptionIsHeededBeforeAllThatWaitsIsImported() throws Exception {
    List<EncodedBlock> blocks = builder.chain(600);
    CountDownLatch fetched = new CountDownLatch(2); // requests that bring them all
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicInteger imports = new AtomicInteger();
    sync.settings = Settings.DEFAULT;
    sync.chain.listen(
        (added, best, finalized) -> {
          if (imports.incrementAndGet() == 1) {
            awaitUninterrupted(fetched); // all the others wait then, and are taken at once
          } else {
            Thread.currentThread().interrupt();
            interrupted.countDown();
          }
        });
    sync.connect(
        new FakePeer(1, holding(blocks))
            .with(
                (self, request, sink) -> {
                  int count = self.honest(request, sink, 10_000);
                  fetched.countDown();
                  return count;
                }));
    sync.start();
    interrupted.await();
    sync.stop();
    assertEquals(2, imports.get());
    assertTrue(sync.chain.best().slot() < 600, sync.chain.best().toString());
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
