package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Topology;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
  private static final int SEEDS = Boolean.getBoolean("tessera.soak") ? 200_000 : 5_000;

  /** Two nodes dial each other at nearly the same moment, over one or two addresses each. */
  @Test
  void bothEndsAgreeOnOneConnectionInAnyInterleaving() {
    int contested = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      FakeNet net = new FakeNet(seed, 1 + seed % 400);
      Node a = new Node(net, 1 + seed % 7);
      Node b = new Node(net, 1 + seed % 5);
      meet(net, a, 1, b);
      meet(net, b, 3, a);
      net.time.pass(Duration.ofMinutes(1));

      String where = "seed " + seed;
      assertTrue(a.manager.find(b.id).isPresent() && b.manager.find(a.id).isPresent(), where);
      assertSame(a.connection(b.id), b.connection(a.id).other, where);
      assertEquals(1, net.open().size(), where);
      assertTrue(a.connection(b.id).started && b.connection(a.id).started, where);
      assertEquals(a.manager.connected(), a.told, where);
      assertEquals(b.manager.connected(), b.told, where);
      contested += net.dialed.size() > 1 ? 1 : 0;
    }
    assertTrue(contested > SEEDS / 2, "only " + contested + " of the runs had two connections");
  }

  /** The node listens on two hosts; the other hears of one or both, with or without its name. */
  private static void meet(FakeNet net, Node node, int host, Node other) {
    for (int i = host; i < host + 2; i++) {
      net.listen(i, node.id, node.manager);
      PeerId named = net.random.nextBoolean() ? node.id : null;
      int address = i;
      if (i == host || net.random.nextBoolean()) {
        net.time.after(
            Duration.ofMillis(net.random.nextInt(300)),
            () -> other.manager.offer(FakeNet.address(address, named), "test"));
      }
    }
  }

  @Test
  void aReconnectionTakesThePlaceOfADeadConnection() {
    for (boolean preferred : new boolean[] {true, false}) {
      FakeNet net = new FakeNet(1, 0);
      Node node = new Node(net, 0);
      PeerId peer = peerThatIsPreferred(net, node.id, !preferred);
      FakeConnection dead = connectTo(net, node, peer);
      net.time.pass(Duplicates.WINDOW);
      dead.cut = true;

      FakeConnection again = net.accept(node.manager, peer, node.id, false);

      assertSame(again.other, node.connection(peer));
      assertEquals(1, node.told.size());
      assertEquals(1, node.reasons.size());
    }
  }

  @Test
  void withinTheWindowThePreferredInitiatorsConnectionStays() {
    for (boolean preferred : new boolean[] {true, false}) {
      FakeNet net = new FakeNet(1, 0);
      Node node = new Node(net, 0);
      PeerId peer = peerThatIsPreferred(net, node.id, !preferred);
      FakeConnection dialed = connectTo(net, node, peer);
      net.time.pass(Duplicates.WINDOW.minusMillis(1));

      FakeConnection accepted = net.accept(node.manager, peer, node.id, false);

      assertSame(preferred ? dialed : accepted.other, node.connection(peer));
      assertEquals(preferred, dialed.isOpen());
      assertEquals(!preferred, accepted.isOpen());
    }
  }

  @Test
  void anAcceptorKeepsTheNewerOfOneDialer() {
    FakeNet net = new FakeNet(1, 0);
    Node node = new Node(net, 0);
    PeerId peer = net.newPeer();
    FakeConnection first = net.accept(node.manager, peer, node.id, false);
    FakeConnection second = net.accept(node.manager, peer, node.id, false);
    assertFalse(first.isOpen());
    assertSame(second.other, node.connection(peer));
  }

  @Test
  void aDialerTakesTheNewerWhenTheAcceptorKeepsBoth() {
    FakeNet net = new FakeNet(1, 0);
    Node node = new Node(net, 0);
    PeerId peer = net.newPeer();
    net.listen(1, peer, connection -> {});
    net.listen(2, peer, connection -> {});
    node.manager.offer(FakeNet.address(1, null), "test");
    node.manager.offer(FakeNet.address(2, null), "test");
    net.time.settle();
    assertEquals(2, net.open().size());
    net.time.pass(Links.RESERVE);
    assertEquals(1, net.open().size());
    assertSame(net.dialed.get(1), node.connection(peer));
  }

  @Test
  void aConnectionInReserveGoesWithTheOneThatItWasFor() {
    FakeNet net = new FakeNet(1, 0);
    Node node = new Node(net, 0);
    PeerId peer = peerThatIsPreferred(net, node.id, true);
    net.listen(1, peer, connection -> {});
    net.listen(2, peer, connection -> {});
    node.manager.offer(FakeNet.address(1, null), "test");
    node.manager.offer(FakeNet.address(2, null), "test");
    net.time.settle();
    FakeConnection accepted = net.accept(node.manager, peer, node.id, false);
    assertEquals(List.of(accepted), net.open());
    net.time.pass(Links.RESERVE);
    assertSame(accepted.other, node.connection(peer));
  }

  /** The news of its end is still under way when the other one is judged. */
  @Test
  void aConnectionThatHasJustEndedWinsNothing() {
    FakeNet net = new FakeNet(1, 0);
    Node node = new Node(net, 0);
    PeerId peer = peerThatIsPreferred(net, node.id, false);
    FakeConnection dialed = connectTo(net, node, peer);
    FakeConnection other = FakeConnection.pair(net, peer, node.id, false);
    node.manager.accepted(other.other);
    dialed.die();
    net.time.settle();
    assertSame(other.other, node.connection(peer));
    assertEquals(List.of("idle for too long"), node.reasons);
  }

  @Test
  void aNodeIsNotItsOwnPeer() {
    FakeNet net = new FakeNet(1, 0);
    Node node = new Node(net, 0);
    net.listen(1, node.id, node.manager);
    node.manager.offer(FakeNet.address(1, null), "test");
    net.time.pass(Duration.ofHours(1));
    assertEquals(1, node.transport.attempts.size());
    assertTrue(net.open().isEmpty() && node.manager.connected().isEmpty());

    FakeConnection inbound = net.accept(node.manager, node.id, node.id, false);
    assertFalse(inbound.isOpen());
    assertTrue(node.manager.connected().isEmpty());
  }

  private static FakeConnection connectTo(FakeNet net, Node node, PeerId peer) {
    net.listen(1, peer, connection -> ((FakeConnection) connection).send(1));
    node.manager.offer(FakeNet.address(1, peer), "test");
    net.time.settle();
    return node.connection(peer);
  }

  private static PeerId peerThatIsPreferred(FakeNet net, PeerId over, boolean wanted) {
    PeerId peer = net.newPeer();
    while (Topology.preferredInitiator(peer, over).equals(peer) != wanted) {
      peer = net.newPeer();
    }
    return peer;
  }
}
