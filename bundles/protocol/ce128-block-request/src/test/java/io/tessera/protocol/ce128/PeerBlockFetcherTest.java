package io.tessera.protocol.ce128;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Hash;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.Drip;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node asks and what it puts up with in the answer. */
@Timeout(30)
class PeerBlockFetcherTest {
  private static final Hash START = Hash.fromHex("11".repeat(32));
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final ChainBuilder builder = ChainBuilder.tiny(1);
  private final MemoryChain chain = new MemoryChain(builder, 5);
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final PeerBlockFetcher fetcher = new PeerBlockFetcher(node.streams(), chain, TIMEOUT);
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final String block = Golden.block(START, 7);

  @AfterEach
  void close() {
    peer.close();
    node.close();
  }

  private FutureTask<Integer> fetch(Direction direction, long maximum) {
    FutureTask<Integer> task = fetching(direction, maximum);
    Thread.ofVirtual().start(task);
    return task;
  }

  private FutureTask<Integer> fetching(Direction direction, long maximum) {
    BlockRequest request = new BlockRequest(START, direction, maximum);
    return new FutureTask<>(
        () -> fetcher.fetch(RawPeer.ID, request, b -> received.add(b.raw().toHex())));
  }

  /** Asks for two blocks and gets this. */
  private Fault failure(String answer) throws Exception {
    FutureTask<Integer> task = fetch(Direction.ASCENDING, 2);
    peer.accept().send(answer).fin();
    return fault(task);
  }

  private static Fault fault(FutureTask<Integer> task) {
    ExecutionException failure = assertThrows(ExecutionException.class, task::get);
    return ((StreamException) failure.getCause()).fault();
  }

  @Test
  void asksAndReadsTheGoldenBytes128() throws Exception {
    FutureTask<Integer> ascending = fetch(Direction.ASCENDING, 2);
    RawStream stream = peer.accept();
    assertEquals(Golden.request(START, "00", "02000000"), stream.receiveAll());
    stream.send(Golden.TWO_BLOCKS + block + block).fin();
    assertEquals(2, ascending.get());
    assertEquals(List.of(block, block), received);

    FutureTask<Integer> descending = fetch(Direction.DESCENDING, 258);
    RawStream second = peer.accept();
    assertEquals(Golden.request(START, "01", "02010000"), second.receiveAll());
    second.send(Golden.ONE_BLOCK + block).fin();
    assertEquals(1, descending.get());
  }

  @Test
  void aBlockIsHandedOverBeforeTheNextOneComes() throws Exception {
    FutureTask<Integer> task = fetch(Direction.ASCENDING, 2);
    RawStream stream = peer.accept();
    stream.send(Golden.TWO_BLOCKS + block + block.substring(0, 606));
    while (received.isEmpty()) {
      Thread.onSpinWait();
    }
    stream.send("00").fin();
    assertEquals(2, task.get());
  }

  @Test
  void anEmptyMessageIsNoBlocks() throws Exception {
    FutureTask<Integer> task = fetch(Direction.ASCENDING, 2);
    peer.accept().send("00000000").fin();
    assertEquals(0, task.get());
  }

  @Test
  void oneBlockTooManyIsDropped() throws Exception {
    FutureTask<Integer> task = fetch(Direction.DESCENDING, 1);
    peer.accept().send(Golden.TWO_BLOCKS + block + block).fin();
    assertEquals(1, task.get());
    assertEquals(1, received.size());
  }

  @Test
  void twoBlocksTooManyAreNot() throws Exception {
    String four = "c0040000"; // 4 x 304
    assertEquals(Fault.MISBEHAVED, failure(four + block.repeat(4)));
    assertEquals(2, received.size());
  }

  @Test
  void wrongSizesAreMalformed() throws Exception {
    // One byte more than the block, and one less.
    assertEquals(Fault.MALFORMED, failure("31010000" + block + "00"));
    assertEquals(Fault.MALFORMED, failure("2f010000" + block.substring(0, 606)));
    // The block ends within the message, which goes on with the next.
    assertEquals(Fault.MALFORMED, failure(Golden.TWO_BLOCKS + block + block.substring(0, 100)));
  }

  @Test
  void anAbsurdSizeIsRefusedBeforeAnythingIsRead() throws Exception {
    FutureTask<Integer> task = fetch(Direction.ASCENDING, 2);
    peer.accept().send("ffffffff"); // 4 GiB for two blocks
    assertEquals(Fault.MALFORMED, fault(task));
  }

  @Test
  void finBelongsAfterTheOneMessage() throws Exception {
    assertEquals(Fault.MALFORMED, failure(""));
    assertEquals(Fault.MALFORMED, failure("3001"));
    assertEquals(Fault.MALFORMED, failure(Golden.ONE_BLOCK + block + Golden.ONE_BLOCK + block));
  }

