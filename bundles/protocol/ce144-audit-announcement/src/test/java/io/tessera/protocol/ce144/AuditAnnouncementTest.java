package io.tessera.protocol.ce144;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.BandersnatchSignature;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.Peer;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.Topology;
import io.tessera.net.Workers;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import io.tessera.work.AuditAnnouncement;
import io.tessera.work.AuditAnnouncement.Claim;
import io.tessera.work.AuditEvidence;
import io.tessera.work.AuditEvidence.ForReport;
import io.tessera.work.AuditListener;
import io.tessera.work.AuditPool;
import io.tessera.work.AuditStatement;
import io.tessera.work.AuditedReport;
import io.tessera.work.NoShow;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Announcements byte by byte, and who gets them. What is in them, the pool verifies. */
@Timeout(30)
class AuditAnnouncementTest {
  /** Two reports, on the cores 0 and 1, and the signature. */
  private static final String STATEMENT =
      "02" + "0000" + "11".repeat(32) + "0100" + "22".repeat(32) + "33".repeat(64);

  private static final AuditAnnouncement FIRST =
      new AuditAnnouncement(
          new Claim(Hash.fromHex("aa".repeat(32)), 0, statement()),
          new AuditEvidence.First(vrf("44")));

  /** Kind 144; block, tranche 0 and statement in 166 bytes; the VRF signature in 96. */
  private static final String FIRST_BYTES =
      "90" + "a6000000" + "aa".repeat(32) + "00" + STATEMENT + "60000000" + "44".repeat(96);

  private static final AuditAnnouncement LATER =
      new AuditAnnouncement(
          new Claim(Hash.fromHex("aa".repeat(32)), 3, statement()),
          new AuditEvidence.Later(
              List.of(
                  new ForReport(vrf("55"), List.of(new NoShow(4, statement()))),
                  new ForReport(vrf("66"), List.of()))));

