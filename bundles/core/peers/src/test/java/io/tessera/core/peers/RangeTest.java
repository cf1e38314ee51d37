package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import io.tessera.net.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one address range can take away, and what not. */
class RangeTest {
  private static final int PER_RANGE = 10;

  private final FakeNet net = new FakeNet(11, 0);
  private final Node node = new Node(net, 0);

  private void limit(int maxPeers, int perRange, boolean loopback, PeerAddress... reserved) {
    node.manager.configure(new Settings(maxPeers, 20, 3, perRange, loopback, List.of(reserved)));
  }

  @Test
  void sixtyAttemptsFromOneRangeLeaveReservedValidatorAndBuilderSlotsUsable() {
    PeerId reserved = net.newPeer();
    List<PeerId> validators = List.of(net.newPeer(), net.newPeer(), net.newPeer());
    limit(50, PER_RANGE, false, FakeNet.address(9, reserved));
    beValidatorWith(validators);
    List<FakeConnection> open = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      FakeConnection each = from("203.0.113." + i, false);
      if (each.isOpen()) {
        open.add(each);
      } else {
        assertEquals("too many peers of one address range", each.reason());
      }
    }
    assertEquals(PER_RANGE, open.size());
    assertSlotsAreUsable("203.0.113.99", reserved, validators);
    for (int i = 0; i < 60; i++) {
      FakeConnection unused = from("203.0." + i + ".1", false);
    }
    assertEquals(38, ordinary(reserved, validators), "a quarter of 50 is kept for dialing");
    assertEquals("too many peers", from("198.51.100.1", false).reason());
  }

  /** The same without a limit for ranges: 60 attempts take all that is for those who dial. */
  @Test
  void aFullHouseLeavesReservedValidatorAndBuilderSlotsUsable() {
    PeerId reserved = net.newPeer();
    List<PeerId> validators = List.of(net.newPeer(), net.newPeer(), net.newPeer());
    limit(50, 1000, false, FakeNet.address(9, reserved));
    beValidatorWith(validators);
    long refused = 0;
    for (int i = 0; i < 60; i++) {
      refused += from("203.0.113." + i, false).isOpen() ? 0 : 1;
    }
    assertEquals(60 - 38, refused);
    assertSlotsAreUsable("203.0.113.99", reserved, validators);
  }

  private void assertSlotsAreUsable(String host, PeerId reserved, List<PeerId> validators) {
    for (int i = 0; i < 20; i++) {
      assertTrue(from(host, true).isOpen(), "builder " + i);
    }
    assertEquals("no builder slot is free", from(host, true).reason());
    assertTrue(net.accept(node.manager, reserved, host, node.id, false).isOpen());
    for (PeerId validator : validators) {
      assertTrue(net.accept(node.manager, validator, host, node.id, false).isOpen());
    }
  }

  private long ordinary(PeerId reserved, List<PeerId> validators) {
    return node.manager.connected().stream()
        .filter(peer -> !peer.builder())
        .filter(peer -> !peer.id().equals(reserved) && !validators.contains(peer.id()))
        .count();
  }

  private void beValidatorWith(List<PeerId> others) {
    List<Ed25519Public> set = new ArrayList<>(others.stream().map(PeerId::key).toList());
    set.add(node.id.key());
    node.manager.topologyChanged(new Topology(List.of(), set, List.of()));
    net.time.settle();
  }

  @Test
  void validatorSlotsHaveACapOfTheirOwn() {
    List<PeerId> validators = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      validators.add(net.newPeer());
    }
    limit(0, PER_RANGE, false);
    beValidatorWith(validators);
    for (int i = 0; i < 3; i++) {
      assertTrue(net.accept(node.manager, validators.get(i), node.id, false).isOpen());
    }
    assertEquals(
        "too many validators",
        net.accept(node.manager, validators.get(3), node.id, false).reason());
  }

  @Test
  void thisMachineIsNoRangeUnlessToldSo() {
    limit(50, 2, false);
    for (int i = 0; i < 5; i++) {
      assertTrue(from("127.0.0.1", false).isOpen());
    }
    Node strict = new Node(net, 0);
    strict.manager.configure(new Settings(50, 20, 3, 2, true, List.of()));
    for (int i = 0; i < 3; i++) {
      PeerId peer = net.newPeer();
      assertEquals(i < 2, net.accept(strict.manager, peer, "127.0.0.1", strict.id, false).isOpen());
    }
  }

  @Test
  void aRangeOfIpv6IsA48() {
    limit(50, 1, false);
    assertTrue(from("2001:db8:1::1", false).isOpen());
    assertFalse(from("2001:db8:1:ffff::1", false).isOpen());
    assertTrue(from("2001:db8:2::1", false).isOpen());
  }

  @Test
  void aPeerThatMovesNeedsRoomInTheRangeThatItComesTo() {
    limit(50, 2, false);
    for (int i = 0; i < 10; i++) {
      PeerId peer = net.newPeer();
      FakeConnection first = net.accept(node.manager, peer, "203.0.113." + i, node.id, false);
      FakeConnection moved = net.accept(node.manager, peer, "198.51.100." + i, node.id, false);
      assertEquals(i < 2, moved.isOpen(), "peer " + i);
      assertEquals(i >= 2 && i < 4, first.isOpen(), "who finds no room stays where it was: " + i);
    }
    assertEquals(4, node.manager.connected().size());
  }

  @Test
  void aPeerThatMovesTakesItsSeatInAFullHouseWithIt() {
    limit(1, 1, false);
    PeerId peer = net.newPeer();
    FakeConnection first = net.accept(node.manager, peer, "203.0.113.1", node.id, false);
    FakeConnection moved = net.accept(node.manager, peer, "198.51.100.1", node.id, false);
    assertTrue(moved.isOpen());
    assertFalse(first.isOpen());
  }

  @Test
  void aNodeDialsNoMoreOfARangeEither() {
    limit(50, 3, false);
    for (int host = 1; host < 20; host++) {
      net.listen(host, net.newPeer(), connection -> {});
      node.manager.offer(FakeNet.address(host, null), "test");
    }
    net.time.pass(Duration.ofMinutes(10));
    assertEquals(3, node.manager.connected().size());
    assertEquals(3, node.transport.attempts.size());
  }

  @Test
  void whoBehavesTakesThePlaceOfTheWorst() {
    limit(4, 100, false);
    PeerId bad = net.newPeer();
    PeerId worse = net.newPeer();
    FakeConnection ofBad = net.accept(node.manager, bad, node.id, false);
    FakeConnection ofWorse = net.accept(node.manager, worse, node.id, false);
    FakeConnection good = from("9.9.9.9", false);
    node.manager.misbehaved(bad, "test");
    node.manager.misbehaved(worse, "test");
    node.manager.misbehaved(worse, "test");
    assertTrue(from("9.9.9.9", false).isOpen());
    assertEquals("a better peer took its place", ofWorse.reason());
    assertTrue(from("9.9.9.9", false).isOpen());
    assertFalse(ofBad.isOpen());
    assertEquals("too many peers", from("9.9.9.9", false).reason(), "the rest are as good");
    assertTrue(good.isOpen());
  }

  @Test
  void ofEquallyBadOnesTheYoungestGoes() {
    limit(4, 100, false);
    PeerId old = net.newPeer();
    PeerId young = net.newPeer();
    FakeConnection first = net.accept(node.manager, old, node.id, false);
    net.time.pass(Duration.ofSeconds(1));
    FakeConnection second = net.accept(node.manager, young, node.id, false);
    FakeConnection unused = from("9.9.9.9", false);
    node.manager.misbehaved(old, "test");
    node.manager.misbehaved(young, "test");
    assertTrue(from("9.9.9.9", false).isOpen());
    assertTrue(first.isOpen());
    assertFalse(second.isOpen());
  }

  private FakeConnection from(String host, boolean builder) {
    return net.accept(node.manager, net.newPeer(), host, node.id, builder);
  }
}
