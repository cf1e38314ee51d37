package io.tessera.protocol.ce146;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.block.WorkPackageBundle;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.net.Fault;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.RecordingPackagePool;
import io.tessera.testing.testkit.TestNode;
import io.tessera.work.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Submission of bundles byte by byte, and what is refused when. */
@Timeout(30)
class BundleSubmissionTest {
  private static final Bytes BLOB = Bytes.fromHex("a0");

  /** The only segment of a package: its root is its leaf, and no path leads there. */
  private static final String LONE = "5e".repeat(4104);

  /** The second of two segments: the path is the leaf of the first. */
  private static final String SECOND = "5f".repeat(4104);

  private static final Hash FIRST_LEAF = leaf("5d".repeat(4104));
  private static final Hash ROOT = node(FIRST_LEAF, leaf(SECOND));
  private static final String EXPORTER = "cc".repeat(32);

  private static Hash leaf(String segment) {
    return Blake2b.hash(ascii("leaf"), HexFormat.of().parseHex(segment));
  }

  private static Hash node(Hash left, Hash right) {
    return Blake2b.hash(ascii("node"), left.toByteArray(), right.toByteArray());
  }

  private static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }

  private static final String PACKAGE =
      "07000000" // service that hosts the authorizer
          + "aa".repeat(32) // its code
          + "11".repeat(32) // anchor
          + "22".repeat(32) // state root
          + "33".repeat(32) // Beefy root
          + "44".repeat(32) // lookup anchor
          + "05000000" // its slot
          + "00" // no prerequisites
          + "00" // no token
          + "00" // no configuration
          + "01" // one item
          + "01000000" // service
          + "bb".repeat(32) // its code
          + "0a00000000000000" // gas to refine
          + "0b00000000000000" // gas to accumulate
          + "0000" // no exports
          + "00" // no payload
          + "02" // two imports
          + leaf(LONE) // by segments-root
          + "0000" // the first
          + EXPORTER // by the package's hash
          + "0180" // the second
          + "01" // one extrinsic
          + Blake2b.hash(BLOB)
          + "01000000";

  /** Kind 146, a message of 67 bytes: core 1, one mapping. */
  private static final String TARGET = "92" + "43000000" + "0100" + "01" + EXPORTER + ROOT;

  /** 333 bytes. */
  private static final String SECOND_MESSAGE = "4d010000" + PACKAGE;

  private static final String EXTRINSIC = "01000000" + "a0";

  /** 8,208 bytes. */
  private static final String SEGMENTS = "10200000" + LONE + SECOND;

  /** 34 bytes: a path of no hashes, and one of one. */
  private static final String PROOFS = "22000000" + "00" + "01" + FIRST_LEAF;

  private static final String ALL = TARGET + SECOND_MESSAGE + EXTRINSIC + SEGMENTS + PROOFS;

  private static final String RESERVED =
      "reserve " + RawPeer.ID.shortName() + " 1 " + PACKAGE + " 1";

  private static final List<SegmentRootLookup> MAPPINGS =
      List.of(new SegmentRootLookup(Hash.fromHex(EXPORTER), ROOT));

  private final MemoryChain chain = new MemoryChain(ChainBuilder.tiny(1), 1);
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final RecordingPackagePool pool = new RecordingPackagePool();
  private final PeerBundleSubmitter submitter =
      new PeerBundleSubmitter(node.streams(), workers, chain);

  BundleSubmissionTest() {
    node.serve(146, new BundleSubmissionProtocol(pool, chain));
  }

  @AfterEach
  void close() {
    workers.close();
    peer.close();
    node.close();
  }

  private static WorkPackageBundle bundle() {
    return new WorkPackageBundle(
        WorkPackage.CODEC.decode(Bytes.fromHex(PACKAGE).toByteArray()),
        List.of(BLOB),
        List.of(Bytes.fromHex(LONE), Bytes.fromHex(SECOND)),
        List.of(List.of(), List.of(FIRST_LEAF)));
  }

  private void assertReset(Fault fault, String hex) throws InterruptedException {
    assertEquals(fault.code(), peer.open().send(hex).awaitReset());
  }

  // ---- the guarantor

  @Test
  void goldenBytes146() throws Exception {
    RawStream stream = peer.open().send(ALL).fin();
    assertEquals("", stream.receiveAll());
    assertEquals(
        List.of(
            RESERVED,
            "extrinsic a0",
            "segment 5e5e5e5e",
            "segment 5f5f5f5f",
            "proof []",
            "proof [" + FIRST_LEAF + "]",
            "submit",
            "close"),
        pool.calls());
  }

  /** Then the parts are there, and empty. */
  @Test
  void aBundleWithoutData() throws Exception {
    String plain = PACKAGE.substring(0, 2 * (333 - 1 - 36 - 2 * 34 - 1)) + "0000";
    String target = "92" + "03000000" + "0100" + "00";
    RawStream stream = peer.open().send(target + "e5000000" + plain + "00".repeat(12)).fin();
    assertEquals("", stream.receiveAll());
    assertEquals(List.of("submit", "close"), pool.calls().subList(1, 3));
  }

  /** Each part is looked at before the next one comes. */
  @Test
  void theFirstPartThatIsNotTakenEndsIt() throws Exception {
    pool.refuse("reserve", RefusedException.lie("test"));
    assertReset(Fault.MISBEHAVED, TARGET + SECOND_MESSAGE);
    assertEquals(RESERVED, pool.next());
    pool.refuse("extrinsic", RefusedException.lie("test"));
    assertReset(Fault.MISBEHAVED, TARGET + SECOND_MESSAGE + EXTRINSIC);
    assertEquals("close", pool.calls().getLast());
    pool.refuse("segment", RefusedException.lie("test"));
    assertReset(Fault.MISBEHAVED, TARGET + SECOND_MESSAGE + EXTRINSIC + "10200000" + LONE);
    assertEquals("close", pool.calls().getLast());
    pool.refuse("proof", RefusedException.lie("test"));
    assertReset(
        Fault.MISBEHAVED, TARGET + SECOND_MESSAGE + EXTRINSIC + SEGMENTS + "22000000" + "00");
    assertFalse(pool.calls().contains("submit"));
    assertEquals(4, node.misbehaviourOf(RawPeer.ID).size());
  }

  @Test
  void whatIsRefusedNowIsNoLie() throws Exception {
    pool.refuse("reserve", RefusedException.now("test"));
    assertReset(Fault.REFUSED, TARGET + SECOND_MESSAGE);
    assertEquals(List.of(), node.misbehaviourOf(RawPeer.ID));
  }

  @Test
  void mappingsAreNoMoreThanAReportCanHave() throws Exception {
    assertReset(Fault.MALFORMED, "92" + "43020000" + "0100" + "09" + "00".repeat(9 * 64));
    assertReset(Fault.MALFORMED, "92" + "0c020000"); // above eight with the longest number
  }

  @Test
  void thePackageIsBounded() throws Exception {
    assertEquals(204_800, BundleSubmissionProtocol.MAX_PACKAGE);
    assertReset(Fault.MALFORMED, TARGET + "01200300");
  }

  @Test
  void dataIsAsLongAsThePackageSays() throws Exception {
    String soFar = TARGET + SECOND_MESSAGE;
    assertReset(Fault.MALFORMED, soFar + "00000000");
    assertReset(Fault.MALFORMED, soFar + "02000000");
    soFar += EXTRINSIC;
    assertReset(Fault.MALFORMED, soFar + "0f200000");
    assertReset(Fault.MALFORMED, soFar + "08100000"); // one segment
    assertReset(Fault.MALFORMED, soFar + "11200000");
  }

  @Test
  void proofsAreNoLongerThanATreeIsDeep() throws Exception {
    String soFar = TARGET + SECOND_MESSAGE + EXTRINSIC + SEGMENTS;
    assertReset(Fault.MALFORMED, soFar + "03030000"); // twice a number and twelve hashes, and one
    assertReset(Fault.MALFORMED, soFar + "a2010000" + "0d" + "00".repeat(13 * 32) + "00");
  }

  @Test
  void thereIsAProofForEachSegment() throws Exception {
    String soFar = TARGET + SECOND_MESSAGE + EXTRINSIC + SEGMENTS;
    assertReset(Fault.MALFORMED, soFar + "01000000" + "00");
    assertReset(Fault.MALFORMED, soFar + "03000000" + "000000");
  }

  @Test
  void nothingIsTakenBeforeTheEnd() throws Exception {
    RawStream more = peer.open().send(ALL + "00").fin();
    assertEquals(Fault.MALFORMED.code(), more.awaitReset());
    assertFalse(pool.calls().contains("submit"));
  }

  // ---- the builder

  @Test
  void goldenBytes146Sent() throws Exception {
    FutureTask<Void> call =
        new FutureTask<>(
            () -> {
              submitter.submit(RawPeer.ID, 1, MAPPINGS, bundle());
              return null;
            });
    Thread.ofVirtual().start(call);
    RawStream stream = peer.accept();
    assertTrue(ALL.equals(stream.receiveAll()), "as above"); // too long to show
    assertFalse(call.isDone(), "the guarantor has not taken it yet");
    stream.fin();
    call.get();
  }

  @Test
  void whatThePackageDoesNotNameIsNotSent() {
    WorkPackageBundle good = bundle();
    List<WorkPackageBundle> wrong =
        List.of(
            new WorkPackageBundle(good.workPackage(), List.of(), good.segments(), good.proofs()),
            new WorkPackageBundle(
                good.workPackage(), good.extrinsics(), good.segments().reversed(), good.proofs()),
            new WorkPackageBundle(
                good.workPackage(), good.extrinsics(), good.segments(), List.of()));
    for (WorkPackageBundle bundle : wrong) {
      assertThrows(
          IllegalArgumentException.class, () -> submitter.submit(RawPeer.ID, 1, MAPPINGS, bundle));
    }
    assertThrows(
        IllegalArgumentException.class, () -> submitter.submit(RawPeer.ID, 1, List.of(), good));
    assertEquals(0, peer.waiting());
  }

  // ---- both

  @Test
  void bothHalves() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      RecordingPackagePool taking = new RecordingPackagePool();
      pair.acceptor().serve(146, new BundleSubmissionProtocol(taking, chain));
      new PeerBundleSubmitter(pair.initiator().node().streams(), workers, chain)
          .submit(pair.acceptor().node().id(), 1, MAPPINGS, bundle());
      assertEquals(List.of("submit", "close"), taking.calls().subList(6, 8));
    }
  }

  @Test
  void whatThePoolGivesUpIsReset() throws Exception {
    RawStream stream = peer.open().send(TARGET + SECOND_MESSAGE);
    assertEquals(RESERVED, pool.next());
    pool.giveUp();
    assertEquals(Fault.CANCELLED.code(), stream.awaitReset());
    assertEquals("close", pool.next());
  }
}
