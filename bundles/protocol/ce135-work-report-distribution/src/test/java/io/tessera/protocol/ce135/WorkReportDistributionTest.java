package io.tessera.protocol.ce135;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.SlotClock;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.authoring.GuarantorAssignments;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.Peer;
import io.tessera.net.PeerStream;
import io.tessera.net.Peers;
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
import io.tessera.testing.testkit.VirtualClock;
import io.tessera.work.CoreAssignments;
import io.tessera.work.GuaranteeListener;
import io.tessera.work.GuaranteePool;
import io.tessera.work.RefusedException;
import io.tessera.work.event.GuaranteeEvents.GuaranteeBuilt;
import io.tessera.work.event.GuaranteeEvents.GuaranteeDistributed;
import io.tessera.work.event.GuaranteeEvents.GuaranteeSending;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who brings guaranteed reports, and who gets those of this node, byte by byte. */
@Timeout(30)
class WorkReportDistributionTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final String SLOT_1 = "01000000";

  /** Kind 135, a message of 493 bytes. */
  private static final String MESSAGE = "87" + "ed010000" + Reports.guarantee(SLOT_1, 1, 3);

  private final VirtualClock time = new VirtualClock();
  private final SlotClock clock = new SlotClock(time, time.timer(), TINY.slotSeconds());
  private final MemoryChain chain = new MemoryChain(ChainBuilder.tiny(1), 1);
  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));

  /** Each sending begins with this. */
  private final AtomicInteger sent = new AtomicInteger();

  /** Sends on threads of its own, and does all else at once. */
  private final Workers inline =
      new Workers() {
        @Override
        public Future<?> start(String name, Task task) {
          if (name.startsWith("guarantee to ")) {
            sent.incrementAndGet();
            return workers.start(name, task);
          }
          try {
            task.run();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public Future<?> repeat(String name, Duration period, Task task) {
          throw new AssertionError(name);
        }
      };

  private final List<Peer> connected = new ArrayList<>(List.of(peer(RawPeer.ID)));
  private final Map<Long, GuarantorAssignments> known = new HashMap<>();
  private final CoreAssignments assignments = slot -> Optional.ofNullable(known.get(slot));
  private final Pool pool = new Pool();
  private final WorkReportDistributionProtocol protocol =
      new WorkReportDistributionProtocol(
          pool,
          assignments,
          chain,
          clock,
          proxy(NodeKey.class, "id", node.id()),
          proxy(Peers.class, "connected", connected),
          node.streams(),
          inline,
          node.events());

  private final AtomicBoolean distributed = new AtomicBoolean();

  WorkReportDistributionTest() {
    node.events()
        .add(event -> distributed.compareAndSet(false, event instanceof GuaranteeDistributed));
    node.serve(135, protocol);
    assign(1, Reports.CORE, RawPeer.ID, node.id());
  }

  @AfterEach
  void close() {
    workers.close();
    peer.close();
    node.close();
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

  /** The validators of a slot, all at one core. */
  private void assign(long slot, int core, PeerId... validators) {
    ValidatorData none = ValidatorData.NULL;
    List<Integer> cores = new ArrayList<>();
    List<ValidatorData> set = new ArrayList<>();
    for (PeerId id : validators) {
      cores.add(core);
      set.add(new ValidatorData(none.bandersnatch(), id.key(), none.bls(), none.metadata()));
    }
    known.put(slot, new GuarantorAssignments(cores, set));
  }

  private static final class Pool implements GuaranteePool {
    private final BlockingQueue<Guarantee> offered = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<PeerId>> senders = new LinkedBlockingQueue<>();
    private volatile Optional<RefusedException> refusal = Optional.empty();
    private volatile boolean takes = true;

    @Override
    public boolean offer(Guarantee guarantee, Optional<PeerId> from) throws RefusedException {
      offered.add(guarantee);
      senders.add(from);
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      return takes;
    }

    @Override
    public Optional<WorkReport> find(Hash reportHash) {
      throw new AssertionError("nobody asks");
    }

    @Override
    public List<Guarantee> held() {
      throw new AssertionError("nobody asks");
    }

    @Override
    public void addListener(GuaranteeListener listener) {
      throw new AssertionError("nobody listens");
    }

    @Override
    public void removeListener(GuaranteeListener listener) {
      throw new AssertionError("nobody listens");
    }
  }

  private void advanceTo(long slot) {
    time.advance(Duration.between(clock.instant(), clock.start(slot)));
  }

  // ---- what comes

  private RawStream bring(String hex) {
    return peer.open().send(hex).fin();
  }

  private void assertRefused(String hex) throws InterruptedException {
    assertEquals(Fault.REFUSED.code(), bring(hex).awaitReset());
    assertEquals(List.of(), node.misbehaviourOf(RawPeer.ID));
  }

  @Test
  void goldenBytes135() throws Exception {
    assertEquals("", bring(MESSAGE).receiveAll());
    Guarantee expected =
        new Guarantee(Reports.report(), 1, List.of(Reports.signature(1), Reports.signature(3)));
    assertEquals(expected, pool.offered.poll(10, TimeUnit.SECONDS));
    assertEquals(Optional.of(RawPeer.ID), pool.senders.poll(10, TimeUnit.SECONDS));
    assertEquals(0, sent.get(), "it is not passed on");
  }

  @Test
  void whatIsKnownIsNoFault() throws Exception {
    pool.takes = false;
    assertEquals("", bring(MESSAGE).receiveAll());
  }

  @Test
  void onlyTheCoresGuarantorsBringIt() throws Exception {
    assign(1, 0, RawPeer.ID, node.id());
    assertRefused(MESSAGE);
    assign(1, Reports.CORE, node.id());
    assertRefused(MESSAGE);
    known.clear();
    assertRefused(MESSAGE);
    assertEquals(0, pool.offered.size());
  }

  /** The assignments of its own slot count. */
  @Test
  void theSlotIsOneThatTheNextBlockCanBring() throws Exception {
    assign(2, Reports.CORE, RawPeer.ID);
    String later = "87" + "ed010000" + Reports.guarantee("02000000", 1, 3);
    assertRefused(later);
    advanceTo(2);
    assertEquals("", bring(later).receiveAll());
    advanceTo(7);
    assertEquals("", bring(MESSAGE).receiveAll());
    advanceTo(8);
    assertRefused(MESSAGE);
    assertEquals(2, pool.offered.size());
  }

  @Test
  void whatThePoolRefusesIsRefused() throws Exception {
    pool.refusal = Optional.of(RefusedException.now("test"));
    assertRefused(MESSAGE);
    pool.refusal = Optional.of(RefusedException.lie("test"));
    assertEquals(Fault.MISBEHAVED.code(), bring(MESSAGE).awaitReset());
    assertEquals(1, node.misbehaviourOf(RawPeer.ID).size());
  }

  @Test
  void aMessageIsBounded() throws Exception {
    assertEquals(49_152 + 4_096, protocol.limits().maxMessage());
    assertEquals(Fault.MALFORMED.code(), peer.open().send("87" + "01d00000").awaitReset());
    assertEquals(Fault.MALFORMED.code(), bring(MESSAGE + "00").awaitReset());
    assertEquals(0, pool.offered.size());
  }

  // ---- what goes

  private void sign(int validator) {
    protocol.signed(Reports.report(), 1, Reports.signature(validator));
  }

  private void pass(Duration wait) {
    time.advance(wait);
  }

  private void assertSent(String message) throws InterruptedException {
    RawStream stream = peer.accept();
    assertEquals(message, stream.receiveAll());
    stream.fin();
  }

  @Test
  void goldenBytes135Sent() throws Exception {
    sign(3);
    sign(1);
    pass(WorkReportDistributionProtocol.PATIENCE);
    assertSent(MESSAGE);
    assertEquals(
        Reports.decode(Reports.guarantee(SLOT_1, 1, 3)), pool.offered.poll(), "for our own blocks");
    assertEquals(Optional.empty(), pool.senders.poll());
  }

  @Test
  void theThirdGuarantorIsWaitedForTwoSeconds() throws Exception {
    assertEquals(Duration.ofSeconds(2), WorkReportDistributionProtocol.PATIENCE);
    sign(1);
    pass(Duration.ofSeconds(3));
    sign(1);
    pass(Duration.ofSeconds(3));
    assertEquals(0, sent.get(), "one guarantor, told twice");
    sign(3);
    sign(3);
    assertEquals(1, time.waiting(), "for the third, once");
    pass(Duration.ofMillis(1999));
    assertEquals(0, sent.get());
    pass(Duration.ofMillis(1));
    assertSent(MESSAGE);
    sign(2);
    pass(Duration.ofSeconds(3));
    assertEquals(1, sent.get(), "too late");
  }

  @Test
  void withTheThirdSignatureItGoesAtOnce() throws Exception {
    sign(1);
    sign(3);
    sign(2);
    assertSent("87" + "2f020000" + Reports.guarantee(SLOT_1, 1, 2, 3));
    pass(Duration.ofSeconds(3));
    assertEquals(1, sent.get());
  }

  private void distribute() {
    sign(1);
    sign(2);
    sign(3);
  }

  @Test
  void whatThePoolRefusesIsNotSent() {
    pool.refusal = Optional.of(RefusedException.now("test"));
    distribute();
    assertEquals(0, sent.get());
  }

  /** Another guarantor was quicker with it; it need not have told everybody. */
  @Test
  void whatThePoolHasIsSent() {
    pool.takes = false;
    distribute();
    assertEquals(1, sent.get());
  }

  @Test
  void whatTheNextBlockCannotBringIsNotSent() {
    advanceTo(8);
    assign(8, Reports.CORE, RawPeer.ID);
    distribute();
    assertEquals(0, sent.get());
  }

  @Test
  void itGoesToValidatorsOnly() {
    assign(1, Reports.CORE, TestNode.id(5), node.id());
    distribute();
    assertEquals(0, sent.get());
  }

  @Test
  void itGoesToTheNextValidatorsInTheLastRotation() {
    long lastRotation = (long) TINY.epochLength() - TINY.rotationPeriod();
    assign(TINY.epochLength(), 0, RawPeer.ID); // those of the next epoch
    for (long slot : List.of(lastRotation - 1, lastRotation)) {
      advanceTo(slot);
      assign(slot, Reports.CORE, node.id(), TestNode.id(5));
      assertEquals(0, sent.get());
      for (int validator : List.of(1, 2, 3)) {
        protocol.signed(Reports.report(), slot, Reports.signature(validator));
      }
    }
    assertEquals(2, pool.offered.size());
    assertEquals(1, sent.get(), "in the last rotation");
  }

  /** A validator of both epochs gets it once. */
  @Test
  void nobodyGetsItTwice() throws Exception {
    long slot = TINY.epochLength() - 1L;
    advanceTo(slot);
    assign(slot, Reports.CORE, RawPeer.ID);
    assign(slot + 1, Reports.CORE, RawPeer.ID);
    for (int validator : List.of(1, 2, 3)) {
      protocol.signed(Reports.report(), slot, Reports.signature(validator));
    }
    protocol.connected(connected.getFirst());
    assertSent("87" + "2f020000" + Reports.guarantee("0b000000", 1, 2, 3));
    protocol.connected(connected.getFirst());
    assertEquals(1, sent.get());
  }

  @Test
  void whoBroughtItDoesNotGetIt() throws Exception {
    assertEquals("", bring(MESSAGE).receiveAll());
    distribute();
    assertEquals(0, sent.get());
  }

  @Test
  void thisNodeItselfIsNotTold() {
    connected.set(0, peer(node.id()));
    distribute();
    assertEquals(0, sent.get());
  }

  @Test
  void whoConnectsLaterGetsItWhileItIsNews() throws Exception {
    Peer late = connected.removeFirst();
    distribute();
    assertEquals(0, sent.get());
    protocol.connected(late);
    assertSent("87" + "2f020000" + Reports.guarantee(SLOT_1, 1, 2, 3));
    advanceTo(8);
    assign(8, Reports.CORE, TestNode.id(5));
    protocol.connected(peer(TestNode.id(5)));
    assertEquals(1, sent.get(), "its slot is over");
  }

  /** A receiver that is a block behind takes it a block later. */
  @Test
  void whoHasNotTakenItGetsItAgainWhileItIsNews() throws Exception {
    String message = "87" + "2f020000" + Reports.guarantee(SLOT_1, 1, 2, 3);
    distribute();
    RawStream refused = peer.accept();
    assertEquals(message, refused.receiveAll());
    refused.reset(Fault.REFUSED.code());
    RawStream again = peer.accept();
    assertEquals(message, again.receiveAll());
    advanceTo(8);
    again.reset(Fault.REFUSED.code());
    while (!distributed.get()) {
      Thread.onSpinWait(); // it is over
    }
    assertEquals(3, sent.get());
    assertEquals(0, peer.waiting(), "the third one has seen that its slot is over");
  }

  /** A validator takes four of a guarantor, and refuses the fifth. */
  @Test
  void twoAreOnTheirWayToAValidatorAtOnce() throws Exception {
    for (long slot = 1; slot < 6; slot++) {
      advanceTo(slot);
      assign(slot, Reports.CORE, RawPeer.ID, node.id());
      for (int validator : List.of(1, 2, 3)) {
        protocol.signed(Reports.report((int) slot), slot, Reports.signature(validator));
      }
    }
    RawStream first = peer.accept();
    RawStream second = peer.accept();
    assertEquals(2, sent.get());
    first.fin();
    second.fin();
    for (int i = 0; i < 3; i++) {
      peer.accept().fin();
    }
    assertEquals(5, sent.get());
  }

  @Test
  void whoComesBackGetsWhatItHasNotTaken() throws Exception {
    distribute();
    RawStream refused = peer.accept();
    protocol.disconnected(connected.getFirst(), "test");
    refused.reset(Fault.REFUSED.code());
    protocol.connected(connected.getFirst());
    assertSent("87" + "2f020000" + Reports.guarantee(SLOT_1, 1, 2, 3));
    assertEquals(2, sent.get());
  }

  // ---- both

  @Test
  void bothHalves() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      TestNode guarantor = pair.initiator().node();
      TestNode validator = pair.acceptor().node();
      assign(1, Reports.CORE, guarantor.id(), validator.id());
      Pool remote = new Pool();
      pair.acceptor()
          .serve(
              135,
              new WorkReportDistributionProtocol(
                  remote,
                  assignments,
                  chain,
                  clock,
                  proxy(NodeKey.class, "id", validator.id()),
                  proxy(Peers.class, "connected", List.of()),
                  validator.streams(),
                  inline,
                  validator.events()));
      WorkReportDistributionProtocol local =
          new WorkReportDistributionProtocol(
              pool,
              assignments,
              chain,
              clock,
              proxy(NodeKey.class, "id", guarantor.id()),
              proxy(Peers.class, "connected", List.of(pair.initiator().other())),
              guarantor.streams(),
              inline,
              guarantor.events());
      BlockingQueue<NodeEvent> events = new LinkedBlockingQueue<>();
      guarantor.events().add(events::add);
      for (int index : List.of(1, 2, 3)) {
        local.signed(Reports.report(), 1, Reports.signature(index));
      }
      assertEquals(pool.offered.take(), remote.offered.poll(10, TimeUnit.SECONDS));
      assertEquals(Optional.of(guarantor.id()), remote.senders.poll(10, TimeUnit.SECONDS));
      GuaranteeBuilt built = (GuaranteeBuilt) events.take();
      assertEquals(3, built.guarantee().signatures().size());
      PeerStream stream = ((Opened) events.take()).stream();
      assertEquals(new Told(stream, new GuaranteeSending(built)), events.take());
      assertEquals(new Sent(stream), events.take());
      assertEquals(new Ended(stream, Optional.empty(), ""), events.take());
      assertEquals(new GuaranteeDistributed(built), events.take());
    }
  }
}
