package io.tessera.protocol.ce139;

import static io.tessera.testing.testkit.Background.faultOf;
import static io.tessera.testing.testkit.Background.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
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
import io.tessera.work.AvailabilityStore;
import io.tessera.work.SegmentShardFetcher.Wanted;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both halves of both kinds, byte by byte, and what none puts up with. */
@Timeout(30)
class SegmentShardTest {
  private static final String KIND_139 = "8b";
  private static final String KIND_140 = "8c";

  /** 2 W_M. */
  private static final int MOST = 6144;

  private static final List<Wanted> WANTED =
      List.of(
          new Wanted(Golden.PACKAGE.spec(), Golden.SHARD, List.of(1, 3)),
          new Wanted(Golden.OTHER.spec(), Golden.SHARD, List.of(0)));

  private static final List<Bytes> SHARDS =
      List.of(
          Bytes.fromHex(Golden.shard(Golden.PACKAGE, 1)),
          Bytes.fromHex(Golden.shard(Golden.PACKAGE, 3)),
          Bytes.fromHex(Golden.shard(Golden.OTHER, 0)));

  private final MemoryChain chain = new MemoryChain(ChainBuilder.tiny(1), 1);
  private final MemoryAvailability store = new MemoryAvailability(ProtocolParameters.TINY);
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final SegmentShardProtocol plain = new SegmentShardProtocol(chain, store, workers);
  private final ProvedSegmentShardProtocol proved =
      new ProvedSegmentShardProtocol(chain, store, workers);

  SegmentShardTest() {
    for (CodedPackage coded : List.of(Golden.PACKAGE, Golden.OTHER)) {
      store.put(
          coded.spec().erasureRoot(),
          Golden.SHARD,
          MemoryAvailability.shardsOf(coded, Golden.SHARD));
    }
    plain.topologyChanged(guarantors(RawPeer.ID));
    proved.topologyChanged(guarantors(RawPeer.ID));
    node.serve(139, plain);
    node.serve(140, proved);
  }

  @AfterEach
  void close() {
    workers.close();
    peer.close();
    node.close();
  }

  private static Topology guarantors(PeerId one) {
    return new Topology(List.of(), List.of(one.key()), List.of());
  }

  // ---- who is asked

  @Test
  void goldenBytes139() throws Exception {
    RawStream stream = peer.open().send(KIND_139 + Golden.REQUEST).fin();
    assertEquals(Golden.SHARDS, stream.receiveAll());
  }

  @Test
  void goldenBytes140() throws Exception {
    RawStream stream = peer.open().send(KIND_140 + Golden.REQUEST).fin();
    assertEquals(Golden.SHARDS + Golden.JUSTIFICATIONS, stream.receiveAll());
  }

  private long reset(String kind, String request) throws InterruptedException {
    return peer.open().send(kind + request).fin().awaitReset();
  }

  @Test
  void guarantorsAreValidators() throws Exception {
    plain.topologyChanged(guarantors(TestNode.id(20)));
    proved.topologyChanged(guarantors(TestNode.id(20)));
    assertEquals(Fault.REFUSED.code(), reset(KIND_139, Golden.REQUEST));
    assertEquals(Fault.REFUSED.code(), reset(KIND_140, Golden.REQUEST));
  }

  private static String entry(String root, String shard, String... indices) {
    return root + shard + "%02x".formatted(indices.length) + String.join("", indices);
  }

  @Test
  void whatIsNotAssuredHereIsNotHere() throws Exception {
    String root = Golden.PACKAGE.spec().erasureRoot().toHex();
    String other = "ab".repeat(32);
    for (String kind : List.of(KIND_139, KIND_140)) {
      assertEquals(Fault.UNAVAILABLE.code(), reset(kind, message(entry(other, "0200", "0000"))));
      assertEquals(Fault.UNAVAILABLE.code(), reset(kind, message(entry(root, "0300", "0000"))));
      assertEquals(Fault.UNAVAILABLE.code(), reset(kind, message(entry(root, "0200", "0400"))));
      assertEquals(Fault.UNAVAILABLE.code(), reset(kind, message(entry(root, "0200", "ffff"))));
    }
  }

  @Test
  void somethingHasToBeAskedFor() throws Exception {
    String root = Golden.PACKAGE.spec().erasureRoot().toHex();
    assertEquals(Fault.MALFORMED.code(), reset(KIND_139, message("")));
    assertEquals(Fault.MALFORMED.code(), reset(KIND_139, message(entry(root, "0200"))));
    assertEquals(Fault.MALFORMED.code(), reset(KIND_139, message(root)));
    assertEquals(Fault.MALFORMED.code(), reset(KIND_139, Golden.REQUEST + "00"));
  }

