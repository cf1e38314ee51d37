package io.tessera.protocol.ce148;

import static io.tessera.testing.testkit.Background.faultOf;
import static io.tessera.testing.testkit.Background.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
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
import io.tessera.work.AvailabilityStore;
import io.tessera.work.ProvedSegment;
import io.tessera.work.SegmentFetcher.Wanted;
import io.tessera.work.StoredExports;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both halves, byte by byte, and what neither puts up with. */
@Timeout(30)
class SegmentRequestTest {
  /** W_M. */
  private static final int MOST = 3072;

  private static final CodedPackage PACKAGE =
      TestPackage.of(ProtocolParameters.TINY, 0, 1, 3, 3).coded();

  /** One segment is its own root: nothing is opposite to it. */
  private static final CodedPackage OTHER =
      TestPackage.of(ProtocolParameters.TINY, 0, 2, 3, 1).coded();

  private static final String ROOT = PACKAGE.spec().exportsRoot().toHex();
  private static final String OTHER_ROOT = OTHER.spec().exportsRoot().toHex();

  /** Segments 1 and 2 of one package, segment 0 of another: 32 + 1 + 4 and 32 + 1 + 2 bytes. */
  private static final String REQUEST =
      "94" + "48000000" + ROOT + "02" + "0100" + "0200" + OTHER_ROOT + "01" + "0000";

  private static final String SEGMENTS =
      message(segment(1), segment(2), OTHER.segments().get(0).toHex());

  /** Of three leaves, which zeros make four: beside 1 there is 0, beside 2 the zeros. */
  private static final String PROOFS =
      message(
          "02" + node(leaf(2), "00".repeat(32)) + leaf(0),
          "02" + node(leaf(0), leaf(1)) + "00".repeat(32),
          "00");

  private static final List<Wanted> WANTED =
      List.of(
          new Wanted(PACKAGE.spec().exportsRoot(), List.of(1, 2)),
          new Wanted(OTHER.spec().exportsRoot(), List.of(0)));

  private final MemoryChain chain = new MemoryChain(ChainBuilder.tiny(1), 1);
  private final MemoryAvailability store = new MemoryAvailability(ProtocolParameters.TINY);
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final SegmentRequestProtocol protocol = new SegmentRequestProtocol(chain, store, workers);

