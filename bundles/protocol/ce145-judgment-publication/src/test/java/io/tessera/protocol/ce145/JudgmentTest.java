package io.tessera.protocol.ce145;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.Peer;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.Topology;
import io.tessera.net.Workers;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import io.tessera.work.JudgmentListener;
import io.tessera.work.JudgmentPool;
import io.tessera.work.JudgmentPool.Audience;
import io.tessera.work.JudgmentPool.Held;
import io.tessera.work.PublishedJudgment;
import io.tessera.work.ReportCredential;
import io.tessera.work.ReportPool;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Judgments byte by byte, and who hears of them. What is in them, the pool verifies. */
@Timeout(30)
class JudgmentTest {
  private static final Hash REPORT = Hash.fromHex("11".repeat(32));
  private static final PublishedJudgment POSITIVE =
      new PublishedJudgment(0x04030201, 5, true, REPORT, signature("22"));
  private static final PublishedJudgment NEGATIVE =
      new PublishedJudgment(0x04030201, 5, false, REPORT, signature("22"));
  private static final ReportCredential GUARANTEE =
      new ReportCredential(
          0x08070605,
          List.of(
              new ValidatorSignature(1, signature("33")),
              new ValidatorSignature(2, signature("44"))));

  /** Kind 145; epoch, index, validity, report and signature in 103 bytes. */
  private static final String POSITIVE_BYTES =
      "91" + "67000000" + "01020304" + "0500" + "01" + "11".repeat(32) + "22".repeat(64);

  /** The same for validity 0; slot and two guarantors in 137 bytes. */
  private static final String NEGATIVE_ALONE =
      "91" + "67000000" + "01020304" + "0500" + "00" + "11".repeat(32) + "22".repeat(64);

  private static final String GUARANTEE_BYTES =
      "89000000" + "05060708" + "02" + "0100" + "33".repeat(64) + "0200" + "44".repeat(64);

  private static final String NEGATIVE_BYTES = NEGATIVE_ALONE + GUARANTEE_BYTES;

  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final BlockingQueue<Future<?>> started = new LinkedBlockingQueue<>();

  private final Workers counting =
      new Workers() {
        @Override
        public Future<?> start(String name, Task task) {
          Future<?> future = workers.start(name, task);
          started.add(future);
          return future;
        }

        @Override
        public Future<?> repeat(String name, Duration period, Task task) {
          throw new AssertionError(name);
        }
      };

  private final List<Peer> connected = new ArrayList<>(List.of(peer(RawPeer.ID)));
  private final Pool pool = new Pool();
  private final Reports reports = new Reports();
  private final BlockingQueue<String> audited = new LinkedBlockingQueue<>();
  private final JudgmentProtocol protocol = protocol(node);

  private JudgmentProtocol protocol(TestNode of) {
    return new JudgmentProtocol(
        pool,
        reports,
        proxy(Peers.class, "connected", connected),
        proxy(NodeKey.class, "id", of.id()),
        of.streams(),
        counting);
  }

  @AfterEach
  void close() {
    workers.close();
    peer.close();
    node.close();
  }

  private static Ed25519Signature signature(String fill) {
    return Ed25519Signature.fromHex(fill.repeat(64));
  }

  private static Peer peer(PeerId id) {
    return proxy(Peer.class, "id", id);
  }

