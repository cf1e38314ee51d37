package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.PeerStanding;
import io.tessera.net.event.ConnectionEvents.Misbehaved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StandingTest {
  private final FakeNet net = new FakeNet(3, 0);
  private final Standing standing = new Standing(net.time);
  private final PeerId peer = net.newPeer();

  @Test
  void offencesAddUpToABan() {
    assertFalse(standing.lower(peer, 0));
    assertEquals(75, standing.of(peer));
    assertFalse(standing.lower(peer, 0));
    assertFalse(standing.lower(peer, 0));
    assertTrue(standing.lower(peer, 0));
    assertTrue(standing.banned(peer));
    assertFalse(standing.lower(peer, 0), "banned once, not again");
    net.time.pass(Standing.BAN.minusMillis(1));
    assertTrue(standing.banned(peer));
    net.time.pass(Duration.ofMillis(1));
    assertEquals(PeerStanding.GOOD / 2, standing.of(peer));
  }

  @Test
  void offencesAreForgottenWithTime() {
    standing.lower(peer, 0);
    net.time.pass(Standing.RECOVERY.multipliedBy(10));
    assertEquals(85, standing.of(peer));
    net.time.pass(Duration.ofDays(1000));
    assertEquals(PeerStanding.GOOD, standing.of(peer));
  }

  @Test
  void aFloorKeepsFromTheBan() {
    for (int i = 0; i < 10; i++) {
      assertFalse(standing.lower(peer, 1));
    }
    assertEquals(1, standing.of(peer));
  }

  @Test
  void manyOffendersDoNotMakeTheWorstForgotten() {
    for (int i = 0; i < 4; i++) {
      standing.lower(peer, 0);
    }
    List<PeerId> offenders = new ArrayList<>();
    for (int i = 0; i < Standing.CAPACITY + 100; i++) {
      offenders.add(net.newPeer());
      standing.lower(offenders.getLast(), 0);
    }
    assertTrue(standing.banned(peer));
    long known = offenders.stream().filter(id -> standing.of(id) < PeerStanding.GOOD).count();
    assertEquals(Standing.CAPACITY - 1, known);
    net.time.pass(Standing.RECOVERY.multipliedBy(Standing.OFFENCE));
    standing.lower(offenders.get(0), 0);
    assertEquals(75, standing.of(offenders.get(0)));
  }

  @Test
  void aPeerThatMisbehavesIsDisconnectedAndKeptAway() {
    Node node = new Node(net, 0);
    net.listen(1, peer, connection -> {});
    node.manager.offer(FakeNet.address(1, peer), "test");
    net.time.settle();
    FakeConnection connection = node.connection(peer);
    for (int i = 0; i < 3; i++) {
      node.manager.misbehaved(peer, "sent nonsense");
    }
    net.time.settle();
    assertTrue(connection.isOpen());
    node.manager.misbehaved(peer, "sent nonsense");
    net.time.settle();
    assertEquals("misbehaved: sent nonsense", connection.reason());
    assertEquals(Fault.MISBEHAVED.code(), connection.code);
    assertEquals(0, node.manager.of(peer));
    assertEquals(Collections.nCopies(4, new Misbehaved(peer, "sent nonsense")), node.events);
    assertEquals(
        "banned for misbehaviour", net.accept(node.manager, peer, node.id, false).reason());
    CompletableFuture<Peer> asked = node.manager.connect(FakeNet.address(1, peer));
    net.time.settle();
    assertTrue(asked.exceptionNow().getMessage().contains("banned"));

    net.time.pass(Standing.BAN.minusSeconds(1));
    assertEquals(1, node.transport.attempts.size(), "not dialed while banned");
    net.time.pass(Duration.ofMinutes(5));
    assertTrue(node.manager.find(peer).isPresent(), "dialed again after the ban");
  }

  @Test
  void aReservedPeerIsNotBanned() {
    Node node = new Node(net, 0);
    node.limit(1, 0, FakeNet.address(1, peer));
    FakeConnection connection = net.accept(node.manager, peer, node.id, false);
    for (int i = 0; i < 10; i++) {
      node.manager.misbehaved(peer, "sent nonsense");
    }
    net.time.settle();
    assertTrue(connection.isOpen());
  }
}
