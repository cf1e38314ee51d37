package io.tessera.protocol.ce142;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.PreimageListener;
import io.tessera.chain.PreimagePool;
import io.tessera.chain.PreimagePool.Request;
import io.tessera.chain.event.PreimageEvents.AnnouncedPreimageForgotten;
import io.tessera.chain.event.PreimageEvents.ForgetReason;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.Peer;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.Topology;
import io.tessera.net.Workers;
import io.tessera.net.event.NodeEvent;
import io.tessera.testing.testkit.MemoryLink;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is announced to whom, byte by byte, and what becomes of what others announce. */
@Timeout(30)
class PreimageAnnouncementTest {
  private static final Bytes PREIMAGE = Bytes.fromHex("0102030405");
  private static final Request REQUEST = new Request(0x01020304, Blake2b.hash(PREIMAGE), 5);

  private static final PeerId HONEST = TestNode.id(0x55);

  /** Service, hash and length. */
  private static final String ANNOUNCED = "04030201" + REQUEST.hash().toHex() + "05000000";

  /** Kind 142, and a message of 40 bytes. */
  private static final String MESSAGE = "8e" + "28000000" + ANNOUNCED;

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
  private final PreimageAnnouncementProtocol protocol =
      new PreimageAnnouncementProtocol(
          pool,
          proxy(Peers.class, "connected", connected),
          self(),
          node.streams(),
          counting,
          node.events());

  @AfterEach
  void close() {
    workers.close();
    peer.close();
    node.close();
  }

  private static Peer peer(PeerId id) {
    return proxy(Peer.class, "id", id);
  }

  private NodeKey self() {
    return proxy(NodeKey.class, "id", node.id());
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

  /** Wants one preimage until it has it. */
  private static final class Pool implements PreimagePool {
    private final BlockingQueue<Preimage> offered = new LinkedBlockingQueue<>();
    private final List<Request> held = new ArrayList<>();

    @Override
    public boolean isWanted(Request request) {
      return request.equals(REQUEST) && offered.isEmpty();
    }

    @Override
    public boolean offer(Preimage preimage, Optional<PeerId> from) {
      assertTrue(from.equals(Optional.of(RawPeer.ID)) || from.equals(Optional.of(HONEST)));
      return offered.add(preimage);
    }

    @Override
    public Optional<Bytes> find(Hash hash) {
      return Optional.empty();
    }

    @Override
    public List<Request> held() {
      return held;
    }

    @Override
    public void addListener(PreimageListener listener) {}

    @Override
    public void removeListener(PreimageListener listener) {}
  }

  /** The node is the first of nine validators, which stand in three rows; the peer is another. */
  private static Topology validators(PeerId self, int indexOfPeer) {
    List<PeerId> ids = new ArrayList<>(IntStream.range(10, 19).mapToObj(TestNode::id).toList());
    ids.set(0, self);
    ids.set(indexOfPeer, RawPeer.ID);
    return new Topology(List.of(), ids.stream().map(PeerId::key).toList(), List.of());
  }

  private RawStream announced() throws InterruptedException {
    RawStream stream = peer.accept();
    assertEquals(MESSAGE, stream.receiveAll());
    stream.fin();
    return stream;
  }

  // ---- what comes

  private RawStream announce(String hex) {
    node.serve(142, protocol);
    return peer.open().send(hex).fin();
  }

  @Test
  void whatIsWantedIsFetchedFromWhoAnnouncedIt() throws Exception {
    List<PeerId> asked = new ArrayList<>();
    protocol.bindFetcher(
        (from, hash, length) -> {
          asked.add(from);
          assertEquals(REQUEST.hash(), hash);
          assertEquals(5, length);
          return PREIMAGE;
        });
    assertEquals("", announce(MESSAGE).receiveAll());
    assertEquals(
        new Preimage(REQUEST.service(), PREIMAGE), pool.offered.poll(10, TimeUnit.SECONDS));
    assertEquals(List.of(RawPeer.ID), asked);
  }

  @Test
  void whatIsNotWantedIsNotFetched() throws Exception {
    CountDownLatch fetched = new CountDownLatch(1);
    protocol.bindFetcher(
        (from, hash, length) -> {
          fetched.countDown();
          return PREIMAGE;
        });
    BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
    node.events().add(events::add);
    String other = MESSAGE.substring(0, MESSAGE.length() - 8) + "06000000";
    assertEquals("", announce(other).receiveAll());
    assertEquals(ForgetReason.NOT_REQUESTED, forgotten(events).reason());
    node.close(); // and with it all that is served
    assertEquals(1, fetched.getCount());
    assertTrue(pool.offered.isEmpty());
  }

  @Test
  void whoSendsAnotherPreimageIsReported() throws Exception {
    protocol.bindFetcher(
        (from, hash, length) -> {
          throw new StreamException(Fault.MISBEHAVED, "a lie");
        });
    announce(MESSAGE);
    while (node.misbehaviourOf(RawPeer.ID).isEmpty()) {
      Thread.onSpinWait();
    }
    assertTrue(pool.offered.isEmpty());
  }

  @Test
  void whoCannotAnswerIsNotReported() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    protocol.bindFetcher(
        (from, hash, length) -> {
          asked.countDown();
          throw new StreamException(Fault.TIMEOUT, "slow");
        });
    BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
    node.events().add(events::add);
    RawStream stream = announce(MESSAGE);
    asked.await();
    assertEquals("", stream.receiveAll());
    assertEquals(ForgetReason.NOT_ACQUIRED, forgotten(events).reason());
    assertEquals(List.of(), node.misbehaviourOf(RawPeer.ID));
    assertTrue(pool.offered.isEmpty());
  }

