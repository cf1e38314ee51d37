package io.tessera.sync.light;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.authoring.DevService;
import io.tessera.lib.codec.Hash;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.SealedChain;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each liar is found and reported, nothing of the lie is kept, and the sync ends right. */
@Timeout(120)
class LiarsTest {
  private static final SealedChain SEALED = SealedChain.tiny(1);
  private static final List<EncodedBlock> BLOCKS = SEALED.chain(60);

  private final Fixture sync = new Fixture(SEALED);

  @AfterEach
  void close() throws Exception {
    sync.close();
  }

  static Stream<Arguments> lies() {
    return Stream.of(
        Arguments.of(20, Lies.otherBody(SEALED, BLOCKS.get(20)), "the extrinsic does not have"),
        Arguments.of(20, Lies.brokenSeal(SEALED, BLOCKS.get(20)), "the seal is no signature"),
        // slot 24 begins an epoch
        Arguments.of(23, Lies.otherMark(SEALED, BLOCKS.get(23)), "another entropy than the chain"),
        Arguments.of(20, BLOCKS.get(30), "is no child of"));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void aLieInABlocksPlace(int index, EncodedBlock lie, String reason) throws Exception {
    FakePeer liar = sync.peer(1, BLOCKS).instead(BLOCKS.get(index), lie);
    foundOut(liar, reason);
    // What was right before the lie is kept; the block that was lied about comes from another.
    assertTrue(sync.chain.contains(BLOCKS.get(index).hash()));
  }

  @Test
  void blocksOfAnotherChain() throws Exception {
    SealedChain other =
        new SealedChain(
            SEALED.parameters(),
            new DevService(
                1, SEALED.service().preimageSize(), 3, SEALED.service().storageValueSize()),
            2);
    List<EncodedBlock> foreign = other.chain(10);
    FakePeer liar =
        sync.peer(1, BLOCKS)
            .with(
                (peer, request, sink) -> {
                  for (EncodedBlock block : foreign) {
                    sink.accept(block);
                  }
                  return foreign.size();
                });
    // Its genesis has the same header, and its validators' keys are the same: the state is not.
    assertEquals(BLOCKS.getFirst().header().parent(), foreign.getFirst().header().parent());
    foundOut(liar, "the genesis state has");
    assertFalse(sync.chain.contains(foreign.getFirst().hash()));
  }

  /** Each answer is in time, and each brings a block: as many as a made-up head needs. */
  @Test
  void aPeerThatBringsABlockAtATimeHasItsTurnAndNoMore() throws Exception {
    FakePeer slow =
        sync.peer(1, BLOCKS)
            .with(
                (peer, request, sink) -> {
                  sync.leap(Duration.ofSeconds(4));
                  BlockRequest one = new BlockRequest(request.block(), request.direction(), 1);
                  return peer.honest(one, sink, it -> it);
                });
    FakePeer honest = sync.connect(sync.peer(2, BLOCKS));
    sync.connect(slow, new BlockRef(Hash.ZERO, BLOCKS.getLast().ref().slot() + 5));
    sync.start();
    honest.awaitAsked();
    assertTrue(slow.requests.size() <= 4, slow.requests.size() + " requests");
  }

  @Test
  void anEndlessResponse() throws Exception {
    FakePeer liar =
        sync.peer(1, BLOCKS)
            .with(
                (peer, request, sink) -> {
                  int from = (int) height(request.block());
                  for (EncodedBlock block : BLOCKS.subList(from, BLOCKS.size())) {
                    sink.accept(block);
                  }
                  while (true) {
                    sink.accept(BLOCKS.getLast());
                  }
                });
    foundOut(liar, "more blocks than were asked for");
  }

  private static long height(Hash block) {
    return 1L + BLOCKS.stream().map(EncodedBlock::hash).toList().indexOf(block);
  }

  /** Down from a leaf that nothing leads to: given up when there is no room for more. */
  @Test
  void endlessAncestors() throws Exception {
    sync.connect(sync.peer(2, BLOCKS.subList(0, 30)));
    sync.start().awaitSynced();
    FakePeer liar =
        sync.peer(1, BLOCKS)
            .with(
                (peer, request, sink) -> {
                  if (request.direction() == Direction.ASCENDING) {
                    throw StreamException.reset(2);
                  }
                  while (true) {
                    sink.accept(BLOCKS.getLast());
                  }
                });
    sync.connect(liar);
    sync.awaitMisbehaviour();
    assertTrue(sync.misbehaved.getFirst().contains("is not"), sync.misbehaved.toString());
    assertEquals(BLOCKS.get(29).ref(), sync.chain.best());
  }

  @Test
  void aHeadThatIsNeverDelivered() throws Exception {
    FakePeer liar = sync.peer(1, BLOCKS).with((peer, request, sink) -> 0);
    foundOut(liar, "does not deliver it");
  }

  /** The liar is asked first, alone, and reported; with an honest peer the sync ends right. */
  private void foundOut(FakePeer liar, String reason) throws Exception {
    sync.connect(liar);
    sync.start().awaitMisbehaviour();
    String report = sync.misbehaved.getFirst();
    assertTrue(report.startsWith(liar.id.shortName()), report);
    assertTrue(report.contains(reason), report);
    sync.connect(sync.peer(2, BLOCKS));
    sync.awaitSynced();
    assertEquals(BLOCKS.getLast().ref(), sync.chain.best());
    assertEquals(List.of(BLOCKS.getLast().ref()), sync.chain.leaves());
    assertTrue(
        sync.misbehaved.stream().allMatch(each -> each.startsWith(liar.id.shortName())),
        sync.misbehaved.toString());
  }
}
