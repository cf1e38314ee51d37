package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DialerTest {
  private final FakeNet net = new FakeNet(7, 0);
  private final Node node = new Node(net, 0);
  private final PeerId peer = net.newPeer();

  @Test
  void anAddressThatNeverAnswersIsDialedLessAndLessOften() {
    node.manager.offer(FakeNet.address(1, peer), "test");
    net.time.pass(Duration.ofMinutes(3));
    assertWaits(waits(node.transport), BackOff.SHORT_CAP);
    assertEquals("no answer within 5 s", node.lastFailures().get(0));
  }

  @Test
  void aNodeWithPeersWaitsLongerForOneThatDoesNotAnswer() {
    net.accept(node.manager, net.newPeer(), node.id, false);
    node.manager.offer(FakeNet.address(1, peer), "test");
    net.time.pass(Duration.ofMinutes(30));
    assertWaits(waits(node.transport), BackOff.CAP);
  }

  @Test
  void anAddressThatWasWithdrawnIsNotDialedAgain() {
    PeerAddress address = FakeNet.address(1, peer);
    node.manager.offer(address, "test");
    net.time.pass(Duration.ofMinutes(1));
    node.manager.withdraw(address, "other");
    assertEquals(1, node.manager.candidates().size());
    while (!node.manager.candidates().isEmpty()) {
      node.manager.withdraw(address, "test"); // again, since an attempt may be under way
      net.time.pass(Duration.ofSeconds(1));
    }
    int attempts = node.transport.attempts.size();
    net.time.pass(Duration.ofMinutes(10));
    assertEquals(attempts, node.transport.attempts.size());
  }

  @Test
  void aConnectionThatStandsIsNotWithdrawn() {
    PeerAddress address = FakeNet.address(1, peer);
    net.listen(1, peer, connection -> ((FakeConnection) connection).send(1));
    node.manager.offer(address, "test");
    net.time.pass(Duration.ofSeconds(1));
    node.manager.withdraw(address, "test");
    net.time.pass(Duration.ofSeconds(1));
    assertTrue(node.manager.find(peer).isPresent());
    assertEquals(1, node.manager.candidates().size());
  }

  /** Each wait is between one half and all of 500 ms, doubled with each failure, up to the cap. */
  private static void assertWaits(List<Duration> waits, Duration cap) {
    assertTrue(waits.size() > 8, waits.toString());
    boolean jitter = false;
    for (int i = 0; i < waits.size(); i++) {
      long most = Math.min(500L << Math.min(i, 30), cap.toMillis());
      long wait = waits.get(i).minus(Attempts.DEADLINE).toMillis();
      assertTrue(wait >= most / 2 && wait <= most, i + ": " + wait + " of " + most);
      jitter |= wait != most && wait != most / 2;
    }
    assertTrue(jitter, "no wait is random");
    assertTrue(waits.getLast().compareTo(cap.dividedBy(2)) > 0, "the cap was not reached");
  }

  private static List<Duration> waits(FakeTransport transport) {
    List<Duration> waits = new ArrayList<>();
    for (int i = 1; i < transport.attempts.size(); i++) {
      waits.add(
          Duration.between(transport.attempts.get(i - 1).when(), transport.attempts.get(i).when()));
    }
    return waits;
  }

  @Test
  void aDialThatIsClosedRightAfterTheHandshakeHasFailed() {
    net.listen(1, peer, connection -> connection.close(372, "no certificate"));
    node.manager.offer(FakeNet.address(1, peer), "test");
    net.time.pass(Duration.ofMinutes(1));
    assertTrue(node.transport.attempts.size() < 15, "dialed " + node.transport.attempts.size());
    assertEquals("closed right after the handshake: no certificate", node.lastFailures().get(0));

    CompletableFuture<Peer> asked = node.manager.connect(FakeNet.address(1, peer));
    net.time.pass(Outcomes.TRUST);
    assertTrue(failure(asked).contains("no certificate"), failure(asked));
  }

  /** It may have closed this connection for its own, which has yet to arrive. */
  @Test
  void connectWaitsForTheConnectionThatTakesTheDialedOnesPlace() {
    net.listen(1, peer, connection -> connection.close(0, "another connection took its place"));
    CompletableFuture<Peer> asked = node.manager.connect(FakeNet.address(1, peer));
    net.time.pass(Duration.ofMillis(100));
    assertFalse(asked.isDone());
    net.accept(node.manager, peer, node.id, false);
    net.time.pass(Duration.ofMillis(100));
    assertFalse(asked.join().initiator(), "the peer's own one");
  }

  @Test
  void connectCompletesWithTheAcceptorsFirstActivity() {
    List<FakeConnection> accepted = new ArrayList<>();
    net.listen(1, peer, connection -> accepted.add((FakeConnection) connection));
    CompletableFuture<Peer> asked = node.manager.connect(FakeNet.address(1, peer));
    net.time.pass(Outcomes.TRUST.dividedBy(2));
    assertFalse(asked.isDone());
    accepted.get(0).send(1);
    net.time.pass(Duration.ofMillis(50));
    assertEquals(peer, asked.join().id());

    CompletableFuture<Peer> again = node.manager.connect(FakeNet.address(1, peer));
    net.time.settle();
    assertEquals(asked.join(), again.join());
    assertEquals(1, node.transport.attempts.size());
  }

  @Test
  void connectSaysWhyItFailed() {
    CompletableFuture<Peer> silent = node.manager.connect(FakeNet.address(1, peer));
    CompletableFuture<Peer> own = node.manager.connect(FakeNet.address(2, node.id));
    net.time.pass(Attempts.DEADLINE);
    assertTrue(failure(silent).contains("no answer within 5 s"), failure(silent));
    assertTrue(failure(own).contains("this node itself"), failure(own));
    assertEquals(1, node.transport.attempts.size(), "itself was not dialed");

    node.manager.transportRemoved(node.transport);
    CompletableFuture<Peer> nothing = node.manager.connect(FakeNet.address(1, peer));
    net.time.settle();
    assertTrue(failure(nothing).contains("no transport"), failure(nothing));
  }

  @Test
  void whereAnotherPeerAnsweredIsNotDialedAgainUnlessAsked() {
    PeerAddress wrong = FakeNet.address(1, peer);
    net.listen(1, net.newPeer(), connection -> {});
    node.manager.offer(wrong, "test");
    net.time.pass(Duration.ofMinutes(1));
    node.manager.offer(wrong, "other");
    net.time.pass(Duration.ofHours(24));
    assertEquals(1, node.transport.attempts.size());
    assertTrue(node.lastFailures().get(0).contains(peer.shortName()), "names the peer expected");

    CompletableFuture<Peer> asked = node.manager.connect(wrong);
    net.time.settle();
    assertTrue(failure(asked).contains(peer.shortName()));
    assertEquals(2, node.transport.attempts.size());
  }

  @Test
  void aLateAnswerIsClosed() {
    net.listen(1, peer, connection -> {});
    node.transport.slow = Attempts.DEADLINE;
    node.manager.offer(FakeNet.address(1, peer), "test");
    net.time.pass(Attempts.DEADLINE);
    assertTrue(node.manager.connected().isEmpty());
    assertEquals("the answer came too late", net.dialed.get(0).reason());
  }

  @Test
  void fewAttemptsRunAtOnceAndOneForAPeer() {
    for (int host = 1; host < 100; host++) {
      node.manager.offer(FakeNet.address(host, net.newPeer()), "test");
    }
    net.time.pass(Duration.ofSeconds(4));
    assertEquals(Choice.MAX_DIALS, node.transport.attempts.size());

    Node careful = new Node(net, 0);
    careful.manager.offer(FakeNet.address(1, peer), "test");
    careful.manager.offer(FakeNet.address(2, peer), "test");
    net.time.pass(Duration.ofSeconds(4));
    assertEquals(1, careful.transport.attempts.size());
  }

  @Test
  void aLostConnectionIsMadeAgainSoon() {
    net.listen(1, peer, connection -> ((FakeConnection) connection).send(1));
    node.manager.offer(FakeNet.address(1, peer), "test");
    for (int times = 1; times < 10; times++) {
      net.time.pass(Outcomes.STABLE);
      assertEquals(times, node.transport.attempts.size());
      node.connection(peer).other.close(0, "bye");
      net.time.pass(BackOff.FIRST);
      assertEquals(0, node.manager.candidates().get(0).failures());
    }
  }

  @Test
  void aConnectionThatNeverLastsIsNotMadeAgainAtOnce() {
    net.listen(
        1,
        peer,
        connection -> {
          ((FakeConnection) connection).send(1);
          connection.close(0, "bye");
        });
    node.manager.offer(FakeNet.address(1, peer), "test");
    net.time.pass(Duration.ofMinutes(1));
    int attempts = node.transport.attempts.size();
    assertTrue(attempts > 50 && attempts < 130, "dialed " + attempts);
  }

  @Test
  void whomTheOperatorDisconnectsIsNotDialedUntilHeConnectsAgain() {
    net.listen(1, peer, connection -> ((FakeConnection) connection).send(1));
    node.manager.offer(FakeNet.address(1, null), "test");
    net.time.pass(Duration.ofSeconds(1));
    FakeConnection before = node.connection(peer);
    node.manager.disconnect(peer, "by hand");
    net.time.pass(Duration.ofHours(1));
    assertEquals("by hand", before.reason());
    assertEquals(1, node.transport.attempts.size());

    CompletableFuture<Peer> asked = node.manager.connect(FakeNet.address(1, null));
    net.time.pass(Outcomes.STABLE);
    assertEquals(peer, asked.join().id());
    node.connection(peer).other.close(0, "bye");
    net.time.pass(Outcomes.STABLE);
    assertEquals(3, node.transport.attempts.size());
    assertTrue(node.manager.find(peer).isPresent());
  }

  @Test
  void whomTheOperatorDisconnectedMayBeFoundAtANewAddressThatHeAsksFor() {
    net.listen(1, peer, connection -> ((FakeConnection) connection).send(1));
    net.listen(2, peer, connection -> ((FakeConnection) connection).send(1));
    node.manager.disconnect(peer, "by hand");
    CompletableFuture<Peer> asked = node.manager.connect(FakeNet.address(2, null));
    net.time.pass(Outcomes.TRUST);
    assertEquals(peer, asked.join().id());
  }

  @Test
  void whoDialedBeforeDialsAgainFirst() {
    node.manager.offer(FakeNet.address(1, peer), "test");
    FakeConnection theirs = net.accept(node.manager, peer, node.id, false);
    net.time.pass(Outcomes.STABLE);
    theirs.close(0, "bye");
    net.time.pass(BackOff.FIRST.minusMillis(1));
    assertEquals(0, node.transport.attempts.size());
    net.time.pass(Duration.ofMillis(1));
    assertEquals(1, node.transport.attempts.size());
  }

  @Test
  void anAnswerFromWhomTheOperatorDisconnectedIsClosed() {
    net.listen(1, peer, connection -> {});
    node.transport.slow = Duration.ofSeconds(1);
    node.manager.offer(FakeNet.address(1, null), "test");
    net.time.settle();
    node.manager.disconnect(peer, "by hand");
    net.time.pass(Duration.ofSeconds(1));
    assertTrue(node.manager.find(peer).isEmpty() && net.open().isEmpty());
  }

  @Test
  void aSwappedTransportGetsItsConnectionsBackAtOnce() {
    for (int host = 1; host <= 5; host++) {
      PeerId there = net.newPeer();
      net.listen(host, there, connection -> {});
      node.manager.offer(FakeNet.address(host, there), "test");
    }
    FakeConnection inbound = net.accept(node.manager, peer, node.id, false);
    node.manager.offer(FakeNet.address(9, net.newPeer()), "test"); // under way at the swap
    net.time.pass(Duration.ofMillis(100));
    assertEquals(6, node.manager.connected().size());

    node.manager.transportRemoved(node.transport);
    net.time.pass(Duration.ofMinutes(10));
    assertEquals(List.of(), node.manager.connected());
    assertFalse(inbound.isOpen());
    assertEquals(List.of(), net.open());

    FakeTransport fresh = new FakeTransport(net, node.id);
    node.manager.transportAdded(fresh);
    net.time.settle();
    assertEquals(6, fresh.attempts.size());
    assertEquals(5, node.manager.connected().size());
    assertTrue(node.lastFailures().stream().allMatch(String::isEmpty), "nothing has failed");
  }

  @Test
  void stoppingClosesEverything() {
    net.listen(1, peer, connection -> {});
    node.manager.offer(FakeNet.address(1, peer), "test");
    CompletableFuture<Peer> silent = node.manager.connect(FakeNet.address(2, net.newPeer()));
    net.time.settle();
    node.manager.stop();
    net.time.pass(Duration.ofMinutes(1));
    assertEquals(List.of(), net.open());
    assertTrue(node.told.isEmpty());
    assertTrue(failure(silent).contains("the node stops"));
    assertFalse(net.accept(node.manager, peer, node.id, false).isOpen());
    assertEquals(2, node.transport.attempts.size());
  }

  private static String failure(CompletableFuture<Peer> future) {
    assertTrue(future.isCompletedExceptionally(), "did not fail");
    Throwable cause = future.exceptionNow();
    assertTrue(cause instanceof IOException, cause.toString());
    return cause.getMessage();
  }
}
