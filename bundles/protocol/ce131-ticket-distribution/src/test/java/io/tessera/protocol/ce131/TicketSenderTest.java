package io.tessera.protocol.ce131;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.Chain;
import io.tessera.chain.HeldTicket;
import io.tessera.chain.SlotClock;
import io.tessera.chain.TicketLottery;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.Peers;
import io.tessera.net.Workers;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.PeerPair;
import io.tessera.testing.testkit.RawPeer;
import io.tessera.testing.testkit.RawStream;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.VirtualClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which tickets go to whom, and when. Epoch 1 of a tiny chain, which begins at slot 12. */
@Timeout(30)
class TicketSenderTest {
  private static final ProtocolParameters TINY = ProtocolParameters.TINY;
  private static final Chain CHAIN = new MemoryChain(ChainBuilder.tiny(1), 1);
  private static final int NODE = 2;
  private static final int PEER = 4;
  private static final int OTHER = 5;
  private static final long BEGIN = 12;

  private final TestNode node = new TestNode();
  private final RawPeer peer = RawPeer.dialing(node);
  private final VirtualClock clock = new VirtualClock();
  private final SlotClock time = new SlotClock(clock, clock.timer(), TINY.slotSeconds());
  private final BundleWorkers threads =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));

  /** Everything that was sent has begun with one of these. */
  private final List<String> started = new CopyOnWriteArrayList<>();

  private final List<Future<?>> running = new CopyOnWriteArrayList<>();

  private final Workers workers =
      new Workers() {
        @Override
        public Future<?> start(String name, Task task) {
          started.add(name);
          Future<?> future = threads.start(name, task);
          running.add(future);
          return future;
        }

        @Override
        public Future<?> repeat(String name, Duration period, Task task) {
          throw new AssertionError(name);
        }
      };

  /** The node, the peer and others, in both epochs at the same places. */
  private final List<PeerId> validators =
      IntStream.range(0, 6)
          .mapToObj(i -> i == NODE ? node.id() : i == PEER ? RawPeer.ID : TestNode.id(0x40 + i))
          .toList();

  private final TicketLottery lottery = Lotteries.of(2, BEGIN, validators, validators);
  private final FakePool pool = new FakePool(lottery);
  private final Connected connected = new Connected();
  private final TicketSender sender =
      new TicketSender(
          pool, connected, new OwnKey(node.id()), node.streams(), workers, time, CHAIN);

  /** Peers that a test connects. */
  private static final class Connected implements Peers {
    private final List<Peer> all = new CopyOnWriteArrayList<>();

    @Override
    public List<Peer> connected() {
      return all;
    }

    @Override
    public Optional<Peer> find(PeerId id) {
      return all.stream().filter(it -> it.id().equals(id)).findFirst();
    }

    @Override
    public CompletableFuture<Peer> connect(PeerAddress address) {
      throw new AssertionError("protocols do not dial");
    }

    @Override
    public void disconnect(PeerId id, String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void offer(PeerAddress address, String source) {
      throw new AssertionError(source);
    }

    @Override
    public List<Candidate> candidates() {
      return List.of();
    }
  }

  @AfterEach
  void close() {
    sender.stop();
    threads.close();
    peer.close();
    node.close();
  }

  private static Peer peer(PeerId id) {
    return (Peer)
        Proxy.newProxyInstance(
            Peer.class.getClassLoader(), new Class<?>[] {Peer.class}, (self, method, args) -> id);
  }

  private void connect() {
    Peer one = peer(RawPeer.ID);
    connected.all.add(one);
    sender.connected(one);
  }

  private HeldTicket held(int proxy, int number, Optional<PeerId> from) {
    TicketEnvelope ticket = Lotteries.ticket(lottery, proxy, number);
    return new HeldTicket(lottery, Lotteries.id(ticket), ticket, from);
  }

  private HeldTicket own(int proxy) {
    return held(proxy, 0, Optional.empty());
  }

  /** One that this node is the proxy of. */
  private HeldTicket proxied(PeerId from) {
    return held(NODE, 0, Optional.of(from));
  }

  private void phase(double phase) {
    long millis = Math.round((BEGIN + phase) * TINY.slotSeconds() * 1_000);
    Duration left = Duration.between(clock.instant(), SlotClock.COMMON_ERA.plusMillis(millis));
    clock.advance(left);
  }

  private static String golden(String kind, HeldTicket ticket) {
    return kind + "15030000" + "02000000" + "02" + ticket.ticket().signature().toHex();
  }

  private RawStream assertSent(String kind, HeldTicket ticket) throws Exception {
    RawStream stream = peer.accept();
    assertEquals(golden(kind, ticket), stream.receiveAll());
    return stream;
  }

  private void assertStarted(int count) {
    assertEquals(count, started.size(), started.toString());
  }

  /** Until what is under way has ended. */
  private void settle() throws Exception {
    for (Future<?> each : running) {
      each.get();
    }
  }

  // ---- the first step

  @Test
  void ownTicketsGoToTheirProxyAfterTheConnectivityChanges() throws Exception {
    connect();
    phase(0);
    sender.held(own(PEER));
    phase(1.99);
    assertStarted(0);
    phase(2);
    assertSent("83", own(PEER)).fin();
    assertStarted(1);
  }

  @Test
  void ownTicketsThatAreMadeLaterGoAtOnce() throws Exception {
    connect();
    phase(4);
    sender.held(own(PEER));
    phase(4);
    assertSent("83", own(PEER)).fin();
  }

  @Test
  void thoseOfOthersAreTheirMatter() {
    connect();
    phase(4);
    sender.held(held(PEER, 0, Optional.of(TestNode.id(0x43))));
    sender.held(own(OTHER));
    phase(9);
    assertStarted(0);
  }

  @Test
  void aProxyThatConnectsLateGetsIt() throws Exception {
    phase(3);
    sender.held(own(PEER));
    phase(5);
    assertStarted(0);
    connect();
    assertSent("83", own(PEER)).fin();
    sender.connected(peer(RawPeer.ID));
    sender.held(own(PEER));
    phase(6);
    assertStarted(1);
  }

  // ---- the second step

  @Test
  void aProxyForwardsToTheCurrentValidators() throws Exception {
    connect();
    connected.all.add(peer(TestNode.id(0x77)));
    phase(0);
    sender.held(proxied(validators.get(0)));
    phase(3.49);
    assertStarted(0);
    phase(3.5);
    assertSent("84", proxied(validators.get(0))).fin();
    assertStarted(1);
  }

  /** From slot 2 to slot 5, evenly. */
  @Test
  void forwardingIsSpreadEvenly() throws Exception {
    connect();
    phase(1);
    List<HeldTicket> tickets = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      tickets.add(held(NODE, i, Optional.of(validators.get(0))));
      sender.held(tickets.get(i));
    }
    for (int i = 0; i < 5; i++) {
      phase(2.5 + 0.5 * i - 0.01);
      assertStarted(i);
      phase(2.5 + 0.5 * i);
      assertSent("84", tickets.get(i)).fin();
    }
  }

  @Test
  void whatComesAfterTheWindowIsForwardedAtOnce() throws Exception {
    connect();
    phase(6);
    sender.held(proxied(validators.get(0)));
    phase(6);
    assertSent("84", proxied(validators.get(0))).fin();
  }

  /** The first step is left out when this node is the proxy itself. */
  @Test
  void ownTicketsThatAreOnesOwnToForwardGoToAll() throws Exception {
    connect();
    phase(1);
    sender.held(own(NODE));
    phase(3.5);
    assertSent("84", own(NODE)).fin();
    assertStarted(1);
  }

  @Test
  void nothingIsEchoedToItsSender() throws Exception {
    connect();
    connected.all.add(peer(validators.get(0)));
    phase(6);
    sender.held(proxied(RawPeer.ID));
    phase(6);
    assertEquals(List.of("ticket to " + validators.get(0).shortName()), started);
    settle();
  }

  @Test
  void nobodyIsSentATicketTwice() throws Exception {
    connect();
    phase(6);
    sender.held(proxied(validators.get(0)));
    phase(6);
    assertSent("84", proxied(validators.get(0))).fin();
    settle();
    sender.held(proxied(validators.get(0)));
    sender.connected(connected.all.getFirst());
    phase(9);
    assertStarted(1);
  }

  @Test
  void whoConnectsLateIsSentWhatWentBefore() throws Exception {
    phase(2);
    sender.held(proxied(validators.get(0)));
    phase(3);
    connect();
    assertStarted(0);
    phase(3.5);
    assertSent("84", proxied(validators.get(0))).fin();
  }

  @Test
  void afterTheLotteryPeriodNothingIsSent() {
    phase(3);
    sender.held(proxied(validators.get(0)));
    sender.held(own(PEER));
    phase(10);
    connect();
    sender.held(held(PEER, 1, Optional.empty()));
    phase(11);
    assertStarted(0);
  }

  @Test
  void forwardingStopsOnceAFinalBlockHasIt() {
    connect();
    phase(2);
    HeldTicket brought = proxied(validators.get(0));
    sender.held(brought);
    pool.finals.add(brought.id());
    phase(9);
    assertStarted(0);
  }

  // ---- failures

  @Test
  void whatDidNotArriveIsSentAgainWithBackOff() throws Exception {
    connect();
    phase(3);
    sender.held(own(PEER));
    phase(3);
    assertSent("83", own(PEER)).reset(Fault.UNAVAILABLE.code());
    settle();
    phase(3.99);
    assertStarted(1);
    phase(4);
    assertSent("83", own(PEER)).reset(Fault.REFUSED.code());
    settle();
    phase(5.99);
    assertStarted(2);
    phase(6);
    assertSent("83", own(PEER)).fin();
    settle();
    phase(9.9);
    assertStarted(3);
  }

  /** It would find the same again. */
  @Test
  void whatAPeerFindsWrongIsNotSentAgain() throws Exception {
    connect();
    phase(3);
    sender.held(own(PEER));
    phase(3);
    assertSent("83", own(PEER)).reset(Fault.MISBEHAVED.code());
    settle();
    phase(9.9);
    sender.connected(connected.all.getFirst());
    assertStarted(1);
  }

  // ---- life

  @Test
  void whatIsHeldAlreadyIsSentByASenderThatStarts() throws Exception {
    connect();
    phase(6);
    pool.held.add(own(PEER));
    sender.start();
    phase(6);
    assertSent("83", own(PEER)).fin();
  }

  @Test
  void aSenderThatStopsLeavesNothingBehind() {
    sender.start();
    sender.held(own(PEER));
    sender.held(proxied(validators.get(0)));
    assertEquals(2, clock.waiting());
    sender.stop();
    assertEquals(0, clock.waiting());
    assertEquals(List.of(), pool.listeners);
  }

  @Test
  void aNewLotteryEndsTheOldOne() throws Exception {
    phase(6);
    sender.held(proxied(validators.get(0)));
    TicketLottery later = Lotteries.of(3, 24, validators, validators);
    TicketEnvelope ticket = Lotteries.ticket(later, PEER, 0);
    HeldTicket next = new HeldTicket(later, Lotteries.id(ticket), ticket, Optional.empty());
    phase(12);
    sender.held(next);
    sender.held(own(PEER)); // told late
    phase(15);
    connect();
    String golden = golden("83", next).replaceFirst("1503000002", "1503000003");
    RawStream stream = peer.accept();
    assertEquals(golden, stream.receiveAll());
    stream.fin();
    assertStarted(1);
  }

  /** A next try may come when others are on their way already. */
  @Test
  void whatFailedInTheOldRoundIsNotSentInTheNewOne() throws Exception {
    connect();
    phase(5);
    sender.held(own(PEER));
    for (int phase : new int[] {5, 6, 8}) {
      phase(phase);
      assertSent("83", own(PEER)).reset(Fault.UNAVAILABLE.code());
      settle();
    }
    phase(11.9);
    TicketLottery later = Lotteries.of(3, 24, validators, validators);
    TicketEnvelope ticket = Lotteries.ticket(later, PEER, 0);
    sender.held(new HeldTicket(later, Lotteries.id(ticket), ticket, Optional.empty()));
    phase(12.1);
    assertStarted(3);
  }

  // ---- both halves

  @Test
  void bothHalvesOfBothProtocols() throws Exception {
    try (PeerPair pair = new PeerPair()) {
      PeerId maker = pair.initiator().node().id();
      PeerId proxy = pair.acceptor().node().id();
      List<PeerId> both = List.of(maker, proxy);
      TicketLottery small = Lotteries.of(2, BEGIN, both, both);
      for (int index = 0; index < 2; index++) {
        FakePool receiver = new FakePool(small);
        pair.acceptor().serve(131, new TicketToProxyProtocol(receiver, new OwnKey(proxy)));
        pair.acceptor().serve(132, new TicketForwardProtocol(receiver));
        Connected peers = new Connected();
        peers.all.add(peer(proxy));
        TicketSender sending =
            new TicketSender(
                new FakePool(small),
                peers,
                new OwnKey(maker),
                pair.initiator().node().streams(),
                workers,
                time,
                CHAIN);
        phase(6);
        TicketEnvelope ticket = Lotteries.ticket(small, index, 0);
        sending.held(new HeldTicket(small, Lotteries.id(ticket), ticket, Optional.empty()));
        phase(6);
        assertEquals(
            new HeldTicket(small, Lotteries.id(ticket), ticket, Optional.of(maker)),
            receiver.offered.take());
        settle();
        sending.stop();
        pair.acceptor().node().protocols().forEach(pair.acceptor().node()::stop);
      }
    }
  }
}
