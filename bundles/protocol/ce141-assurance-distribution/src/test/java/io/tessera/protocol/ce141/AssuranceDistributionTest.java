package io.tessera.protocol.ce141;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.Peer;
import io.tessera.net.PeerStream;
import io.tessera.net.Peers;
import io.tessera.net.Topology;
import io.tessera.net.Workers;
import io.tessera.net.event.NodeEvent;
import io.tessera.net.event.StreamEvents.Ended;
import io.tessera.net.event.StreamEvents.Opened;
import io.tessera.net.event.StreamEvents.Sent;
import io.tessera.net.event.StreamEvents.Told;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import io.tessera.work.AssuranceListener;
import io.tessera.work.AssurancePool;
import io.tessera.work.SignedAssurance;
import io.tessera.work.event.AvailabilityEvents.AssuranceDistributed;
import io.tessera.work.event.AvailabilityEvents.AssuranceSending;
import io.tessera.work.event.AvailabilityEvents.DistributingAssurance;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent to whom, byte by byte, and what becomes of what others send. */
@Timeout(30)
class AssuranceDistributionTest {
  private static final SignedAssurance ASSURANCE =
      new SignedAssurance(
          Hash.fromHex("11".repeat(32)),
          Bytes.fromHex("03"),
          Ed25519Signature.wrap(Bytes.fromHex("22".repeat(64)).toByteArray()));

  /** Kind 141, and a message of 97 bytes: two cores have one byte of bits. */
  private static final String MESSAGE =
      "8d" + "61000000" + "11".repeat(32) + "03" + "22".repeat(64);

