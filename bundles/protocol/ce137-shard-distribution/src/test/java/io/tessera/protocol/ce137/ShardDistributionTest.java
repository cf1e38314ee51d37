package io.tessera.protocol.ce137;

import static io.tessera.testing.testkit.Background.faultOf;
import static io.tessera.testing.testkit.Background.message;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
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
import io.tessera.work.ProvedShards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both halves, byte by byte, and what neither puts up with. */
@Timeout(30)
class ShardDistributionTest {
  /** On core 1, validator 5 keeps the shards 1: (1 * 2 + 5) mod 6. */
  private static final int CORE = 1;

  private static final int VALIDATOR = 5;
  private static final int SHARD = 1;

  private static final CodedPackage PACKAGE =
      TestPackage.of(ProtocolParameters.TINY, CORE, 1, 3, 1).coded();
  private static final PackageSpec SPEC = PACKAGE.spec();
  private static final ProvedShards SHARDS = MemoryAvailability.shardsOf(PACKAGE, SHARD);

  /** Kind 137, and a message of 34 bytes. */
  private static final String REQUEST = "89" + "22000000" + SPEC.erasureRoot().toHex() + "0100";

  private static final String BUNDLE_SHARD = message(SHARDS.bundleShard().toHex());
  private static final String SEGMENT_SHARDS = message(SHARDS.segmentShards().toHex());

  /**
   * Of six leaves three are left of the root, and of these two left of the third: opposite to leaf
   * 1 are the node of leaves 3 to 5, leaf 2 and leaf 0.
   */
  private static final String JUSTIFICATION =
      message("00" + node(node(leaf(3), leaf(4)), leaf(5)) + "01" + leaf(2) + "01" + leaf(0));

  private final MemoryChain chain = new MemoryChain(ChainBuilder.tiny(1), 1);
  private final MemoryAvailability store = new MemoryAvailability(ProtocolParameters.TINY);
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final ShardDistributionProtocol protocol =
      new ShardDistributionProtocol(chain, store, workers);

  ShardDistributionTest() {
    store.keep(PACKAGE, CORE, 0);
    protocol.topologyChanged(new Topology(List.of(), validators(RawPeer.ID), List.of()));
    node.serve(137, protocol);
  }

  @AfterEach
  void close() {
    workers.close();
    peer.close();
    node.close();
  }

  /** Leaf i of the erasure tree by hand: hash of the bundle shard, root of the segment shards. */
  private static String leaf(int i) {
    Bytes both = PACKAGE.segmentShards().get(i); // one exported, one that proves it
    String segments = both.toHex();
    String root =
        node(
            segments.substring(0, segments.length() / 2),
            segments.substring(segments.length() / 2));
    return Blake2b.hash(PACKAGE.bundleShards().get(i)).toHex() + root;
  }

  private static String node(String left, String right) {
    return Blake2b.hash(Bytes.fromHex("6e6f6465" + left + right)).toHex();
  }

  private static List<Ed25519Public> validators(PeerId fifth) {
    List<PeerId> ids = new ArrayList<>(IntStream.range(10, 16).mapToObj(TestNode::id).toList());
    ids.set(VALIDATOR, fifth);
    return ids.stream().map(PeerId::key).toList();
  }

  // ---- who is asked

  @Test
  void goldenBytes137() throws Exception {
    RawStream stream = peer.open().send(REQUEST).fin();
    assertEquals(BUNDLE_SHARD + SEGMENT_SHARDS + JUSTIFICATION, stream.receiveAll());
  }

  @Test
  void anAssurerGetsItsOwnIndexOnly() throws Exception {
    String other = REQUEST.substring(0, REQUEST.length() - 4) + "0200";
    assertEquals(Fault.REFUSED.code(), peer.open().send(other).fin().awaitReset());
    String none = REQUEST.substring(0, REQUEST.length() - 4) + "ffff";
    assertEquals(Fault.REFUSED.code(), peer.open().send(none).fin().awaitReset());
    assertEquals(List.of(), node.misbehaviourOf(RawPeer.ID));
  }

  @Test
  void validatorsOfTheEpochsBesideAreServedToo() throws Exception {
    for (Topology topology :
        List.of(
            new Topology(validators(RawPeer.ID), validators(TestNode.id(20)), List.of()),
            new Topology(List.of(), validators(TestNode.id(20)), validators(RawPeer.ID)))) {
      protocol.topologyChanged(topology);
      RawStream stream = peer.open().send(REQUEST).fin();
      assertEquals(BUNDLE_SHARD + SEGMENT_SHARDS + JUSTIFICATION, stream.receiveAll());
    }
  }

  @Test
  void whoIsNoValidatorIsRefused() throws Exception {
    protocol.topologyChanged(new Topology(List.of(), validators(TestNode.id(20)), List.of()));
    assertEquals(Fault.REFUSED.code(), peer.open().send(REQUEST).fin().awaitReset());
    String unknown = "89" + "22000000" + "ab".repeat(32) + "0100"; // nor told what is here
    assertEquals(Fault.REFUSED.code(), peer.open().send(unknown).fin().awaitReset());
  }

  @Test
  void whatWasNotGuaranteedHereIsNotHere() throws Exception {
    String other = "89" + "22000000" + "ab".repeat(32) + "0100";
    assertEquals(Fault.UNAVAILABLE.code(), peer.open().send(other).fin().awaitReset());
  }

