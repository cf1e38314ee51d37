package io.tessera.protocol.ce133;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.RecordingPackagePool;
import io.tessera.testing.testkit.TestNode;
import io.tessera.work.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Submission byte by byte, and what is refused when. */
@Timeout(30)
class WorkPackageSubmissionTest {
  private static final Bytes FIRST_BLOB = Bytes.fromHex("0102030405");
  private static final Bytes SECOND_BLOB = Bytes.fromHex("a0");
  private static final List<Bytes> BLOBS = List.of(FIRST_BLOB, SECOND_BLOB);

  /** A package with one item, which brings two blobs along. */
  private static final String PACKAGE =
      "07000000" // service that hosts the authorizer
          + "aa".repeat(32) // its code
          + "11".repeat(32) // anchor
          + "22".repeat(32) // state root
          + "33".repeat(32) // Beefy root
          + "44".repeat(32) // lookup anchor
          + "05000000" // its slot
          + "00" // no prerequisites
          + "017f" // token
          + "00" // configuration
          + "01" // one item
          + "01000000" // service
          + "bb".repeat(32) // its code
          + "0a00000000000000" // gas to refine
          + "0b00000000000000" // gas to accumulate
          + "0100" // one export
          + "02cafe" // payload
          + "00" // no imports
          + "02" // two extrinsics
          + Blake2b.hash(FIRST_BLOB)
          + "05000000"
          + Blake2b.hash(SECOND_BLOB)
          + "01000000";

  /** Kind 133, a message of 306 bytes: core 258 and the package. */
  private static final String FIRST = "85" + "32010000" + "0201" + PACKAGE;

  /** A message of six bytes: the blobs one after another. */
  private static final String SECOND = "06000000" + "0102030405" + "a0";

  private static final String RESERVED = "reserve " + RawPeer.ID.shortName() + " 258 " + PACKAGE;

  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final RecordingPackagePool pool = new RecordingPackagePool();
  private final PeerPackageSubmitter submitter = new PeerPackageSubmitter(node.streams(), workers);

  WorkPackageSubmissionTest() {
    node.serve(133, new WorkPackageSubmissionProtocol(pool));
  }

  @AfterEach
  void close() {
    workers.close();
    peer.close();
    node.close();
  }

  private static WorkPackage workPackage() {
    return WorkPackage.CODEC.decode(Bytes.fromHex(PACKAGE).toByteArray());
  }

  // ---- the guarantor

  /** On a connection that is no builder's. */
  @Test
  void goldenBytes133() throws Exception {
    assertFalse(peer.connection().builder());
    RawStream stream = peer.open().send(FIRST + SECOND).fin();
    assertEquals("", stream.receiveAll());
    assertEquals(
        List.of(RESERVED, "extrinsic 0102030405", "extrinsic a0", "submit", "close"), pool.calls());
  }

  /** Then the second message is there, and empty. */
  @Test
  void aPackageWithoutExtrinsics() throws Exception {
    String plain = PACKAGE.substring(0, PACKAGE.length() - 2 * (1 + 2 * 36)) + "00";
    RawStream stream = peer.open().send("85" + "ea000000" + "0201" + plain).send("00000000").fin();
    assertEquals("", stream.receiveAll());
    assertEquals(List.of(RESERVED.replace(PACKAGE, plain), "submit", "close"), pool.calls());
    try (PeerPair pair = new PeerPair()) {
      RecordingPackagePool taking = new RecordingPackagePool();
      pair.acceptor().serve(133, new WorkPackageSubmissionProtocol(taking));
      new PeerPackageSubmitter(pair.initiator().node().streams(), workers)
          .submit(
              pair.acceptor().node().id(),
              1,
              WorkPackage.CODEC.decode(Bytes.fromHex(plain).toByteArray()),
              List.of());
      assertEquals(List.of("submit", "close"), taking.calls().subList(1, 3));
    }
  }

  @Test
  void aPackageThatIsNotTakenIsRefusedBeforeItsDataComes() throws Exception {
    pool.refuse("reserve", RefusedException.now("test"));
    assertEquals(Fault.REFUSED.code(), peer.open().send(FIRST).awaitReset());
    assertEquals(List.of(), node.misbehaviourOf(RawPeer.ID));
  }

  @Test
  void whoLiesAboutAPackageIsReported() throws Exception {
    pool.refuse("reserve", RefusedException.lie("test"));
    assertEquals(Fault.MISBEHAVED.code(), peer.open().send(FIRST).awaitReset());
    assertEquals(1, node.misbehaviourOf(RawPeer.ID).size());
  }