  private static <T> T proxy(Class<T> type, String method, Object result) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> {
              assertEquals(method, called.getName());
              return result;
            }));
  }

  /** Takes all that is offered once, unless it is told what to say. */
  private static final class Pool implements JudgmentPool {
    private record Offered(
        PublishedJudgment judgment, Optional<ReportCredential> guarantee, PeerId from) {}

    private final BlockingQueue<Offered> offered = new LinkedBlockingQueue<>();
    private final List<Held> held = new ArrayList<>();
    private final AtomicInteger audiences = new AtomicInteger();
    private volatile Optional<Audience> audience = Optional.empty();
    private boolean known;
    private Fault fault;

    @Override
    public boolean offer(
        PublishedJudgment judgment, Optional<ReportCredential> guarantee, PeerId from)
        throws StreamException {
      if (fault != null) {
        throw new StreamException(fault, "so says the test");
      }
      offered.add(new Offered(judgment, guarantee, from));
      return !known;
    }

    @Override
    public boolean publish(PublishedJudgment judgment, Optional<ReportCredential> guarantee) {
      throw new AssertionError("nobody publishes here");
    }

    @Override
    public List<Held> held() {
      return held;
    }

    @Override
    public Optional<Audience> audience(long epoch) {
      assertEquals(POSITIVE.epoch(), epoch);
      audiences.incrementAndGet();
      return audience;
    }

    @Override
    public List<Integer> judges(Hash report, long epoch, boolean valid) {
      throw new AssertionError("nobody asks here");
    }

    @Override
    public void addListener(JudgmentListener listener) {}

    @Override
    public void removeListener(JudgmentListener listener) {}

    @Override
    public int size() {
      return offered.size();
    }
  }

  /** Has what was kept. */
  private static final class Reports implements ReportPool {
    private volatile WorkReport kept;

    @Override
    public Optional<WorkReport> find(Hash report) {
      assertEquals(REPORT, report);
      return Optional.ofNullable(kept);
    }

    @Override
    public boolean keep(Hash hash, WorkReport report) {
      assertEquals(REPORT, hash);
      kept = report;
      return true;
    }

    @Override
    public boolean knows(Hash report) {
      throw new AssertionError("nobody asks here");
    }

    @Override
    public boolean isReportedSince(Hash report, long slot) {
      throw new AssertionError("nobody asks here");
    }

    @Override
    public Optional<ReportCredential> credential(Hash report) {
      throw new AssertionError("nobody asks here");
    }

    @Override
    public int size() {
      throw new AssertionError("nobody asks here");
    }
  }

  /** Nine validators in three rows: the node is the first, the peer another, the rest strangers. */
  private List<PeerId> nine(int indexOfPeer) {
    List<PeerId> ids = new ArrayList<>(IntStream.range(10, 19).mapToObj(TestNode::id).toList());
    ids.set(0, node.id());
    ids.set(indexOfPeer, RawPeer.ID);
    return ids;
  }

  private static List<Ed25519Public> keys(List<PeerId> ids) {
    return ids.stream().map(PeerId::key).toList();
  }

  /** All nine are validators of this epoch, and its auditors. */
  private void auditors(List<PeerId> ids) {
    pool.audience = Optional.of(new Audience(keys(ids), List.of()));
    protocol.topologyChanged(new Topology(List.of(), keys(ids), List.of()));
  }

  private static Held own(PublishedJudgment judgment) {
    return new Held(
        judgment, judgment.valid() ? Optional.empty() : Optional.of(GUARANTEE), Optional.empty());
  }

  private static Held from(PeerId sender) {
    return new Held(NEGATIVE, Optional.of(GUARANTEE), Optional.of(sender));
  }

  /** Waits until all that has been started has ended, and all that was started by it. */
  private void settle() throws Exception {
    for (Future<?> task = started.poll(); task != null; task = started.poll()) {
      try {
        task.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e);
      }
    }
  }

  private RawStream publish(String hex) {
    protocol.topologyChanged(new Topology(List.of(), List.of(RawPeer.ID.key()), List.of()));
    node.serve(145, protocol);
    return peer.open().send(hex).fin();
  }

  private void assertReset(Fault fault, RawStream stream) throws Exception {
    assertEquals(fault.code(), stream.awaitReset());
    assertEquals(0, pool.offered.size());
  }

  private void assertSent(String hex) throws Exception {
    RawStream sent = peer.accept();
    assertEquals(hex, sent.receiveAll());
    sent.fin();
  }

  @Test
  void goldenBytes145() throws Exception {
    assertEquals("", publish(POSITIVE_BYTES).receiveAll());
    assertEquals(new Pool.Offered(POSITIVE, Optional.empty(), RawPeer.ID), pool.offered.take());
    auditors(nine(3));
    protocol.held(own(POSITIVE));
    assertSent(POSITIVE_BYTES);
  }

  @Test
  void goldenBytes145OfANegativeOne() throws Exception {
    assertEquals("", publish(NEGATIVE_BYTES).receiveAll());
    assertEquals(
        new Pool.Offered(NEGATIVE, Optional.of(GUARANTEE), RawPeer.ID), pool.offered.take());
    auditors(nine(3));
    protocol.held(own(NEGATIVE));
    assertSent(NEGATIVE_BYTES);
  }

  @Test
  void bothHalvesTogether() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      PeerId sender = pair.acceptor().other().id();
      PeerId receiver = pair.initiator().other().id();
      auditors(List.of(sender, receiver));
      pair.acceptor().serve(145, protocol);
      connected.clear();
      connected.add(peer(receiver));
      protocol(pair.initiator().node()).held(own(NEGATIVE));
      assertEquals(
          new Pool.Offered(NEGATIVE, Optional.of(GUARANTEE), sender),
          pool.offered.poll(10, TimeUnit.SECONDS));
    }
  }

  /** A validator that judges all it can would make each new connection costly otherwise. */
  @Test
  void theAudienceOfAnEpochIsLookedUpOnceForAllJudgments() throws Exception {
    auditors(nine(3));
    pool.held.addAll(List.of(own(POSITIVE), own(NEGATIVE), from(TestNode.id(11))));
    protocol.connected(peer(TestNode.id(12))); // and gone already: nothing waits for it
    settle();
    assertEquals(1, pool.audiences.get());
  }

  // ---- what comes

  @Test
  void aGuaranteeComesWithNegativeJudgmentsAndWithNoOther() throws Exception {
    assertReset(Fault.MALFORMED, publish(NEGATIVE_ALONE));
    assertReset(Fault.MALFORMED, peer.open().send(POSITIVE_BYTES + GUARANTEE_BYTES).fin());
  }

  @Test
  void otherMessagesAreRefused() throws Exception {
    String neither = POSITIVE_BYTES.replace("0500" + "01", "0500" + "02");
    assertReset(Fault.MALFORMED, publish(neither));
    String one = "47000000" + "05060708" + "01" + "0100" + "33".repeat(64);
    String four = "0d010000" + "05060708" + "04" + ("0100" + "33".repeat(64)).repeat(4);
    for (String hex :
        List.of(
            POSITIVE_BYTES.replace("91" + "67", "91" + "68") + "00",
            POSITIVE_BYTES + "00",
            NEGATIVE_BYTES + "00",
            NEGATIVE_ALONE + GUARANTEE_BYTES.replace("89", "8a") + "00",
            NEGATIVE_ALONE + one,
            NEGATIVE_ALONE + four)) {
      assertReset(Fault.MALFORMED, peer.open().send(hex).fin());
    }
  }

  @Test
  void whatThePoolRefusesIsReset() throws Exception {
    pool.fault = Fault.MISBEHAVED;
    assertReset(Fault.MISBEHAVED, publish(POSITIVE_BYTES));
    assertEquals(1, node.misbehaviourOf(RawPeer.ID).size());
    pool.fault = Fault.REFUSED;
    assertReset(Fault.REFUSED, peer.open().send(POSITIVE_BYTES).fin());
    assertEquals(1, node.misbehaviourOf(RawPeer.ID).size());
  }

  @Test
  void whoIsNoValidatorIsNotHeard() throws Exception {
    protocol.topologyChanged(new Topology(List.of(), keys(List.of(node.id())), List.of()));
    node.serve(145, protocol);
    assertReset(Fault.REFUSED, peer.open().send(POSITIVE_BYTES).fin());
  }

  // ---- what goes

  @Test
  void anOwnOneGoesToSuccessorsToo() throws Exception {
    pool.audience = Optional.of(new Audience(keys(List.of(node.id())), List.of(RawPeer.ID.key())));
    protocol.held(own(POSITIVE));
    assertSent(POSITIVE_BYTES);
  }

  @Test
  void anOwnOneGoesToNobodyElse() throws Exception {
    pool.audience = Optional.of(new Audience(keys(List.of(node.id())), List.of()));
    protocol.held(own(POSITIVE));
    assertSilent();
  }

  @Test
  void aNegativeOneIsPassedOnToAuditorsThatAreNeighbours() throws Exception {
    auditors(nine(3));
    protocol.held(from(TestNode.id(11)));
    assertSent(NEGATIVE_BYTES);
  }

  @Test
  void notToOtherAuditors() throws Exception {
    auditors(nine(4));
    protocol.held(from(TestNode.id(11)));
    assertSilent();
  }

  @Test
  void notToOtherNeighbours() throws Exception {
    auditors(nine(3));
    List<PeerId> without = nine(3);
    without.set(3, TestNode.id(13));
    pool.audience = Optional.of(new Audience(keys(without), List.of(RawPeer.ID.key())));
    protocol.held(from(TestNode.id(11)));
    assertSilent();
  }

  @Test
  void notByOneWhoDoesNotAudit() throws Exception {
    auditors(nine(3));
    List<PeerId> without = nine(3);
    without.set(0, TestNode.id(10));
    pool.audience = Optional.of(new Audience(keys(without), List.of(node.id().key())));
    protocol.bindFetcher(
        (report, holders) -> {
          audited.add("a request");
          throw new StreamException(Fault.UNAVAILABLE, "not here");
        });
    protocol.held(from(TestNode.id(11)));
    assertSilent();
    assertEquals(0, audited.size());
  }

  @Test
  void notToItsSender() throws Exception {
    auditors(nine(3));
    protocol.held(from(RawPeer.ID));
    assertSilent();
  }

  @Test
  void notToWhoHasSentItToo() throws Exception {
    pool.known = true;
    assertEquals("", publish(NEGATIVE_BYTES).receiveAll());
    auditors(nine(3));
    protocol.held(from(TestNode.id(11)));
    assertSilent();
  }

  @Test
  void notToWhoHasSignedIt() throws Exception {
    List<PeerId> ids = nine(3);
    ids.set(5, RawPeer.ID);
    ids.set(3, TestNode.id(13));
    auditors(ids);
    protocol.topologyChanged(new Topology(List.of(), keys(nine(3)), List.of()));
    protocol.held(from(TestNode.id(11)));
    assertSilent();
  }

  @Test
  void positiveOnesOfOthersAreNotPassedOn() throws Exception {
    auditors(nine(3));
    protocol.held(new Held(POSITIVE, Optional.empty(), Optional.of(TestNode.id(11))));
    assertSilent();
  }

  @Test
  void whatCannotBeIncludedAnyMoreIsNotSent() throws Exception {
    auditors(nine(3));
    pool.audience = Optional.empty();
    protocol.held(own(POSITIVE));
    assertSilent();
  }

  @Test
  void nobodyIsToldTwiceAndWhoConnectsLaterOnce() throws Exception {
    Peer late = connected.removeFirst();
    auditors(nine(3));
    pool.held.add(own(POSITIVE));
    pool.held.add(from(TestNode.id(11)));
    protocol.start();
    settle();
    assertEquals(0, peer.waiting());
    connected.add(late);
    protocol.connected(late);
    peer.accept().fin();
    peer.accept().fin();
    protocol.connected(late);
    auditors(nine(3));
    assertSilent();
    protocol.disconnected(late, "test");
    protocol.connected(late);
    peer.accept().fin();
    peer.accept().fin();
  }

  @Test
  void whoHasNotTakenItIsToldAgain() throws Exception {
    auditors(nine(3));
    protocol.held(own(NEGATIVE));
    RawStream refused = peer.accept();
    assertEquals(NEGATIVE_BYTES, refused.receiveAll());
    refused.reset(Fault.UNAVAILABLE.code());
    assertSent(NEGATIVE_BYTES);
  }

  @Test
  void whatCannotBeIncludedAnyMoreIsNotToldAgain() throws Exception {
    auditors(nine(3));
    protocol.held(own(NEGATIVE));
    RawStream refused = peer.accept();
    pool.audience = Optional.empty();
    refused.reset(Fault.UNAVAILABLE.code());
    settle();
    assertSilent();
  }

  /** A validator takes sixteen of a peer at once. */
  @Test
  void whoConnectsToAnAuditorOfManyJudgmentsHearsAllOfThem() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      PeerId sender = pair.acceptor().other().id();
      PeerId receiver = pair.initiator().other().id();
      auditors(List.of(sender, receiver));
      pair.acceptor().serve(145, protocol);
      for (int i = 0; i < 40; i++) {
        Hash report = Hash.fromHex("%02x".formatted(i).repeat(32));
        pool.held.add(
            own(new PublishedJudgment(NEGATIVE.epoch(), 5, false, report, signature("22"))));
      }
      protocol(pair.initiator().node()).connected(pair.initiator().other());
      Set<Hash> heard = new HashSet<>();
      for (int i = 0; i < 40; i++) {
        Pool.Offered offered = pool.offered.poll(10, TimeUnit.SECONDS);
        heard.add(offered.judgment().report());
      }
      assertEquals(40, heard.size());
      settle();
      assertEquals(0, pool.offered.size());
    }
  }

  private void assertSilent() throws Exception {
    settle();
    assertEquals(0, peer.waiting());
  }
}