  private static AnnouncedPreimageForgotten forgotten(BlockingQueue<NodeEvent> events)
      throws InterruptedException {
    while (true) {
      if (events.take() instanceof AnnouncedPreimageForgotten found) {
        return found;
      }
    }
  }

  /** One that never answers does not keep others from being asked, however often it announces. */
  @Test
  void aSlowPeerThatAnnouncesThreeTimesIsNotTheOnlyOneAsked() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    BlockingQueue<PeerId> asked = new LinkedBlockingQueue<>();
    protocol.bindFetcher(
        (from, hash, length) -> {
          asked.add(from);
          if (from.equals(RawPeer.ID)) {
            await(never);
          }
          return PREIMAGE;
        });
    assertEquals("", announce(MESSAGE).receiveAll());
    assertEquals(RawPeer.ID, asked.poll(10, TimeUnit.SECONDS));
    for (int i = 1; i < 3; i++) {
      assertEquals("", peer.open().send(MESSAGE).fin().receiveAll());
    }
    MemoryLink link = new MemoryLink(HONEST, node.id(), MemoryLink.Limits.DEFAULT);
    try (RawPeer honest = RawPeer.unattached(link)) {
      node.attach(link.acceptor());
      assertEquals("", honest.open().send(MESSAGE).fin().receiveAll());
      assertEquals(HONEST, asked.poll(10, TimeUnit.SECONDS));
      assertEquals(
          new Preimage(REQUEST.service(), PREIMAGE), pool.offered.poll(10, TimeUnit.SECONDS));
      assertEquals(0, asked.size(), "the repetitions are dropped");
    } finally {
      never.countDown();
    }
  }

  private static void await(CountDownLatch latch) throws StreamException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new StreamException(Fault.CANCELLED, "stopped", e);
    }
  }

  @Test
  void aMessageOfAnotherSizeIsRefused() throws Exception {
    assertEquals(
        Fault.MALFORMED.code(), announce("8e" + "29000000" + ANNOUNCED + "00").awaitReset());
    assertEquals(
        Fault.MALFORMED.code(),
        peer.open().send("8e" + "24000000" + ANNOUNCED.substring(0, 72)).fin().awaitReset());
    assertEquals(Fault.MALFORMED.code(), peer.open().send(MESSAGE + "00").fin().awaitReset());
  }

  // ---- what goes

  @Test
  void aNodeThatIsNoValidatorTellsEachValidatorTheGoldenBytes142Once() throws Exception {
    protocol.topologyChanged(validators(TestNode.id(7), 5));
    protocol.held(REQUEST, Optional.empty());
    announced();
    protocol.held(REQUEST, Optional.empty());
    protocol.topologyChanged(validators(TestNode.id(7), 4));
    assertEquals(1, started.get());
  }

  /** Announced and held is what a service wants, not a hash. */
  @Test
  void theSamePreimageIsAnnouncedForEachServiceThatWantsIt() throws Exception {
    protocol.topologyChanged(validators(TestNode.id(7), 5));
    protocol.held(REQUEST, Optional.empty());
    announced();
    protocol.held(new Request(9, REQUEST.hash(), REQUEST.length()), Optional.empty());
    RawStream other = peer.accept();
    assertEquals(MESSAGE.replace("04030201", "09000000"), other.receiveAll());
    other.fin();
  }

  @Test
  void whoHasOneForAServiceIsToldOfTheSameForAnother() throws Exception {
    protocol.topologyChanged(validators(node.id(), 3));
    assertEquals("", announce(MESSAGE).receiveAll());
    protocol.held(new Request(9, REQUEST.hash(), REQUEST.length()), Optional.empty());
    assertEquals(MESSAGE.replace("04030201", "09000000"), peer.accept().receiveAll());
  }

  @Test
  void aValidatorTellsItsNeighbours() throws Exception {
    protocol.topologyChanged(validators(node.id(), 3));
    protocol.held(REQUEST, Optional.of(TestNode.id(2)));
    announced();
  }

  @Test
  void aValidatorDoesNotTellWhoIsNoNeighbour() {
    protocol.topologyChanged(validators(node.id(), 4));
    assertSilent();
  }

  @Test
  void whoIsNoValidatorIsNotTold() {
    protocol.topologyChanged(Topology.EMPTY);
    assertSilent();
  }

  @Test
  void nothingIsEchoedToItsSender() {
    protocol.topologyChanged(validators(node.id(), 3));
    protocol.held(REQUEST, Optional.of(RawPeer.ID));
    assertEquals(0, started.get());
  }

  @Test
  void whoAnnouncedItIsNotTold() throws Exception {
    protocol.topologyChanged(validators(node.id(), 3));
    assertEquals("", announce(MESSAGE).receiveAll());
    assertSilent();
  }

  @Test
  void whoConnectsLaterIsTold() throws Exception {
    Peer late = connected.removeFirst();
    protocol.topologyChanged(validators(node.id(), 3));
    assertSilent();
    pool.held.add(REQUEST);
    protocol.connected(late);
    announced();
    protocol.connected(late);
    assertEquals(1, started.get(), "once");
    protocol.disconnected(late, "test");
    protocol.connected(late);
    announced();
  }

  private void assertSilent() {
    protocol.held(REQUEST, Optional.empty());
    assertEquals(0, started.get());
  }
}