  /** All 6,144 may be of one package, or each of another; one more is too many either way. */
  @Test
  void noMoreThanTwiceWmAreAskedFor() throws Exception {
    String root = Golden.PACKAGE.spec().erasureRoot().toHex();
    String many = root + "0200" + "9800" + "0000".repeat(MOST); // 6,144 = 0x1800
    RawStream stream = peer.open().send(KIND_139 + message(many)).fin();
    assertEquals("0060c000", stream.receive(4), "6,144 times 2,052 bytes follow");
    stream.reset(0);
    String more = root + "0200" + "9801" + "0000".repeat(MOST + 1);
    assertEquals(Fault.MALFORMED.code(), reset(KIND_139, message(more)));
    String each = entry(root, "0200", "0000");
    assertEquals(Fault.MALFORMED.code(), reset(KIND_139, message(each.repeat(MOST + 1))));
    String split = (root + "0200" + "8c00" + "0000".repeat(MOST / 2)).repeat(2) + each;
    assertEquals(Fault.MALFORMED.code(), reset(KIND_139, message(split)));
  }

  /** Before anything is sent, each file is looked into once, not once for each entry. */
  @Test
  void aPackageThatIsNamedAgainAndAgainIsLookedForOnce() throws Exception {
    AtomicInteger found = new AtomicInteger();
    AvailabilityStore counting =
        (AvailabilityStore)
            Proxy.newProxyInstance(
                AvailabilityStore.class.getClassLoader(),
                new Class<?>[] {AvailabilityStore.class},
                (self, method, arguments) -> {
                  found.addAndGet(method.getName().equals("findSegmentShards") ? 1 : 0);
                  return method.invoke(store, arguments);
                });
    SegmentShardProtocol counted = new SegmentShardProtocol(chain, counting, workers);
    counted.topologyChanged(guarantors(RawPeer.ID));
    String good = entry(Golden.PACKAGE.spec().erasureRoot().toHex(), "0200", "0100");
    String wrong = entry(Golden.PACKAGE.spec().erasureRoot().toHex(), "0200", "ffff");
    try (TestNode other = new TestNode();
        RawPeer asking = RawPeer.dialing(other)) {
      other.serve(139, counted);
      RawStream stream = asking.open().send(KIND_139 + message(good.repeat(300) + wrong)).fin();
      assertEquals(Fault.UNAVAILABLE.code(), stream.awaitReset());
    }
    assertEquals(1, found.get());
  }

  /** The tree of a package is made once, so that this takes no longer than it must. */
  @Test
  void aPackageMayBeNamedAgainAndAgain() throws Exception {
    String first = entry(Golden.PACKAGE.spec().erasureRoot().toHex(), "0200", "0100");
    String second = entry(Golden.OTHER.spec().erasureRoot().toHex(), "0200", "0000");
    RawStream stream = peer.open().send(KIND_140 + message((first + second).repeat(300))).fin();
    int one = Golden.JUSTIFICATIONS.indexOf(Golden.shard(Golden.PACKAGE, 0)) + 2 * 2052;
    String answer = stream.receiveAll();
    assertEquals(
        (Golden.JUSTIFICATIONS.substring(0, one) + lastJustification()).repeat(300),
        answer.substring(2 * (4 + 600 * 2052)));
  }

  private static String lastJustification() {
    // of two segments: three hashes of the path, and one segment shard
    int size = 2 * (4 + 3 * 33 + 1 + 2052);
    return Golden.JUSTIFICATIONS.substring(Golden.JUSTIFICATIONS.length() - size);
  }

  // ---- who asks

  private PeerSegmentShardFetcher fetcher() {
    return new PeerSegmentShardFetcher(chain, node.streams(), workers);
  }

  private Future<List<Bytes>> fetch(String kind) {
    return Background.run(
        () ->
            kind.equals(KIND_139)
                ? fetcher().fetch(RawPeer.ID, WANTED)
                : fetcher().fetchProved(RawPeer.ID, WANTED));
  }

  private Fault answered(String kind, String... messages) throws Exception {
    Future<List<Bytes>> fetched = fetch(kind);
    peer.accept().send(String.join("", messages)).fin();
    return faultOf(fetched);
  }