  @Test
  void aRequestHas34Bytes() throws Exception {
    String longer = "89" + "23000000" + SPEC.erasureRoot().toHex() + "010000";
    assertEquals(Fault.MALFORMED.code(), peer.open().send(longer).awaitReset());
    String shorter = "89" + "21000000" + SPEC.erasureRoot().toHex() + "01";
    assertEquals(Fault.MALFORMED.code(), peer.open().send(shorter).fin().awaitReset());
    assertEquals(Fault.MALFORMED.code(), peer.open().send(REQUEST + "00").fin().awaitReset());
  }

  // ---- who asks

  private Future<ProvedShards> fetch() {
    PeerShardFetcher fetcher = new PeerShardFetcher(chain, node.streams(), workers);
    return Background.run(() -> fetcher.fetch(RawPeer.ID, SPEC, SHARD));
  }

  private Fault answered(String... messages) throws Exception {
    Future<ProvedShards> fetched = fetch();
    peer.accept().send(String.join("", messages)).fin();
    return faultOf(fetched);
  }

  @Test
  void goldenBytes137AsItIsAsked() throws Exception {
    Future<ProvedShards> fetched = fetch();
    RawStream stream = peer.accept();
    assertEquals(REQUEST, stream.receiveAll());
    stream.send(BUNDLE_SHARD + SEGMENT_SHARDS + JUSTIFICATION).fin();
    assertEquals(SHARDS, fetched.get());
  }

  @Test
  void shardsOfAnotherIndexAreALie() throws Exception {
    ProvedShards other = MemoryAvailability.shardsOf(PACKAGE, 2);
    assertEquals(
        Fault.MISBEHAVED,
        answered(message(other.bundleShard().toHex()), SEGMENT_SHARDS, JUSTIFICATION));
    assertEquals(
        Fault.MISBEHAVED,
        answered(BUNDLE_SHARD, message(other.segmentShards().toHex()), JUSTIFICATION));
  }

  @Test
  void aWrongJustificationIsALie() throws Exception {
    String wrong = JUSTIFICATION.substring(0, JUSTIFICATION.length() - 2) + "00";
    assertEquals(Fault.MISBEHAVED, answered(BUNDLE_SHARD, SEGMENT_SHARDS, wrong));
    assertEquals(Fault.MISBEHAVED, answered(BUNDLE_SHARD, SEGMENT_SHARDS, message("")));
  }

  @Test
  void sizesAreThoseThatFollowFromTheReport() throws Exception {
    String bundle = SHARDS.bundleShard().toHex();
    assertEquals(Fault.MISBEHAVED, answered(message(bundle.substring(2))));
    assertEquals(Fault.MALFORMED, answered(message(bundle + "00")));
    String segments = SHARDS.segmentShards().toHex();
    String one = segments.substring(0, segments.length() / 2);
    assertEquals(Fault.MISBEHAVED, answered(BUNDLE_SHARD, message(one)));
    assertEquals(Fault.MALFORMED, answered(BUNDLE_SHARD, message(segments + one)));
    String path = "00" + "ab".repeat(32);
    assertEquals(Fault.MALFORMED, answered(BUNDLE_SHARD, SEGMENT_SHARDS, message(path.repeat(64))));
  }

  @Test
  void aSegmentShardIsNoNodeHere() throws Exception {
    String path = message("02" + "ab".repeat(2052));
    assertEquals(Fault.MALFORMED, answered(BUNDLE_SHARD, SEGMENT_SHARDS, path));
  }

  @Test
  void nothingComesBehindTheJustification() throws Exception {
    assertEquals(
        Fault.MALFORMED, answered(BUNDLE_SHARD, SEGMENT_SHARDS, JUSTIFICATION, "00000000"));
  }

  /** A report can say any length: who believes it would take any number of bytes. */
  @Test
  void aPackageThatCannotBeIsNotAskedFor() throws Exception {
    PeerShardFetcher fetcher = new PeerShardFetcher(chain, node.streams(), workers);
    for (PackageSpec spec :
        List.of(
            new PackageSpec(Hash.ZERO, 0xffff_ffffL, Hash.ZERO, Hash.ZERO, 1),
            new PackageSpec(Hash.ZERO, 100, Hash.ZERO, Hash.ZERO, 3073))) {
      assertEquals(
          Fault.REFUSED, faultOf(Background.run(() -> fetcher.fetch(RawPeer.ID, spec, 0))));
    }
    assertEquals(0, peer.waiting());
  }

  /** Who is asked besides a slow guarantor may be the first: the slow one is not listened to. */
  @Test
  void whatIsNotNeededAnyMoreIsCancelled() throws Exception {
    Future<ProvedShards> fetched = fetch();
    RawStream stream = peer.accept();
    assertEquals(REQUEST, stream.receiveAll());
    stream.send(BUNDLE_SHARD);
    fetched.cancel(true);
    assertEquals(Fault.CANCELLED.code(), stream.awaitReset());
  }

  @Test
  void bothHalves() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      ShardDistributionProtocol guarantor = new ShardDistributionProtocol(chain, store, workers);
      PeerId assurer = pair.initiator().node().id();
      guarantor.topologyChanged(new Topology(List.of(), validators(assurer), List.of()));
      pair.acceptor().serve(137, guarantor);
      PeerShardFetcher fetcher =
          new PeerShardFetcher(chain, pair.initiator().node().streams(), workers);
      Future<ProvedShards> fetched =
          Background.run(() -> fetcher.fetch(pair.acceptor().node().id(), SPEC, SHARD));
      assertEquals(SHARDS, fetched.get());
    }
  }
}
