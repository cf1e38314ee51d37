package io.tessera.protocol.ce129;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockState;
import io.tessera.chain.StateKnowledge;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.net.Fault;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node answers, byte by byte. */
@Timeout(30)
class StateRequestProtocolTest {
  private static final Hash BLOCK = Hash.fromHex("11".repeat(32));
  private static final String MOST = "ffffffff";

  private final MemoryChain chain = new MemoryChain(ChainBuilder.tiny(1), 5);
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);

  @BeforeEach
  void know() {
    chain.know(BLOCK, BlockState.of(StateKnowledge.COMPLETE, Golden.STATE));
    serve(1_000_000);
  }

  @AfterEach
  void close() {
    peer.close();
    node.close();
  }

  private void serve(int maxBytes) {
    node.serve(
        129,
        new StateRequestProtocol(chain, Golden.inline(), maxBytes, Duration.ofSeconds(10)),
        1_000_000 - maxBytes);
  }

  private String answer(String start, String end, String maximum) throws InterruptedException {
    return peer.open().send(Golden.request(BLOCK, start, end, maximum)).fin().receiveAll();
  }

  private static void assertReset(Fault fault, RawStream stream) throws InterruptedException {
    assertEquals(fault.code(), stream.awaitReset());
  }

  @Test
  void bothEndsAreInclusive() throws Exception {
    assertEquals(
        Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.LOW_LEAF, Golden.MIDDLE_LEAF)
            + Golden.message(Golden.LOW_ITEM, Golden.MIDDLE_ITEM),
        answer(Golden.LOW, Golden.MIDDLE, MOST));
  }

  @Test
  void aWholeStateHasTheBoundaryOnBothSides() throws Exception {
    assertEquals(
        Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.LOW_LEAF, Golden.HIGH_LEAF)
            + Golden.message(Golden.LOW_ITEM, Golden.MIDDLE_ITEM, Golden.HIGH_ITEM),
        answer(Golden.LOW, "ff".repeat(31), MOST));
  }

  @Test
  void oneKeyIsOnePathWithoutDuplicates() throws Exception {
    assertEquals(
        Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.MIDDLE_LEAF)
            + Golden.message(Golden.MIDDLE_ITEM),
        answer(Golden.MIDDLE, Golden.MIDDLE, MOST));
  }

  @Test
  void thePathToAnAbsentStartEndsAtALeafWithAnotherKey() throws Exception {
    assertEquals(
        Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.LOW_LEAF, Golden.MIDDLE_LEAF)
            + Golden.message(Golden.MIDDLE_ITEM),
        answer("01" + "00".repeat(30), Golden.MIDDLE, MOST));
  }

  @Test
  void thePathToAnAbsentStartEndsAtAForkWithNothingThere() throws Exception {
    chain.know(
        BLOCK,
        BlockState.of(StateKnowledge.COMPLETE, Golden.STATE.remove(StateKey.fromHex(Golden.HIGH))));
    // The root has the fork on its left and nothing on its right: the root is the whole path.
    String node = Golden.FORK;
    String left = Blake2b.hash(Bytes.fromHex(node)).toHex();
    String digit = Integer.toHexString(Character.digit(left.charAt(0), 16) & 7);
    String root = digit + left.substring(1) + "00".repeat(32);
    assertEquals(
        Golden.message(root) + Golden.message(), answer(Golden.HIGH, "ff".repeat(31), MOST));
  }

  @Test
  void aRangeWithNothingInItHasThePathToItsStart() throws Exception {
    String nothing =
        Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.MIDDLE_LEAF) + Golden.message();
    assertEquals(nothing, answer("41" + "00".repeat(30), "42" + "00".repeat(30), MOST));
    assertEquals(nothing, answer(Golden.MIDDLE, Golden.LOW, MOST), "an end before the start");
  }

  @Test
  void theAnswerIsNotLargerThanAskedFor() throws Exception {
    String both =
        Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.LOW_LEAF, Golden.MIDDLE_LEAF)
            + Golden.message(Golden.LOW_ITEM, Golden.MIDDLE_ITEM);
    String one =
        Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.LOW_LEAF)
            + Golden.message(Golden.LOW_ITEM);
    // Two sizes of four bytes, four nodes of 64, two items of 33: 330 = 0x014a.
    assertEquals(330, both.length() / 2);
    assertEquals(both, answer(Golden.LOW, Golden.MIDDLE, "4a010000"));
    assertEquals(one, answer(Golden.LOW, Golden.MIDDLE, "49010000"));
  }

  @Test
  void oneItemComesHoweverLargeItIs() throws Exception {
    String high =
        Golden.message(Golden.ROOT_NODE, Golden.HIGH_LEAF) + Golden.message(Golden.HIGH_ITEM);
    assertEquals(high, answer(Golden.HIGH, Golden.HIGH, "00000000"));
    assertEquals(high, answer("80" + "00".repeat(30), "ff".repeat(31), "01000000"));
  }

  @Test
  void theHolderHasABoundOfItsOwn() throws Exception {
    serve(329);
    assertEquals(
        Golden.message(Golden.ROOT_NODE, Golden.FORK, Golden.LOW_LEAF)
            + Golden.message(Golden.LOW_ITEM),
        answer(Golden.LOW, Golden.MIDDLE, MOST));
  }

  @Test
  void anUnknownBlockHasNoState() throws Exception {
    RawStream stream =
        peer.open().send(Golden.request(Hash.ZERO, Golden.LOW, Golden.HIGH, MOST)).fin();
    assertReset(Fault.UNAVAILABLE, stream);
  }

  @Test
  void whatIsKnownInPartIsNotServed() throws Exception {
    chain.know(BLOCK, BlockState.of(StateKnowledge.CONSENSUS, Golden.STATE));
    RawStream stream = peer.open().send(Golden.request(BLOCK, Golden.LOW, Golden.HIGH, MOST)).fin();
    assertReset(Fault.UNAVAILABLE, stream);
  }

  @Test
  void whatHeadersTellIsNoState() throws Exception {
    chain.know(BLOCK, BlockState.of(StateKnowledge.HEADERS, Golden.STATE));
    RawStream stream = peer.open().send(Golden.request(BLOCK, Golden.LOW, Golden.HIGH, MOST)).fin();
    assertReset(Fault.UNAVAILABLE, stream);
  }

  @Test
  void malformedRequestsAreReset() throws Exception {
    String content = BLOCK.toHex() + Golden.LOW + Golden.HIGH + MOST;
    // A byte too few, one too many.
    assertReset(
        Fault.MALFORMED, peer.open().send("81" + "61000000" + content.substring(0, 2 * 97)).fin());
    assertReset(Fault.MALFORMED, peer.open().send("81" + "63000000" + content + "00").fin());
    // FIN within the message, and where the message is due.
    assertReset(Fault.MALFORMED, peer.open().send("81" + "62000000" + BLOCK.toHex()).fin());
    assertReset(Fault.MALFORMED, peer.open().send("81").fin());
    // 4 GiB announced.
    assertReset(Fault.MALFORMED, peer.open().send("81" + "ffffffff" + content));
    // A second message where FIN is due.
    assertReset(Fault.MALFORMED, peer.open().send("81" + Golden.message(content).repeat(2)).fin());
    assertTrue(node.misbehaviourOf(RawPeer.ID).isEmpty());
  }
}
