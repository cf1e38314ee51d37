package io.tessera.discovery.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.PeerBook.Verdict;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node answers, byte by byte. */
@Timeout(30)
class ExchangeProtocolTest {
  /** The asker's own record: its key is 32 bytes 0x99. */
  private static final String OWN = "01" + Golden.record(0x99);

  private static final String NONE = "00";

  private final FakeBook book = new FakeBook();
  private final List<PeerId> speaking = new ArrayList<>();
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);

  @BeforeEach
  void serve() {
    node.serve(
        250, new ExchangeProtocol(book, Golden.workers(), speaking::add, node.clock()::nanoTime));
  }

  @AfterEach
  void close() {
    peer.close();
    node.close();
  }

  private RawStream ask(String wanted, String own) {
    return peer.open().send("fa" + Golden.message(wanted, own)).fin();
  }

  private static void assertReset(Fault fault, RawStream stream) throws InterruptedException {
    assertEquals(fault.code(), stream.awaitReset());
  }

  @Test
  void goldenBytes() throws Exception {
    book.reachable.addAll(List.of(Golden.decoded(0x11), Golden.decoded(0x22)));
    // A record with one endpoint has 163 bytes: 2 + 163 = 0xa5, 2 * 163 = 0x0146.
    String request = "fa" + "a5000000" + "20" + "01" + Golden.record(0x99);
    String answer = "46010000" + Golden.record(0x11) + Golden.record(0x22);
    assertEquals(answer, peer.open().send(request).fin().receiveAll());
    assertEquals(List.of(Golden.decoded(0x99)), book.offered);
    assertEquals(List.of(RawPeer.ID), speaking);
  }

  @Test
  void whoCannotBeReachedTellsNothingOfItself() throws Exception {
    assertEquals("00000000", peer.open().send("fa" + "02000000" + "2000").fin().receiveAll());
    assertEquals(List.of(), book.offered);
  }

  @Test
  void neverMoreThanAskedFor() throws Exception {
    for (int i = 1; i <= 40; i++) {
      book.reachable.add(Golden.decoded(i));
    }
    assertEquals(
        Golden.message(Golden.record(1), Golden.record(2), Golden.record(3)),
        ask("03", NONE).receiveAll());
    assertEquals(4 + 32 * 163, ask("20", NONE).receiveAll().length() / 2);
  }

  @Test
  void neverTheAskersOwn() throws Exception {
    book.reachable.addAll(
        List.of(Golden.decoded(0x11), Golden.decoded(0x99), Golden.decoded(0x22)));
    assertEquals(
        Golden.message(Golden.record(0x11), Golden.record(0x22)), ask("02", OWN).receiveAll());
  }

  @Test
  void anotherPeersRecordIsNotItsOwn() throws Exception {
    assertReset(Fault.MISBEHAVED, ask("20", "01" + Golden.record(0x11)));
    assertEquals(List.of(), book.offered);
    assertEquals(1, node.misbehaviourOf(RawPeer.ID).size());
  }

  @Test
  void aBadSignatureOfItsOwnIsMisbehaviour() throws Exception {
    book.verdict = record -> Verdict.BAD_SIGNATURE;
    assertReset(Fault.MISBEHAVED, ask("20", OWN));
    assertEquals(1, node.misbehaviourOf(RawPeer.ID).size());
    assertEquals(List.of(), speaking);
  }

  @Test
  void otherFaultsOfItsOwnAreTheBooksMatter() throws Exception {
    book.verdict = record -> Verdict.OLD;
    assertEquals("00000000", ask("20", OWN).receiveAll());
    assertTrue(node.misbehaviourOf(RawPeer.ID).isEmpty());
  }

  @Test
  void aPeerIsAnsweredTwiceAndThenEveryTenSeconds() throws Exception {
    assertEquals("00000000", ask("20", NONE).receiveAll());
    assertEquals("00000000", ask("20", NONE).receiveAll());
    assertReset(Fault.REFUSED, ask("20", NONE));
    assertTrue(node.misbehaviourOf(RawPeer.ID).isEmpty());
    node.clock().advance(ExchangeProtocol.INTERVAL);
    assertEquals("00000000", ask("20", NONE).receiveAll());
    assertReset(Fault.REFUSED, ask("20", NONE));
  }

  @Test
  void malformedRequestsAreReset() throws Exception {
    assertReset(Fault.MALFORMED, ask("00", NONE));
    assertReset(Fault.MALFORMED, ask("21", NONE)); // 33
    assertReset(Fault.MALFORMED, ask("20", "02"));
    assertReset(Fault.MALFORMED, ask("20", ""));
    assertReset(Fault.MALFORMED, ask("20", NONE + "00"));
    String record = Golden.record(0x99);
    assertReset(Fault.MALFORMED, ask("20", "01" + record.substring(2)));
    // No endpoints, and five.
    String head = record.substring(0, 160);
    String endpoint = record.substring(162, 198);
    String signature = record.substring(198);
    assertReset(Fault.MALFORMED, ask("20", "01" + head + "00" + signature));
    assertReset(Fault.MALFORMED, ask("20", "01" + head + "05" + endpoint.repeat(5) + signature));
    // FIN within the message, and where the message is due.
    assertReset(Fault.MALFORMED, peer.open().send("fa" + "a5000000" + "2001").fin());
    assertReset(Fault.MALFORMED, peer.open().send("fa").fin());
    // Announced: the largest request and a byte, and 4 GiB.
    assertReset(Fault.MALFORMED, peer.open().send("fa" + "dc000000" + "2000"));
    assertReset(Fault.MALFORMED, peer.open().send("fa" + "ffffffff" + "2000"));
    // A second message where FIN is due.
    assertReset(
        Fault.MALFORMED, peer.open().send("fa" + Golden.message("20", NONE).repeat(2)).fin());
    assertEquals(List.of(), book.offered);
  }

  @Test
  void fewStreamsAtATime() throws Exception {
    RawStream slow = peer.open().send("fa" + "02000000" + "20");
    RawStream other = peer.open().send("fa" + "02000000" + "20");
    assertReset(Fault.REFUSED, ask("20", NONE));
    assertEquals("00000000", slow.send("00").fin().receiveAll());
    assertEquals("00000000", other.send("00").fin().receiveAll());
  }
}
