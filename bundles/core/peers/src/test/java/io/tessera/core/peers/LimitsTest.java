package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private final FakeNet net = new FakeNet(11, 0);
  private final Node node = new Node(net, 0);

  @Test
  void oneMoreThanTheMostIsRefusedWithTheReason() {
    node.limit(3, 0);
    for (int i = 0; i < 3; i++) {
      assertTrue(accept(false).isOpen());
    }
    FakeConnection refused = accept(false);
    assertFalse(refused.isOpen());
    assertEquals("too many peers", refused.reason());
    assertEquals(Fault.REFUSED.code(), refused.other.code);
    assertFalse(refused.other.started);
    assertEquals(3, node.manager.connected().size());
  }

  @Test
  void aSeatThatBecomesFreeIsGivenAgain() {
    node.limit(1, 0);
    FakeConnection first = accept(false);
    first.close(0, "bye");
    net.time.settle();
    assertTrue(accept(false).isOpen());
  }

  @Test
  void reservedPeersAreAdmittedAndDialedAlwaysAndNotCounted() {
    PeerId guest = net.newPeer();
    PeerId host = net.newPeer();
    PeerId early = net.newPeer();
    node.limit(
        1, 0, FakeNet.address(1, guest), FakeNet.address(2, host), FakeNet.address(3, early));
    assertTrue(net.accept(node.manager, early, node.id, false).isOpen());
    assertTrue(accept(false).isOpen());
    assertTrue(net.accept(node.manager, guest, node.id, false).isOpen());
    net.listen(2, host, connection -> {});
    net.time.pass(BackOff.SHORT_CAP.plus(Attempts.DEADLINE));
    assertTrue(node.manager.find(host).isPresent());
    assertFalse(accept(false).isOpen());
    assertEquals(4, node.manager.connected().size());
  }

  @Test
  void aReservedPeerThatNeverAnswersIsDialedForEver() {
    net.accept(node.manager, net.newPeer(), node.id, false);
    node.limit(1, 0, FakeNet.address(1, net.newPeer()));
    net.time.pass(Duration.ofHours(1));
    int most = (int) Duration.ofHours(1).dividedBy(BackOff.SHORT_CAP.plus(Attempts.DEADLINE));
    assertTrue(node.transport.attempts.size() >= most, "" + node.transport.attempts.size());

    node.limit(1, 0);
    net.time.settle();
    assertTrue(node.manager.candidates().isEmpty(), "not reserved any more");
  }

  @Test
  void aQuarterOfTheSeatsIsKeptForPeersThatThisNodeDials() {
    node.limit(8, 0);
    for (int i = 0; i < 8; i++) {
      accept(false);
    }
    assertEquals(6, node.manager.connected().size());
    for (int host = 1; host < 9; host++) {
      net.listen(host, net.newPeer(), connection -> {});
      node.manager.offer(FakeNet.address(host, null), "test");
    }
    net.time.pass(Duration.ofSeconds(10));
    assertEquals(8, node.manager.connected().size());
  }

  @Test
  void aNodeDialsNoMoreThanHalfOfItsPeers() {
    node.limit(10, 0);
    for (int host = 1; host < 20; host++) {
      net.listen(host, net.newPeer(), connection -> {});
      node.manager.offer(FakeNet.address(host, null), "test");
    }
    net.time.pass(Duration.ofMinutes(10));
    assertEquals(5, node.manager.connected().size());
    assertEquals(5, node.transport.attempts.size());
  }

  @Test
  void buildersHaveSeatsOfTheirOwn() {
    node.limit(1, 2);
    assertTrue(accept(false).isOpen());
    assertTrue(accept(true).isOpen());
    assertTrue(accept(true).isOpen());
    assertEquals("no builder slot is free", accept(true).reason());
    assertEquals("too many peers", accept(false).reason());
  }

  @Test
  void aBuilderThatComesBackAsNoneNeedsASeat() {
    node.limit(3, 2);
    for (int i = 0; i < 20; i++) {
      PeerId peer = net.newPeer();
      assertEquals(i < 5, net.accept(node.manager, peer, node.id, true).isOpen());
      FakeConnection unused = net.accept(node.manager, peer, node.id, false);
    }
    long ordinary = node.manager.connected().stream().filter(peer -> !peer.builder()).count();
    assertEquals(3, ordinary);
    assertEquals(2, node.manager.connected().size() - ordinary);
  }

  @Test
  void anOrdinaryPeerThatComesBackAsABuilderNeedsASlotAndElseStaysWhatItWas() {
    node.limit(2, 1);
    PeerId peer = net.newPeer();
    FakeConnection first = net.accept(node.manager, peer, node.id, false);
    assertTrue(accept(true).isOpen());
    FakeConnection again = net.accept(node.manager, peer, node.id, true);
    assertEquals("no builder slot is free", again.reason());
    assertTrue(first.isOpen());
  }

  @Test
  void aPeerThatDialsAgainKeepsItsSeatInAFullHouse() {
    node.limit(1, 1);
    PeerId peer = net.newPeer();
    FakeConnection first = net.accept(node.manager, peer, node.id, false);
    FakeConnection second = net.accept(node.manager, peer, node.id, false);
    assertFalse(first.isOpen());
    assertTrue(second.isOpen());
  }

  @Test
  void aLowerLimitEndsTheYoungestAcceptedConnectionsFirst() {
    net.listen(1, net.newPeer(), connection -> {});
    FakeConnection oldest = accept(false);
    net.time.pass(Duration.ofSeconds(1));
    FakeConnection younger = accept(false);
    net.time.pass(Duration.ofSeconds(1));
    node.manager.offer(FakeNet.address(1, null), "test");
    net.time.settle();
    node.limit(2, 0);
    net.time.settle();
    assertTrue(oldest.isOpen());
    assertFalse(younger.isOpen());
    assertTrue(net.dialed.get(2).isOpen());

    node.limit(0, 0);
    net.time.settle();
    assertTrue(net.open().isEmpty());
    node.limit(50, 0);
    net.time.pass(BackOff.CAP.minusMillis(1));
    assertEquals(1, node.transport.attempts.size(), "whom we sent away is not called back at once");
    net.time.pass(Duration.ofMillis(1));
    assertEquals(2, node.transport.attempts.size());
  }

  private FakeConnection accept(boolean builder) {
    return net.accept(node.manager, net.newPeer(), node.id, builder);
  }
}