  @Test
  void goldenBytes139AsItIsAsked() throws Exception {
    Future<List<Bytes>> fetched = fetch(KIND_139);
    RawStream stream = peer.accept();
    assertEquals(KIND_139 + Golden.REQUEST, stream.receiveAll());
    stream.send(Golden.SHARDS).fin();
    assertEquals(SHARDS, fetched.get());
  }

  @Test
  void goldenBytes140AsItIsAsked() throws Exception {
    Future<List<Bytes>> fetched = fetch(KIND_140);
    RawStream stream = peer.accept();
    assertEquals(KIND_140 + Golden.REQUEST, stream.receiveAll());
    stream.send(Golden.SHARDS + Golden.JUSTIFICATIONS).fin();
    assertEquals(SHARDS, fetched.get());
  }

  @Test
  void asManyShardsAsWereAskedFor() throws Exception {
    String two = Golden.SHARDS.substring(8, 8 + 4 * 2052);
    for (String kind : List.of(KIND_139, KIND_140)) {
      assertEquals(Fault.MISBEHAVED, answered(kind, message(two)));
      assertEquals(Fault.MALFORMED, answered(kind, message(two + two)));
    }
    assertEquals(Fault.MALFORMED, answered(KIND_139, Golden.SHARDS, Golden.JUSTIFICATIONS));
    assertEquals(Fault.MALFORMED, answered(KIND_140, Golden.SHARDS));
    assertEquals(
        Fault.MALFORMED, answered(KIND_140, Golden.SHARDS, Golden.JUSTIFICATIONS, "00000000"));
  }

  /** CE 139 proves nothing: what is wrong is found when segments are put together. */
  @Test
  void aWrongShardIsFoundByItsProof() throws Exception {
    String wrong = Golden.SHARDS.substring(0, Golden.SHARDS.length() - 2) + "fe";
    Future<List<Bytes>> fetched = fetch(KIND_139);
    peer.accept().send(wrong).fin();
    assertEquals(SHARDS.subList(0, 2), fetched.get().subList(0, 2));
    assertEquals(Fault.MISBEHAVED, answered(KIND_140, wrong, Golden.JUSTIFICATIONS));
  }

  @Test
  void aWrongJustificationIsALie() throws Exception {
    String last = lastJustification();
    String others =
        Golden.JUSTIFICATIONS.substring(0, Golden.JUSTIFICATIONS.length() - last.length());
    String changed = last.substring(0, last.length() - 2) + "01"; // zeros fill a proof up
    assertEquals(Fault.MISBEHAVED, answered(KIND_140, Golden.SHARDS, others, changed));
    assertEquals(Fault.MISBEHAVED, answered(KIND_140, Golden.SHARDS, others, message("")));
    String large = message(("00" + "ab".repeat(32)).repeat(130));
    assertEquals(Fault.MALFORMED, answered(KIND_140, Golden.SHARDS, others, large));
  }

  @Test
  void moreThanTheLimitIsNotAskedFor() {
    Wanted many = new Wanted(Golden.PACKAGE.spec(), Golden.SHARD, Collections.nCopies(MOST + 1, 0));
    Wanted nothing = new Wanted(Golden.PACKAGE.spec(), Golden.SHARD, List.of());
    for (List<Wanted> wrong : List.of(List.of(many), List.of(nothing), List.<Wanted>of())) {
      assertThrows(IllegalArgumentException.class, () -> fetcher().fetch(RawPeer.ID, wrong));
      assertThrows(IllegalArgumentException.class, () -> fetcher().fetchProved(RawPeer.ID, wrong));
    }
  }

  @Test
  void bothHalves() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      SegmentShardProtocol first = new SegmentShardProtocol(chain, store, workers);
      ProvedSegmentShardProtocol second = new ProvedSegmentShardProtocol(chain, store, workers);
      first.topologyChanged(guarantors(pair.initiator().node().id()));
      second.topologyChanged(guarantors(pair.initiator().node().id()));
      pair.acceptor().serve(139, first);
      pair.acceptor().serve(140, second);
      PeerSegmentShardFetcher fetcher =
          new PeerSegmentShardFetcher(chain, pair.initiator().node().streams(), workers);
      PeerId id = pair.acceptor().node().id();
      assertEquals(SHARDS, Background.run(() -> fetcher.fetch(id, WANTED)).get());
      assertEquals(SHARDS, Background.run(() -> fetcher.fetchProved(id, WANTED)).get());
    }
  }
}
