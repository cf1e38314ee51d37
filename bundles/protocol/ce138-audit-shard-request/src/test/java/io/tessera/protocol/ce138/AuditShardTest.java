package io.tessera.protocol.ce138;

import static io.tessera.testing.testkit.Background.faultOf;
import static io.tessera.testing.testkit.Background.message;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.lib.erasure.CodedPackage;
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
class AuditShardTest {
  private static final int SHARD = 2;
  private static final CodedPackage PACKAGE =
      TestPackage.of(ProtocolParameters.TINY, 0, 1, 3, 1).coded();
  private static final PackageSpec SPEC = PACKAGE.spec();
  private static final Bytes BUNDLE_SHARD = PACKAGE.bundleShards().get(SHARD);

  /** Kind 138, and a message of 34 bytes. */
  private static final String REQUEST = "8a" + "22000000" + SPEC.erasureRoot().toHex() + "0200";

  /** Of six leaves, opposite to leaf 2: the node of leaves 3 to 5, and that of leaves 0 and 1. */
  private static final String STORED =
      "00" + node(node(leaf(3), leaf(4)), leaf(5)) + "00" + node(leaf(0), leaf(1));

  /** That of CE 137, and the root of the segment shards. */
  private static final String JUSTIFICATION =
      message(STORED + "00" + leaf(SHARD).substring(2 * Hash.SIZE));

  private final MemoryChain chain = new MemoryChain(ChainBuilder.tiny(1), 1);
  private final MemoryAvailability store = new MemoryAvailability(ProtocolParameters.TINY);
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final AuditShardProtocol protocol = new AuditShardProtocol(store, workers);

  AuditShardTest() {
    store.put(SPEC.erasureRoot(), SHARD, MemoryAvailability.shardsOf(PACKAGE, SHARD));
    protocol.topologyChanged(auditors(RawPeer.ID));
    node.serve(138, protocol);
  }

  @AfterEach
  void close() {
    workers.close();
    peer.close();
    node.close();
  }

  private static Topology auditors(PeerId one) {
    return new Topology(List.of(one.key()), List.of(), List.of());
  }

  /** Leaf i of the erasure tree by hand: hash of the bundle shard, root of two segment shards. */
  private static String leaf(int i) {
    String segments = PACKAGE.segmentShards().get(i).toHex();
    int half = segments.length() / 2;
    return Blake2b.hash(PACKAGE.bundleShards().get(i)).toHex()
        + node(segments.substring(0, half), segments.substring(half));
  }

  private static String node(String left, String right) {
    return Blake2b.hash(Bytes.fromHex("6e6f6465" + left + right)).toHex();
  }

  // ---- who is asked

  @Test
  void goldenBytes138() throws Exception {
    RawStream stream = peer.open().send(REQUEST).fin();
    assertEquals(message(BUNDLE_SHARD.toHex()) + JUSTIFICATION, stream.receiveAll());
  }

  @Test
  void auditorsAreValidators() throws Exception {
    protocol.topologyChanged(auditors(TestNode.id(20)));
    assertEquals(Fault.REFUSED.code(), peer.open().send(REQUEST).fin().awaitReset());
  }

  @Test
  void whatIsNotAssuredHereIsNotHere() throws Exception {
    String otherShard = REQUEST.substring(0, REQUEST.length() - 4) + "0300";
    assertEquals(Fault.UNAVAILABLE.code(), peer.open().send(otherShard).fin().awaitReset());
    String otherRoot = "8a" + "22000000" + "ab".repeat(32) + "0200";
    assertEquals(Fault.UNAVAILABLE.code(), peer.open().send(otherRoot).fin().awaitReset());
  }

  @Test
  void aRequestHas34Bytes() throws Exception {
    String longer = "8a" + "23000000" + SPEC.erasureRoot().toHex() + "020000";
    assertEquals(Fault.MALFORMED.code(), peer.open().send(longer).awaitReset());
    assertEquals(Fault.MALFORMED.code(), peer.open().send(REQUEST + "00").fin().awaitReset());
  }

  // ---- who asks

  private Future<Bytes> fetch() {
    PeerAuditShardFetcher fetcher = new PeerAuditShardFetcher(chain, node.streams(), workers);
    return Background.run(() -> fetcher.fetch(RawPeer.ID, SPEC, SHARD));
  }

  private Fault answered(String... messages) throws Exception {
    Future<Bytes> fetched = fetch();
    peer.accept().send(String.join("", messages)).fin();
    return faultOf(fetched);
  }

  @Test
  void goldenBytes138AsItIsAsked() throws Exception {
    Future<Bytes> fetched = fetch();
    RawStream stream = peer.accept();
    assertEquals(REQUEST, stream.receiveAll());
    stream.send(message(BUNDLE_SHARD.toHex()) + JUSTIFICATION).fin();
    assertEquals(BUNDLE_SHARD, fetched.get());
  }

  @Test
  void anotherShardIsALie() throws Exception {
    String other = PACKAGE.bundleShards().get(3).toHex();
    assertEquals(Fault.MISBEHAVED, answered(message(other), JUSTIFICATION));
  }

  @Test
  void withoutTheRootOfTheSegmentShardsNothingIsProved() throws Exception {
    assertEquals(Fault.MISBEHAVED, answered(message(BUNDLE_SHARD.toHex()), message(STORED)));
    assertEquals(Fault.MISBEHAVED, answered(message(BUNDLE_SHARD.toHex()), message("")));
  }

  @Test
  void theSizeIsThatWhichFollowsFromTheReport() throws Exception {
    String shard = BUNDLE_SHARD.toHex();
    assertEquals(Fault.MISBEHAVED, answered(message(shard.substring(2))));
    assertEquals(Fault.MALFORMED, answered(message(shard + "00")));
    assertEquals(
        Fault.MALFORMED, answered(message(shard), message(("00" + "ab".repeat(32)).repeat(64))));
    assertEquals(Fault.MALFORMED, answered(message(shard), JUSTIFICATION, "00"));
  }

  @Test
  void aPackageThatCannotBeIsNotAskedFor() throws Exception {
    PeerAuditShardFetcher fetcher = new PeerAuditShardFetcher(chain, node.streams(), workers);
    PackageSpec large = new PackageSpec(Hash.ZERO, 1 << 24, Hash.ZERO, Hash.ZERO, 1);
    assertEquals(Fault.REFUSED, faultOf(Background.run(() -> fetcher.fetch(RawPeer.ID, large, 0))));
    assertEquals(0, peer.waiting());
  }

  @Test
  void bothHalves() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      AuditShardProtocol assurer = new AuditShardProtocol(store, workers);
      assurer.topologyChanged(auditors(pair.initiator().node().id()));
      pair.acceptor().serve(138, assurer);
      PeerAuditShardFetcher fetcher =
          new PeerAuditShardFetcher(chain, pair.initiator().node().streams(), workers);
      PeerId peerId = pair.acceptor().node().id();
      assertEquals(BUNDLE_SHARD, Background.run(() -> fetcher.fetch(peerId, SPEC, SHARD)).get());
    }
  }
}
