package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerStatistics.Dial;
import io.tessera.net.PeerStatistics.Ending;
import io.tessera.net.PeerStatistics.Refusal;
import io.tessera.net.PeerStatistics.Snapshot;
import io.tessera.net.transport.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is counted of connections and dials. */
class TallyTest {
  private final FakeNet net = new FakeNet(5, 0);
  private final Node node = new Node(net, 0);

  private FakeConnection accept() {
    return net.accept(node.manager, net.newPeer(), node.id, false);
  }

  @Test
  void connectionsByWhatBecameOfThem() {
    node.limit(2, 0);
    PeerId banned = net.newPeer();
    FakeConnection first = accept();
    FakeConnection second = accept();
    accept();
    node.manager.ban(banned, Duration.ofHours(1), "test");
    net.accept(node.manager, banned, node.id, false);
    first.close(0, Connection.CLOSED_BY_PEER + ": bye");
    net.time.settle();
    node.manager.disconnect(second.other.peer(), "test");
    net.time.settle();
    Snapshot now = node.manager.snapshot();
    assertEquals(List.of(0L, 2L), List.of(now.dialed(), now.accepted()));
    assertEquals(Map.of(Refusal.TOO_MANY_PEERS, 1L, Refusal.BANNED, 1L), now.refused());
    assertEquals(Map.of(Ending.BY_PEER, 1L, Ending.ON_REQUEST, 1L), now.closed());
    assertEquals(1, now.banned());
  }

  @Test
  void dialsByTheirOutcomeAndTheirTime() {
    PeerId there = net.newPeer();
    net.listen(1, there, connection -> {});
    net.listen(2, net.newPeer(), connection -> {});
    node.manager.offer(FakeNet.address(1, there), "test");
    node.manager.offer(FakeNet.address(2, net.newPeer()), "test");
    node.manager.offer(FakeNet.address(3, net.newPeer()), "test");
    net.time.pass(Attempts.DEADLINE);
    Snapshot now = node.manager.snapshot();
    assertEquals(Map.of(Dial.CONNECTED, 1L, Dial.WRONG_PEER, 1L, Dial.TIMEOUT, 1L), now.dials());
    assertEquals(1, now.dialed());
    assertEquals(1, now.handshakes().count());
    assertEquals(List.of(3, 2), List.of(now.addresses(), now.backingOff()));
  }

  /** The figure must not fall when a connection ends: who scrapes would see a restart. */
  @Test
  void bytesOfConnectionsThatEndedStay() {
    FakeConnection first = accept();
    FakeConnection second = accept();
    first.send(100);
    second.send(20);
    net.time.settle();
    long before = node.manager.snapshot().bytesReceived();
    assertEquals(120, before);
    first.close(0, "bye");
    net.time.settle();
    assertEquals(before, node.manager.snapshot().bytesReceived());
    second.send(5);
    net.time.settle();
    assertEquals(before + 5, node.manager.snapshot().bytesReceived());
  }

  @Test
  void whatATransportSays() {
    assertEquals(Ending.BY_PEER, Tally.ending(Connection.CLOSED_BY_PEER + ": code 3"));
    assertEquals(Ending.IDLE, Tally.ending(Connection.IDLE));
    assertEquals(Ending.BROKEN, Tally.ending("broken: pipe"));
  }
}
