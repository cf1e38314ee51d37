package io.tessera.protocol.ce131;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.HeldTicket;
import io.tessera.chain.TicketLottery;
import io.tessera.chain.TicketRefusedException.Reason;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.net.Fault;
import io.tessera.net.StreamProtocol;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of tickets that peers send, byte by byte. */
@Timeout(30)
class TicketProtocolsTest {
  private static final long EPOCH = 0x01020304;
  private static final int NODE = 2;
  private static final int PEER = 4;

  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final FakePool pool = new FakePool(lottery(RawPeer.ID));
  private final StreamProtocol toProxy = new TicketToProxyProtocol(pool, new OwnKey(node.id()));
  private final StreamProtocol forward = new TicketForwardProtocol(pool);

  TicketProtocolsTest() {
    node.serve(131, toProxy);
    node.serve(132, forward);
  }

  @AfterEach
  void close() {
    peer.close();
    node.close();
  }

  /** The node is the third of six, and a peer the fifth. */
  private TicketLottery lottery(PeerId fifth) {
    List<PeerId> next =
        IntStream.range(0, 6)
            .mapToObj(i -> i == NODE ? node.id() : i == PEER ? fifth : TestNode.id(0x40 + i))
            .toList();
    List<PeerId> current = IntStream.range(0x20, 0x26).mapToObj(TestNode::id).toList();
    return Lotteries.of(EPOCH, 0, current, next);
  }

  private TicketEnvelope ticket(int proxy) {
    return Lotteries.ticket(pool.lottery, proxy, 0);
  }

  /** Epoch, attempt and proof. */
  private static String content(TicketEnvelope ticket) {
    return "04030201" + "02" + ticket.signature().toHex();
  }

  /** A message of 789 bytes. */
  private static String message(TicketEnvelope ticket) {
    return "15030000" + content(ticket);
  }

  private RawStream send(String kind, String hex) {
    return peer.open().send(kind + hex).fin();
  }

  private void assertTaken(TicketEnvelope ticket, RawStream stream) throws Exception {
    assertEquals("", stream.receiveAll());
    assertEquals(
        new HeldTicket(pool.lottery, Lotteries.id(ticket), ticket, Optional.of(RawPeer.ID)),
        pool.offered.take());
  }

  /** They are made after the reset. */
  private void awaitReports(int count) {
    while (node.misbehaviourOf(RawPeer.ID).size() < count) {
      Thread.onSpinWait();
    }
    assertEquals(count, node.misbehaviourOf(RawPeer.ID).size());
  }

  @Test
  void goldenBytes131() throws Exception {
    assertTaken(ticket(NODE), send("83", message(ticket(NODE))));
  }

  @Test
  void goldenBytes132() throws Exception {
    assertTaken(ticket(PEER), send("84", message(ticket(PEER))));
  }

  @Test
  void anotherSizeIsMalformed() throws Exception {
    String content = content(ticket(NODE));
    for (String kind : List.of("83", "84")) {
      String cut = content.substring(0, content.length() - 2);
      assertEquals(Fault.MALFORMED.code(), send(kind, "14030000" + cut).awaitReset());
      assertEquals(Fault.MALFORMED.code(), send(kind, "16030000" + content + "00").awaitReset());
      assertEquals(
          Fault.MALFORMED.code(), send(kind, "15030000" + content + "00").awaitReset(), "no FIN");
    }
    assertTrue(pool.offered.isEmpty());
  }

  @Test
  void aTicketForAnotherProxyIsALie() throws Exception {
    RawStream stream = send("83", message(ticket(PEER)));
    assertEquals(Fault.MISBEHAVED.code(), stream.awaitReset());
    awaitReports(1);
    assertTrue(pool.offered.isEmpty());
  }

  /** Only they can have made one. */
  @Test
  void whoIsNoValidatorOfTheNextEpochHasNoTickets() throws Exception {
    FakePool others = new FakePool(lottery(TestNode.id(0x44)));
    node.serve(131, new TicketToProxyProtocol(others, new OwnKey(node.id())), 1);
    assertEquals(Fault.REFUSED.code(), send("83", message(ticket(NODE))).awaitReset());
    assertTrue(others.offered.isEmpty());
  }

  @Test
  void onlyTheProxyForwardsATicket() throws Exception {
    assertEquals(Fault.REFUSED.code(), send("84", message(ticket(NODE))).awaitReset());
    assertEquals(Fault.REFUSED.code(), send("84", message(ticket(PEER + 1))).awaitReset());
    assertTrue(pool.offered.isEmpty());
  }

  /**
   * JAMNP-S names the last one; bytes that no chain allows are malformed; false proofs are lies.
   */
  @Test
  void whatThePoolRefusesIsReset() throws Exception {
    Map<Reason, Fault> faults =
        Map.of(
            Reason.EXPIRED, Fault.REFUSED,
            Reason.FUTURE, Fault.REFUSED,
            Reason.CLOSED, Fault.REFUSED,
            Reason.TOO_MANY, Fault.REFUSED,
            Reason.BAD_ATTEMPT, Fault.MALFORMED,
            Reason.UNCERTAIN, Fault.UNAVAILABLE);
    for (Map.Entry<Reason, Fault> each : faults.entrySet()) {
      pool.noLottery = Optional.of(each.getKey());
      assertEquals(each.getValue().code(), send("83", message(ticket(NODE))).awaitReset());
      assertEquals(each.getValue().code(), send("84", message(ticket(PEER))).awaitReset());
    }
    assertEquals(List.of(), node.misbehaviourOf(RawPeer.ID));
    pool.noLottery = Optional.empty();
    pool.noTicket = Optional.of(Reason.BAD_PROOF);
    assertEquals(Fault.MISBEHAVED.code(), send("83", message(ticket(NODE))).awaitReset());
    assertEquals(Fault.MISBEHAVED.code(), send("84", message(ticket(PEER))).awaitReset());
    awaitReports(2);
  }

  @Test
  void anotherEpochIsRefused() throws Exception {
    String other = "15030000" + "05" + content(ticket(NODE)).substring(2);
    assertEquals(Fault.REFUSED.code(), send("83", other).awaitReset());
    assertEquals(Fault.REFUSED.code(), send("84", other).awaitReset());
  }
}