  private final MemoryChain chain = new MemoryChain(ChainBuilder.tiny(1), 1);
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));

  /** Every assurance of the node begins with this. */
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

  private final Pool pool = new Pool();
  private final List<PeerId> connected = new ArrayList<>(List.of(RawPeer.ID));
  private final AssuranceDistributionProtocol protocol =
      new AssuranceDistributionProtocol(
          chain, pool, peers(connected), key(node.id()), node.streams(), counting, node.events());

  @AfterEach
  void close() {
    workers.close();
    peer.close();
    node.close();
  }

  private static Peers peers(List<PeerId> connected) {
    return proxy(
        Peers.class,
        "find",
        id ->
            connected.contains(id)
                ? Optional.of(proxy(Peer.class, "", it -> it))
                : Optional.empty());
  }

  private static NodeKey key(PeerId id) {
    return proxy(NodeKey.class, "id", nothing -> id);
  }

  private static <T> T proxy(Class<T> type, String method, Function<Object, Object> result) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> {
              assertEquals(method, called.getName());
              return result.apply(arguments == null ? null : arguments[0]);
            }));
  }

  /** Says what the test says. */
  private static final class Pool implements AssurancePool {
    private final BlockingQueue<SignedAssurance> offered = new LinkedBlockingQueue<>();
    private final List<PeerId> senders = new ArrayList<>();
    private final List<AssuranceListener> listeners = new ArrayList<>();
    private Outcome outcome = Outcome.HELD;

    @Override
    public int count(Hash anchor) {
      return 0;
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public Outcome offer(SignedAssurance assurance, PeerId from) {
      senders.add(from);
      offered.add(assurance);
      return outcome;
    }

    @Override
    public Outcome publish(SignedAssurance assurance, PeerId self, Collection<PeerId> authors) {
      throw new AssertionError();
    }

    @Override
    public void addListener(AssuranceListener listener) {
      listeners.add(listener);
    }

    @Override
    public void removeListener(AssuranceListener listener) {
      listeners.remove(listener);
    }
  }

  // ---- what comes

  private RawStream send(String hex) {
    protocol.topologyChanged(new Topology(List.of(), List.of(), List.of(node.id().key())));
    node.serve(141, protocol);
    return peer.open().send(hex).fin();
  }

  @Test
  void goldenBytes141() throws Exception {
    assertEquals("", send(MESSAGE).receiveAll());
    assertEquals(ASSURANCE, pool.offered.take());
    assertEquals(List.of(RawPeer.ID), pool.senders, "it is its sender's");
    assertEquals(0, started.get(), "nobody hands it on");
  }

  @Test
  void whatIsKnownIsNoFault() throws Exception {
    pool.outcome = AssurancePool.Outcome.KNOWN;
    assertEquals("", send(MESSAGE).receiveAll());
  }

  @Test
  void whatIsLateIsRefusedPolitely() throws Exception {
    pool.outcome = AssurancePool.Outcome.LATE;
    assertEquals(Fault.REFUSED.code(), send(MESSAGE).awaitReset());
    assertEquals(List.of(), node.misbehaviourOf(RawPeer.ID));
  }

  @Test
  void whoIsNoAssurerIsRefused() throws Exception {
    pool.outcome = AssurancePool.Outcome.NO_ASSURER;
    assertEquals(Fault.REFUSED.code(), send(MESSAGE).awaitReset());
    assertEquals(List.of(), node.misbehaviourOf(RawPeer.ID));
  }

  @Test
  void whoLiesIsReported() throws Exception {
    pool.outcome = AssurancePool.Outcome.LIE;
    assertEquals(Fault.MISBEHAVED.code(), send(MESSAGE).awaitReset());
    assertEquals(1, node.misbehaviourOf(RawPeer.ID).size());
  }

  @Test
  void whoAuthorsNothingTakesNothing() throws Exception {
    node.serve(141, protocol);
    protocol.topologyChanged(new Topology(List.of(), List.of(RawPeer.ID.key()), List.of()));
    assertEquals(Fault.REFUSED.code(), peer.open().send(MESSAGE).fin().awaitReset());
    assertEquals(0, pool.offered.size());
  }

  @Test
  void theBitfieldHasOneBitACore() throws Exception {
    String thirdCore = "8d" + "61000000" + "11".repeat(32) + "04" + "22".repeat(64);
    assertEquals(Fault.MALFORMED.code(), send(thirdCore).awaitReset());
    String longer = "8d" + "62000000" + "11".repeat(32) + "0300" + "22".repeat(64);
    assertEquals(Fault.MALFORMED.code(), peer.open().send(longer).awaitReset());
    String shorter = "8d" + "60000000" + "11".repeat(32) + "22".repeat(64);
    assertEquals(Fault.MALFORMED.code(), peer.open().send(shorter).fin().awaitReset());
    assertEquals(Fault.MALFORMED.code(), peer.open().send(MESSAGE + "00").fin().awaitReset());
    assertEquals(0, pool.offered.size());
  }

  // ---- what goes

  private RawStream received() throws InterruptedException {
    RawStream stream = peer.accept();
    assertEquals(MESSAGE, stream.receiveAll());
    return stream;
  }

  @Test
  void goldenBytes141AsItIsSent() throws Exception {
    protocol.assured(ASSURANCE, List.of(RawPeer.ID, TestNode.id(7)));
    received().fin();
    assertEquals(1, started.get(), "who is not connected is not told");
  }

  @Test
  void authorsAreToldOnce() throws Exception {
    protocol.assured(ASSURANCE, List.of(node.id(), RawPeer.ID));
    received().fin();
    protocol.assured(ASSURANCE, List.of(node.id(), RawPeer.ID));
    assertEquals(1, started.get());
    SignedAssurance next =
        new SignedAssurance(Hash.ZERO, ASSURANCE.bitfield(), ASSURANCE.signature());
    protocol.assured(next, List.of(RawPeer.ID));
    peer.accept();
    assertEquals(2, started.get());
  }

  /** A thousand authors are each compared with each in every slot otherwise. */
  @Test
  void authorsAreNotSearchedForOneByOne() throws Exception {
    Collection<PeerId> list =
        new AbstractList<>() {
          @Override
          public PeerId get(int index) {
            return TestNode.id(7 + index);
          }

          @Override
          public int size() {
            return 2;
          }

          @Override
          public boolean contains(Object author) {
            throw new AssertionError("searched for " + author);
          }
        };
    connected.addAll(list);
    protocol.assured(ASSURANCE, List.of(RawPeer.ID));
    received().fin();
    protocol.assured(ASSURANCE, list);
    assertEquals(3, started.get());
  }

  @Test
  void whoMayNotAuthorIsNotTold() {
    connected.add(TestNode.id(7));
    protocol.assured(ASSURANCE, List.of(TestNode.id(8), node.id()));
    assertEquals(0, started.get());
  }

  @Test
  void itListensWhileItRuns() {
    protocol.start();
    assertEquals(List.of(protocol), pool.listeners);
    protocol.stop();
    assertEquals(List.of(), pool.listeners);
  }

  @Test
  void bothHalves() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      PeerId assurer = pair.initiator().node().id();
      PeerId author = pair.acceptor().node().id();
      Pool authors = new Pool();
      AssuranceDistributionProtocol taking =
          new AssuranceDistributionProtocol(
              chain,
              authors,
              peers(List.of()),
              key(author),
              pair.acceptor().node().streams(),
              workers,
              pair.acceptor().node().events());
      BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
      pair.initiator().node().events().add(events::add);
      taking.topologyChanged(new Topology(List.of(), List.of(author.key()), List.of()));
      pair.acceptor().serve(141, taking);
      new AssuranceDistributionProtocol(
              chain,
              pool,
              peers(List.of(author)),
              key(assurer),
              pair.initiator().node().streams(),
              workers,
              pair.initiator().node().events())
          .assured(ASSURANCE, List.of(author));
      assertEquals(ASSURANCE, authors.offered.take());
      assertEquals(List.of(assurer), authors.senders);
      DistributingAssurance begun = (DistributingAssurance) events.take();
      assertEquals(ASSURANCE, begun.assurance());
      PeerStream stream = ((Opened) events.take()).stream();
      assertEquals(new Told(stream, new AssuranceSending(begun)), events.take());
      assertEquals(new Sent(stream), events.take());
      assertEquals(new Ended(stream, Optional.empty(), ""), events.take());
      assertEquals(new AssuranceDistributed(begun), events.take());
    }
  }
}