  SegmentRequestTest() {
    store.keep(PACKAGE, 0, 0);
    store.keep(OTHER, 0, 0);
    protocol.topologyChanged(guarantors(RawPeer.ID));
    node.serve(148, protocol);
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

  private static String segment(int index) {
    return PACKAGE.segments().get(index).toHex();
  }

  private static String leaf(int index) {
    return Blake2b.hash(Bytes.fromHex("6c656166" + segment(index))).toHex();
  }

  private static String node(String left, String right) {
    return Blake2b.hash(Bytes.fromHex("6e6f6465" + left + right)).toHex();
  }

  // ---- who is asked

  @Test
  void goldenBytes148() throws Exception {
    RawStream stream = peer.open().send(REQUEST).fin();
    assertEquals(SEGMENTS + PROOFS, stream.receiveAll());
  }

  private long reset(String request) throws InterruptedException {
    return peer.open().send(request).fin().awaitReset();
  }

  /** Each time a page is read, all of it is hashed. */
  @Test
  void aPackageThatIsNamedAgainAndAgainIsProvedOnce() throws Exception {
    AtomicInteger pages = new AtomicInteger();
    AvailabilityStore counting =
        proxy(
            AvailabilityStore.class,
            store,
            (method, result) ->
                method.equals("findExports")
                    ? ((Optional<?>) result).map(found -> counting((StoredExports) found, pages))
                    : result);
    SegmentRequestProtocol counted = new SegmentRequestProtocol(chain, counting, workers);
    counted.topologyChanged(guarantors(RawPeer.ID));
    String one = REQUEST.substring(10);
    try (TestNode other = new TestNode();
        RawPeer asking = RawPeer.dialing(other)) {
      other.serve(148, counted);
      RawStream stream = asking.open().send("94" + message(one.repeat(100))).fin();
      assertEquals(
          message(SEGMENTS.substring(8).repeat(100)) + message(PROOFS.substring(8).repeat(100)),
          stream.receiveAll());
    }
    assertEquals(2, pages.get(), "one of each package");
  }

  private static StoredExports counting(StoredExports found, AtomicInteger pages) {
    return proxy(
        StoredExports.class,
        found,
        (method, result) -> {
          pages.addAndGet(method.equals("proof") ? 1 : 0);
          return result;
        });
  }

  private static <T> T proxy(Class<T> type, T whole, BiFunction<String, Object, Object> seen) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                seen.apply(method.getName(), method.invoke(whole, arguments))));
  }

  @Test
  void segmentsAreForGuarantorsAndBuilders() throws Exception {
    protocol.topologyChanged(guarantors(TestNode.id(20)));
    assertEquals(Fault.REFUSED.code(), reset(REQUEST));
    try (RawPeer builder = RawPeer.building(node)) {
      assertEquals(SEGMENTS + PROOFS, builder.open().send(REQUEST).fin().receiveAll());
    }
  }

  @Test
  void whatIsNotHereIsNotHere() throws Exception {
    assertEquals(Fault.UNAVAILABLE.code(), reset("94" + message("ab".repeat(32) + "01" + "0000")));
    assertEquals(Fault.UNAVAILABLE.code(), reset("94" + message(ROOT + "01" + "0300")));
  }

  @Test
  void somethingHasToBeAskedFor() throws Exception {
    assertEquals(Fault.MALFORMED.code(), reset("94" + message("")));
    assertEquals(Fault.MALFORMED.code(), reset("94" + message(ROOT + "00")));
    assertEquals(Fault.MALFORMED.code(), reset(REQUEST + "00"));
  }

  @Test
  void noMoreThanWmAreAskedFor() throws Exception {
    String many = ROOT + "8c00" + "0000".repeat(MOST); // 3,072 = 0x0c00
    RawStream stream = peer.open().send("94" + message(many)).fin();
    assertEquals("0060c000", stream.receive(4), "3,072 times 4,104 bytes follow");
    stream.reset(0);
    assertEquals(
        Fault.MALFORMED.code(), reset("94" + message(ROOT + "8c01" + "0000".repeat(MOST + 1))));
    String each = ROOT + "01" + "0000";
    assertEquals(Fault.MALFORMED.code(), reset("94" + message(each.repeat(MOST + 1))));
    String split = (ROOT + "8600" + "0000".repeat(MOST / 2)).repeat(2) + each;
    assertEquals(Fault.MALFORMED.code(), reset("94" + message(split)));
  }

  // ---- who asks

  private PeerSegmentFetcher fetcher() {
    return new PeerSegmentFetcher(chain, node.streams(), workers);
  }

  private Future<List<ProvedSegment>> fetch() {
    return Background.run(() -> fetcher().fetch(RawPeer.ID, WANTED));
  }

  private Fault answered(String... messages) throws Exception {
    Future<List<ProvedSegment>> fetched = fetch();
    peer.accept().send(String.join("", messages)).fin();
    return faultOf(fetched);
  }

  @Test
  void goldenBytes148AsItIsAsked() throws Exception {
    Future<List<ProvedSegment>> fetched = fetch();
    RawStream stream = peer.accept();
    assertEquals(REQUEST, stream.receiveAll());
    stream.send(SEGMENTS + PROOFS).fin();
    List<ProvedSegment> segments = fetched.get();
    assertEquals(
        List.of(PACKAGE.segments().get(1), PACKAGE.segments().get(2), OTHER.segments().get(0)),
        segments.stream().map(ProvedSegment::segment).toList());
    assertEquals(
        List.of(Hash.fromHex(node(leaf(0), leaf(1))), Hash.ZERO), segments.get(1).justification());
  }

  @Test
  void aSegmentThatIsNotProvedIsALie() throws Exception {
    String wrong = SEGMENTS.substring(0, SEGMENTS.length() - 2) + "00";
    assertEquals(Fault.MISBEHAVED, answered(wrong, PROOFS));
    String swapped = message(segment(2), segment(1), OTHER.segments().get(0).toHex());
    assertEquals(Fault.MISBEHAVED, answered(swapped, PROOFS));
    String other = PROOFS.substring(0, PROOFS.length() - 4) + "01" + "00";
    assertEquals(Fault.MISBEHAVED, answered(SEGMENTS, other));
  }

  @Test
  void asManySegmentsAndProofsAsWereAskedFor() throws Exception {
    String two = message(segment(1), segment(2));
    assertEquals(Fault.MISBEHAVED, answered(two, PROOFS));
    assertEquals(
        Fault.MALFORMED, answered(message(segment(1), segment(2), segment(0), segment(0))));
    assertEquals(
        Fault.MISBEHAVED, answered(SEGMENTS, message(PROOFS.substring(8, PROOFS.length() - 2))));
    assertEquals(Fault.MISBEHAVED, answered(SEGMENTS, message(PROOFS.substring(8), "00")));
    String deep = "0d" + "ab".repeat(13 * 32); // no tree of 3,072 is deeper than 12
    assertEquals(Fault.MALFORMED, answered(SEGMENTS, message(deep)));
    assertEquals(Fault.MALFORMED, answered(SEGMENTS, PROOFS, "00000000"));
  }

  @Test
  void moreThanTheLimitIsNotAskedFor() {
    Wanted many = new Wanted(PACKAGE.spec().exportsRoot(), Collections.nCopies(MOST + 1, 0));
    Wanted nothing = new Wanted(PACKAGE.spec().exportsRoot(), List.of());
    for (List<Wanted> wrong : List.of(List.of(many), List.of(nothing), List.<Wanted>of())) {
      assertThrows(IllegalArgumentException.class, () -> fetcher().fetch(RawPeer.ID, wrong));
    }
  }

  @Test
  void bothHalves() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      SegmentRequestProtocol guarantor = new SegmentRequestProtocol(chain, store, workers);
      guarantor.topologyChanged(guarantors(pair.initiator().node().id()));
      pair.acceptor().serve(148, guarantor);
      PeerSegmentFetcher fetcher =
          new PeerSegmentFetcher(chain, pair.initiator().node().streams(), workers);
      PeerId id = pair.acceptor().node().id();
      assertEquals(3, Background.run(() -> fetcher.fetch(id, WANTED)).get().size());
    }
  }
}