  @Test
  void aBlockThatIsNoneIsMalformed() throws Exception {
    assertEquals(Fault.MALFORMED, failure(Golden.ONE_BLOCK + "ff".repeat(Golden.BLOCK_SIZE)));
  }

  @Test
  void aResetTellsItsCode() throws Exception {
    FutureTask<Integer> task = fetch(Direction.ASCENDING, 2);
    peer.accept().reset(77);
    ExecutionException failure = assertThrows(ExecutionException.class, task::get);
    StreamException cause = (StreamException) failure.getCause();
    assertEquals(Fault.RESET, cause.fault());
    assertEquals(77, cause.resetCode());
  }

  @Test
  void aSilentPeerRunsOutOfTime() throws Exception {
    FutureTask<Integer> task = fetch(Direction.ASCENDING, 2);
    peer.accept().receiveAll();
    while (!task.isDone()) {
      node.clock().advance(TIMEOUT);
      Thread.onSpinWait();
    }
    assertEquals(Fault.TIMEOUT, fault(task));
  }

  /** With eight bytes each value of a block comes in time, as its reader sees it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void aPeerThatDripsRunsOutOfTime(int bytesPerSecond) throws Exception {
    FutureTask<Integer> task = fetching(Direction.ASCENDING, 2);
    Thread reader = Thread.ofVirtual().start(task);
    RawStream stream = peer.accept();
    Drip drip = new Drip(node, peer, stream).readBy(reader);
    String answer = Golden.TWO_BLOCKS + block + block;
    int inTime = 2 * 9 * bytesPerSecond;
    drip.send(answer.substring(0, inTime), bytesPerSecond);
    assertFalse(task.isDone(), "within the limit nothing happens");
    drip.send(answer.substring(inTime, inTime + 2 * 3 * bytesPerSecond), bytesPerSecond);
    assertTrue(task.isDone(), "it goes on for ever");
    assertEquals(Fault.TIMEOUT, fault(task));
    assertEquals(Fault.TIMEOUT.code(), stream.awaitReset());
  }

  @Test
  void aPeerThatDripsAfterAWholeBlockRunsOutOfTime() throws Exception {
    FutureTask<Integer> task = fetching(Direction.ASCENDING, 2);
    Thread reader = Thread.ofVirtual().start(task);
    RawStream stream = peer.accept().send(Golden.TWO_BLOCKS + block);
    Drip drip = new Drip(node, peer, stream).readBy(reader);
    drip.send(block.substring(0, 2 * 8 * 12), 8);
    assertEquals(List.of(block), received);
    assertTrue(task.isDone(), "it goes on for ever");
    assertEquals(Fault.TIMEOUT, fault(task));
  }

  @Test
  void aPeerThatIsNotConnectedCannotBeAsked() {
    BlockRequest request = new BlockRequest(START, Direction.ASCENDING, 1);
    StreamException failure =
        assertThrows(
            StreamException.class, () -> fetcher.fetch(TestNode.id(0x77), request, b -> {}));
    assertEquals(Fault.DISCONNECTED, failure.fault());
  }

  @Test
  void aSinkThatHasEnoughEndsTheRequest() throws Exception {
    BlockRequest request = new BlockRequest(START, Direction.ASCENDING, 2);
    FutureTask<Integer> task =
        new FutureTask<>(
            () ->
                fetcher.fetch(
                    RawPeer.ID,
                    request,
                    b -> {
                      throw new StreamException(Fault.MISBEHAVED, "not asked for");
                    }));
    Thread.ofVirtual().start(task);
    peer.accept().send(Golden.TWO_BLOCKS + block + block);
    assertEquals(Fault.MISBEHAVED, fault(task));
  }

  @Test
  void bothHalvesTogether() throws Exception {
    List<EncodedBlock> blocks = builder.chain(2_000);
    MemoryChain full = MemoryChain.of(builder, blocks);
    try (PeerPair pair = new PeerPair()) {
      pair.acceptor().serve(128, new BlockRequestProtocol(full, 1_500, 1_000_000, TIMEOUT));
      PeerBlockFetcher asker =
          new PeerBlockFetcher(pair.initiator().node().streams(), chain, TIMEOUT);
      List<EncodedBlock> got = new ArrayList<>();
      Hash at = builder.genesisRef().hash();
      while (got.size() < blocks.size()) {
        asker.fetch(
            pair.initiator().other().id(),
            new BlockRequest(at, Direction.ASCENDING, 5_000),
            got::add);
        at = got.get(got.size() - 1).hash();
      }
      assertEquals(blocks.size(), got.size());
      for (int i = 0; i < blocks.size(); i++) {
        assertEquals(blocks.get(i).hash(), got.get(i).hash());
        assertEquals(blocks.get(i).raw(), got.get(i).raw());
      }
    }
  }
}