  /** The second blob need not come. */
  @Test
  void whoSendsAnotherBlobIsReportedAtOnce() throws Exception {
    pool.refuse("extrinsic", RefusedException.lie("test"));
    RawStream stream = peer.open().send(FIRST + "06000000" + "0102030405");
    assertEquals(Fault.MISBEHAVED.code(), stream.awaitReset());
    assertEquals(List.of(RESERVED, "extrinsic 0102030405", "close"), pool.calls());
  }

  @Test
  void theFirstMessageIsBounded() throws Exception {
    assertEquals(2 + 204_800, CorePackage.MAX_SIZE);
    assertEquals(Fault.MALFORMED.code(), peer.open().send("85" + "03200300").awaitReset());
    RawStream longest = peer.open().send("85" + "02200300" + "0201" + PACKAGE);
    longest.send("00".repeat(CorePackage.MAX_SIZE - 306)); // which is no package, but may come
    assertEquals(Fault.MALFORMED.code(), longest.awaitReset());
  }

  @Test
  void theSecondMessageIsAsLongAsThePackageSays() throws Exception {
    for (String size : List.of("05000000", "07000000")) {
      assertEquals(Fault.MALFORMED.code(), peer.open().send(FIRST + size).awaitReset(), size);
      assertEquals(List.of(RESERVED, "close"), pool.calls());
    }
  }

  @Test
  void nothingIsTakenBeforeTheEnd() throws Exception {
    RawStream more = peer.open().send(FIRST + SECOND + "00").fin();
    assertEquals(Fault.MALFORMED.code(), more.awaitReset());
    assertFalse(pool.calls().contains("submit"));
    RawStream cancelled = peer.open().send(FIRST + SECOND);
    assertEquals(RESERVED, pool.next());
    assertEquals("extrinsic 0102030405", pool.next());
    assertEquals("extrinsic a0", pool.next());
    cancelled.reset(0);
    assertEquals("close", pool.next());
  }

  // ---- the builder

  private FutureTask<Void> submitting(Callable<Void> call) {
    FutureTask<Void> task = new FutureTask<>(call);
    Thread.ofVirtual().start(task);
    return task;
  }

  @Test
  void goldenBytes133Sent() throws Exception {
    FutureTask<Void> call =
        submitting(
            () -> {
              submitter.submit(RawPeer.ID, 258, workPackage(), BLOBS);
              return null;
            });
    RawStream stream = peer.accept();
    assertEquals(FIRST + SECOND, stream.receiveAll());
    assertFalse(call.isDone(), "the guarantor has not taken it yet");
    stream.fin();
    call.get();
  }

  @Test
  void aRefusalIsTold() throws Exception {
    FutureTask<Void> call =
        submitting(
            () -> {
              StreamException refused =
                  assertThrows(
                      StreamException.class,
                      () -> submitter.submit(RawPeer.ID, 258, workPackage(), BLOBS));
              assertEquals(3, refused.resetCode());
              return null;
            });
    RawStream stream = peer.accept();
    stream.receive(1);
    stream.reset(3);
    call.get();
  }

  @Test
  void whatThePackageDoesNotNameIsNotSent() {
    for (List<Bytes> wrong :
        List.of(List.of(FIRST_BLOB), List.of(SECOND_BLOB, FIRST_BLOB), List.<Bytes>of())) {
      assertThrows(
          IllegalArgumentException.class,
          () -> submitter.submit(RawPeer.ID, 258, workPackage(), wrong));
    }
    assertEquals(0, peer.waiting());
  }

  @Test
  void aPackageThatIsTooLargeIsNotSent() {
    WorkPackage small = workPackage();
    WorkPackage large =
        new WorkPackage(
            small.authCodeHost(),
            small.authCodeHash(),
            small.context(),
            Bytes.wrap(new byte[CorePackage.MAX_SIZE]),
            Bytes.EMPTY,
            small.items());
    assertThrows(
        IllegalArgumentException.class, () -> submitter.submit(RawPeer.ID, 258, large, BLOBS));
  }

  // ---- both

  @Test
  void bothHalves() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      RecordingPackagePool taking = new RecordingPackagePool();
      pair.acceptor().serve(133, new WorkPackageSubmissionProtocol(taking));
      new PeerPackageSubmitter(pair.initiator().node().streams(), workers)
          .submit(pair.acceptor().node().id(), 1, workPackage(), BLOBS);
      assertEquals(
          List.of("extrinsic 0102030405", "extrinsic a0", "submit", "close"),
          taking.calls().subList(1, 5));
    }
  }
}
