package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Topology;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidatorsTest {
  private final FakeNet net = new FakeNet(21, 0);
  private final Node node = new Node(net, 0);
  private final PeerId ours = peerThatDials(false);
  private final PeerId theirs = peerThatDials(true);

  /** A peer that is the preferred initiator, or one for which this node is. */
  private PeerId peerThatDials(boolean preferred) {
    while (true) {
      PeerId peer = net.newPeer();
      if (Topology.preferredInitiator(node.id, peer).equals(peer) == preferred) {
        return peer;
      }
    }
  }

  private void sets(List<PeerId> previous, List<PeerId> current, List<PeerId> next) {
    node.manager.topologyChanged(new Topology(keys(previous), keys(current), keys(next)));
    net.time.settle();
  }

  private void current(PeerId... peers) {
    sets(List.of(), Arrays.asList(peers), List.of());
  }

  private static List<Ed25519Public> keys(List<PeerId> peers) {
    return peers.stream().map(PeerId::key).toList();
  }

  private void listen(int host, PeerId peer) {
    net.listen(host, peer, connection -> ((FakeConnection) connection).send(1));
    node.manager.offer(FakeNet.address(host, peer), "validators");
  }

  @Test
  void thePreferredInitiatorDialsAtOnceTheOtherAfterFiveSeconds() {
    node.limit(0, 0);
    current(node.id, ours, theirs);
    listen(1, ours);
    listen(2, theirs);
    net.time.pass(Dialer.GAP);
    assertTrue(node.manager.find(ours).isPresent());
    net.time.pass(Validators.FALLBACK.minus(Dialer.GAP).minusMillis(1));
    assertTrue(node.manager.find(theirs).isEmpty());
    net.time.pass(Duration.ofMillis(1));
    assertTrue(node.manager.find(theirs).isPresent());
  }

  @Test
  void whoIsCalledDoesNotCall() {
    current(node.id, theirs);
    listen(2, theirs);
    net.time.pass(Duration.ofSeconds(4));
    FakeConnection call = net.accept(node.manager, theirs, node.id, false);
    net.time.pass(Duration.ofMinutes(1));
    assertEquals(0, node.transport.attempts.size());
    call.close(0, "bye");
    net.time.pass(Validators.FALLBACK.minusMillis(1));
    assertEquals(0, node.transport.attempts.size(), "it is its turn again");
    net.time.pass(Duration.ofMillis(1));
    assertEquals(1, node.transport.attempts.size());
  }

  @Test
  void anEpochAwayIsAValidatorAllTheSame() {
    node.limit(0, 0);
    PeerId past = peerThatDials(false);
    PeerId future = peerThatDials(false);
    listen(1, past);
    listen(2, future);
    listen(3, ours);
    net.time.pass(Duration.ofMinutes(1));
    assertEquals(0, node.transport.attempts.size(), "ordinary peers, for which there is no room");
    sets(List.of(past), List.of(ours), List.of(node.id, future));
    assertEquals(3, node.manager.connected().size());
  }

  @Test
  void whoIsNoValidatorOwesNothing() {
    node.limit(0, 0);
    current(ours, theirs);
    listen(1, ours);
    net.time.pass(Duration.ofMinutes(1));
    assertEquals(0, node.transport.attempts.size());
    assertFalse(net.accept(node.manager, theirs, node.id, false).isOpen());
  }

  @Test
  void whoLeavesTheSetsIsAnOrdinaryPeerAndCounted() {
    node.limit(1, 0);
    listen(1, ours);
    current(node.id, ours, theirs);
    FakeConnection call = net.accept(node.manager, theirs, node.id, false);
    FakeConnection guest = net.accept(node.manager, net.newPeer(), node.id, false);
    assertEquals(3, node.manager.connected().size());
    current(node.id, theirs);
    assertEquals(2, node.manager.connected().size());
    assertTrue(call.isOpen());
    assertFalse(guest.isOpen(), "of two for one seat, whom this node dialed stays");
    assertTrue(node.manager.find(ours).isPresent());

    node.limit(0, 0);
    net.time.settle();
    assertTrue(node.manager.find(ours).isEmpty());
    assertTrue(call.isOpen());
  }

  @Test
  void anAddressThatFailedBeforeIsTriedAtOnceWhenItsPeerIsNeeded() {
    net.accept(node.manager, net.newPeer(), node.id, false);
    node.manager.offer(FakeNet.address(1, ours), "test");
    net.time.pass(Duration.ofMinutes(20));
    int before = node.transport.attempts.size();
    current(node.id, ours);
    assertEquals(before + 1, node.transport.attempts.size());
  }

  @Test
  void theBookKnowsWhereAValidatorIs() {
    net.accept(node.manager, ours, "10.0.0.1", node.id, false).close(0, "bye");
    net.time.settle();
    net.listen(1, ours, connection -> {});
    net.time.pass(Duration.ofMinutes(10));
    assertEquals(0, node.transport.attempts.size());
    current(node.id, ours);
    assertTrue(node.manager.find(ours).isPresent());
  }

  @Test
  void aValidatorIsNotBannedForMisbehaviour() {
    current(node.id, ours);
    FakeConnection call = net.accept(node.manager, ours, node.id, false);
    for (int i = 0; i < 10; i++) {
      node.manager.misbehaved(ours, "test");
    }
    net.time.settle();
    assertTrue(call.isOpen());
    node.manager.ban(ours, Duration.ofHours(1), "by the operator");
    net.time.settle();
    assertEquals("by the operator", call.reason());
    assertFalse(net.accept(node.manager, ours, node.id, false).isOpen());
    assertTrue(node.manager.unban(ours));
    assertFalse(node.manager.unban(ours));
    assertTrue(net.accept(node.manager, ours, node.id, false).isOpen());
  }

  @Test
  void deadValidatorsDoNotKeepOthersWaiting() {
    PeerId[] all = new PeerId[102];
    for (int i = 0; i < 100; i++) {
      all[i] = peerThatDials(false);
      node.manager.offer(FakeNet.address(100 + i, all[i]), "validators");
    }
    all[100] = node.id;
    all[101] = ours;
    current(all);
    net.time.pass(Attempts.DEADLINE.multipliedBy(4));
    listen(1, ours);
    net.listen(2, net.newPeer(), connection -> {});
    node.manager.offer(FakeNet.address(2, null), "test");
    net.time.pass(Attempts.DEADLINE);
    assertTrue(node.manager.find(ours).isPresent());
    assertEquals(2, node.manager.connected().size());
  }
}