  /** Tranche 3; two entries, of 97 + 2 + 133 and of 97 bytes. */
  private static final String LATER_BYTES =
      "90"
          + "a6000000"
          + "aa".repeat(32)
          + "03"
          + STATEMENT
          + "49010000"
          + "55".repeat(96)
          + "01"
          + "0400"
          + STATEMENT
          + "66".repeat(96)
          + "00";

  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));

  /** Every announcement of the node begins with this. */
  private final AtomicInteger started = new AtomicInteger();

  private final Workers counting =
      new Workers() {
        @Override
        public Future<?> start(String name, Task task) {
          started.incrementAndGet();
          return workers.start(name, task);
        }

        @Override
        public Future<?> repeat(String name, Duration period, Task task) {
          throw new AssertionError(name);
        }
      };

  private final List<Peer> connected = new ArrayList<>(List.of(peer(RawPeer.ID)));
  private final Pool pool = new Pool();
  private final AuditAnnouncementProtocol protocol = protocol(node);

  private AuditAnnouncementProtocol protocol(TestNode of) {
    return new AuditAnnouncementProtocol(
        pool,
        new MemoryChain(ChainBuilder.tiny(1), 1),
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

  private static AuditStatement statement() {
    return signed("33");
  }

  private static AuditStatement signed(String fill) {
    return new AuditStatement(
        List.of(
            new AuditedReport(0, Hash.fromHex("11".repeat(32))),
            new AuditedReport(1, Hash.fromHex("22".repeat(32)))),
        Ed25519Signature.fromHex(fill.repeat(64)));
  }

  private static BandersnatchSignature vrf(String fill) {
    return BandersnatchSignature.fromHex(fill.repeat(96));
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

  /** Takes all that is offered, unless it is told what to say. */
  private static final class Pool implements AuditPool {
    private record Offered(AuditAnnouncement announcement, PeerId auditor) {}

    private final BlockingQueue<Offered> offered = new LinkedBlockingQueue<>();
    private final List<Own> own = new CopyOnWriteArrayList<>();
    private final List<AuditListener> listeners = new ArrayList<>();
    private Fault fault;

    @Override
    public boolean offer(AuditAnnouncement announcement, PeerId auditor) throws StreamException {
      if (fault != null) {
        throw new StreamException(fault, "so says the test");
      }
      return offered.add(new Offered(announcement, auditor));
    }

    @Override
    public boolean publish(AuditAnnouncement announcement) {
      throw new AssertionError("nobody publishes here");
    }

    @Override
    public Map<Integer, List<AuditStatement>> announced(Hash block, int tranche) {
      throw new AssertionError("nobody asks here");
    }

    @Override
    public List<Own> own() {
      return own;
    }

    @Override
    public void addListener(AuditListener listener) {
      listeners.add(listener);
    }

    @Override
    public void removeListener(AuditListener listener) {
      listeners.remove(listener);
    }

    @Override
    public int size() {
      return offered.size();
    }
  }

  private static Topology validators(PeerId... ids) {
    return new Topology(List.of(), keys(ids), List.of());
  }

  private static List<Ed25519Public> keys(PeerId... ids) {
    return List.of(ids).stream().map(PeerId::key).toList();
  }

  private RawStream announce(String hex) {
    protocol.topologyChanged(validators(RawPeer.ID));
    node.serve(144, protocol);
    return peer.open().send(hex).fin();
  }

  private void assertReset(Fault fault, RawStream stream) throws Exception {
    assertEquals(fault.code(), stream.awaitReset());
    assertEquals(0, pool.offered.size());
  }

  private void publish(AuditAnnouncement announcement, PeerId... auditors) {
    AuditPool.Own own = new AuditPool.Own(announcement, keys(auditors));
    pool.own.add(own);
    protocol.published(own);
  }

  @Test
  void goldenBytes144() throws Exception {
    assertEquals("", announce(FIRST_BYTES).receiveAll());
    assertEquals(new Pool.Offered(FIRST, RawPeer.ID), pool.offered.take());
    publish(FIRST, RawPeer.ID);
    RawStream sent = peer.accept();
    assertEquals(FIRST_BYTES, sent.receiveAll());
    sent.fin();
  }

  @Test
  void goldenBytes144OfLaterTranches() throws Exception {
    assertEquals("", announce(LATER_BYTES).receiveAll());
    assertEquals(new Pool.Offered(LATER, RawPeer.ID), pool.offered.take());
    publish(LATER, RawPeer.ID);
    RawStream sent = peer.accept();
    assertEquals(LATER_BYTES, sent.receiveAll());
    sent.fin();
  }

  @Test
  void bothHalvesTogether() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      PeerId other = pair.initiator().other().id();
      protocol.topologyChanged(validators(pair.acceptor().other().id()));
      pair.acceptor().serve(144, protocol);
      connected.clear();
      connected.add(peer(other));
      protocol(pair.initiator().node()).published(new AuditPool.Own(LATER, keys(other)));
      assertEquals(
          new Pool.Offered(LATER, pair.acceptor().other().id()),
          pool.offered.poll(10, TimeUnit.SECONDS));
    }
  }

  // ---- what comes

  @Test
  void whatThePoolRefusesIsReset() throws Exception {
    pool.fault = Fault.MISBEHAVED;
    assertReset(Fault.MISBEHAVED, announce(FIRST_BYTES));
    assertEquals(1, node.misbehaviourOf(RawPeer.ID).size());
    pool.fault = Fault.REFUSED;
    assertReset(Fault.REFUSED, peer.open().send(FIRST_BYTES).fin());
    assertEquals(1, node.misbehaviourOf(RawPeer.ID).size());
  }

  @Test
  void whoIsNoValidatorIsNotHeard() throws Exception {
    protocol.topologyChanged(validators(TestNode.id(7)));
    node.serve(144, protocol);
    assertReset(Fault.REFUSED, peer.open().send(FIRST_BYTES).fin());
  }

  @Test
  void otherMessagesAreRefused() throws Exception {
    String noEvidence = FIRST_BYTES.substring(0, FIRST_BYTES.length() - 2 * 100);
    assertReset(Fault.MALFORMED, announce(noEvidence));
    for (String hex :
        List.of(
            FIRST_BYTES + "00",
            FIRST_BYTES + "00000000",
            noEvidence + "61000000" + "44".repeat(97),
            noEvidence + "5f000000" + "44".repeat(95),
            LATER_BYTES.replace("49010000", "48010000").substring(0, LATER_BYTES.length() - 2),
            noEvidence.replace("a6000000", "a7000000") + "00")) {
      assertReset(Fault.MALFORMED, peer.open().send(hex).fin());
    }
  }

  /** The chain has two cores. */
  @Test
  void sizesAreBounded() throws Exception {
    assertReset(Fault.MALFORMED, announce("90" + "aa000000"));
    int size = AuditAnnouncementProtocol.MOST_EVIDENCE + 1;
    String little =
        "%02x%02x%02x%02x"
            .formatted(size & 0xff, (size >> 8) & 0xff, (size >> 16) & 0xff, size >>> 24);
    String claim = LATER_BYTES.substring(0, 2 * (1 + 4 + 166));
    assertReset(Fault.MALFORMED, peer.open().send(claim + little));
  }

  // ---- what goes

  @Test
  void announcementsGoToTheAuditorsOfTheBlockOnce() throws Exception {
    connected.add(peer(TestNode.id(7)));
    publish(FIRST, RawPeer.ID, TestNode.id(8));
    peer.accept().fin();
    publish(FIRST, RawPeer.ID, TestNode.id(8));
    assertEquals(1, started.get());
  }

  @Test
  void nobodyTellsItself() {
    connected.add(peer(node.id()));
    publish(FIRST, node.id());
    assertEquals(0, started.get());
  }

  @Test
  void whatOthersAnnounceIsNotPassedOn() throws Exception {
    connected.add(peer(TestNode.id(7)));
    assertEquals("", announce(FIRST_BYTES).receiveAll());
    protocol.announced(FIRST.claim(), 3);
    assertEquals(0, started.get());
  }

  @Test
  void whoConnectsLaterIsTold() throws Exception {
    Peer late = connected.removeFirst();
    pool.own.add(new AuditPool.Own(FIRST, keys(RawPeer.ID)));
    protocol.start();
    assertEquals(List.of(protocol), pool.listeners);
    assertEquals(0, started.get());
    protocol.connected(late);
    peer.accept().fin();
    protocol.connected(late);
    assertEquals(1, started.get(), "once");
    protocol.disconnected(late, "test");
    protocol.connected(late);
    peer.accept().fin();
    protocol.stop();
    assertEquals(List.of(), pool.listeners);
  }

  @Test
  void whoHasNotTakenItIsToldAgain() throws Exception {
    publish(FIRST, RawPeer.ID);
    RawStream refused = peer.accept();
    assertEquals(FIRST_BYTES, refused.receiveAll());
    refused.reset(Fault.REFUSED.code());
    RawStream again = peer.accept();
    assertEquals(FIRST_BYTES, again.receiveAll());
    again.fin();
  }

  /** An auditor takes four of a peer, and refuses the fifth. */
  @Test
  void twoAreOnTheirWayToAnAuditorAtOnce() throws Exception {
    for (int i = 0; i < 6; i++) {
      Claim claim = new Claim(FIRST.claim().block(), 0, signed("0" + i));
      publish(new AuditAnnouncement(claim, FIRST.evidence()), RawPeer.ID);
    }
    RawStream first = peer.accept();
    RawStream second = peer.accept();
    assertEquals(2, started.get());
    first.fin();
    peer.accept().fin();
    second.fin();
    for (int i = 0; i < 3; i++) {
      peer.accept().fin();
    }
    assertEquals(6, started.get());
  }
}
