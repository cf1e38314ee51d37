package io.tessera.protocol.ce147;

import static io.tessera.testing.testkit.Background.faultOf;
import static io.tessera.testing.testkit.Background.message;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.net.Fault;
import io.tessera.net.Topology;
import io.tessera.testing.testkit.Background;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryAvailability;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.TestPackage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both halves, byte by byte, and what neither puts up with. */
@Timeout(30)
class BundleRequestTest {
  /** Larger than the pieces that it is read and sent in. */
  private static final TestPackage PACKAGE =
      TestPackage.of(ProtocolParameters.TINY, 0, 1, 150_000, 0);

  private static final WorkReport REPORT = PACKAGE.report();
  private static final Bytes BUNDLE = PACKAGE.coded().bundle();

  /** Kind 147, and a message of 32 bytes. */
  private static final String REQUEST =
      "93" + "20000000" + REPORT.packageSpec().erasureRoot().toHex();

  private final MemoryChain chain = new MemoryChain(ChainBuilder.tiny(1), 1);
  private final MemoryAvailability store = new MemoryAvailability(ProtocolParameters.TINY);
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final BundleRequestProtocol protocol = new BundleRequestProtocol(store, workers);

  BundleRequestTest() {
    store.keep(PACKAGE.coded(), 0, 0);
    protocol.topologyChanged(auditors(RawPeer.ID));
    node.serve(147, protocol);
  }

  @AfterEach
  void close() {
    workers.close();
    peer.close();
    node.close();
  }

  private static Topology auditors(PeerId one) {
    return new Topology(List.of(), List.of(one.key()), List.of());
  }

  // ---- who is asked

  @Test
  void goldenBytes147() throws Exception {
    RawStream stream = peer.open().send(REQUEST).fin();
    assertEquals(message(BUNDLE.toHex()), stream.receiveAll());
  }

  @Test
  void auditorsAreValidators() throws Exception {
    protocol.topologyChanged(auditors(TestNode.id(20)));
    assertEquals(Fault.REFUSED.code(), peer.open().send(REQUEST).fin().awaitReset());
  }

  @Test
  void whatWasNotGuaranteedHereIsNotHere() throws Exception {
    String other = "93" + "20000000" + "ab".repeat(32);
    assertEquals(Fault.UNAVAILABLE.code(), peer.open().send(other).fin().awaitReset());
  }

  @Test
  void aRequestHas32Bytes() throws Exception {
    String longer = "93" + "21000000" + REPORT.packageSpec().erasureRoot().toHex() + "00";
    assertEquals(Fault.MALFORMED.code(), peer.open().send(longer).awaitReset());
    assertEquals(Fault.MALFORMED.code(), peer.open().send(REQUEST + "00").fin().awaitReset());
  }

  // ---- who asks

  private Future<Bytes> fetch(WorkReport report) {
    PeerBundleFetcher fetcher = new PeerBundleFetcher(chain, node.streams(), workers);
    return Background.run(() -> fetcher.fetch(RawPeer.ID, report));
  }

  private Fault answered(String answer) throws Exception {
    Future<Bytes> fetched = fetch(REPORT);
    peer.accept().send(answer).fin();
    return faultOf(fetched);
  }

  @Test
  void goldenBytes147AsItIsAsked() throws Exception {
    Future<Bytes> fetched = fetch(REPORT);
    RawStream stream = peer.accept();
    assertEquals(REQUEST, stream.receiveAll());
    stream.send(message(BUNDLE.toHex())).fin();
    assertEquals(BUNDLE, fetched.get());
  }

  @Test
  void anotherBundleIsALie() throws Exception {
    byte[] changed = BUNDLE.toByteArray();
    changed[changed.length / 2] ^= 1;
    assertEquals(Fault.MISBEHAVED, answered(message(Bytes.wrap(changed).toHex())));
  }

  @Test
  void theLengthIsThatOfTheReport() throws Exception {
    String bundle = BUNDLE.toHex();
    assertEquals(Fault.MISBEHAVED, answered(message(bundle.substring(2))));
    assertEquals(Fault.MALFORMED, answered(message(bundle + "00")));
    assertEquals(Fault.MALFORMED, answered(message(bundle) + "00"));
  }

  /** What its encoding and the lengths of its proofs add to W_B is allowed, and no more. */
  @Test
  void aBundleThatCannotBeIsNotAskedFor() throws Exception {
    int most = ProtocolParameters.TINY.maxBundleSize() + 113_000;
    assertEquals(Fault.REFUSED, faultOf(fetch(ofLength(most + 2_000))));
    assertEquals(0, peer.waiting());
    Future<Bytes> fetched = fetch(ofLength(most));
    peer.accept().reset(2);
    assertEquals(Fault.RESET, faultOf(fetched));
  }

  private static WorkReport ofLength(long length) {
    PackageSpec spec = new PackageSpec(Hash.ZERO, length, Hash.ZERO, Hash.ZERO, 1);
    return new WorkReport(
        spec, REPORT.context(), 0, Hash.ZERO, 0, Bytes.EMPTY, List.of(), List.of());
  }

  @Test
  void bothHalves() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      BundleRequestProtocol guarantor = new BundleRequestProtocol(store, workers);
      guarantor.topologyChanged(auditors(pair.initiator().node().id()));
      pair.acceptor().serve(147, guarantor);
      PeerBundleFetcher fetcher =
          new PeerBundleFetcher(chain, pair.initiator().node().streams(), workers);
      PeerId id = pair.acceptor().node().id();
      assertEquals(BUNDLE, Background.run(() -> fetcher.fetch(id, REPORT)).get());
    }
  }
}
