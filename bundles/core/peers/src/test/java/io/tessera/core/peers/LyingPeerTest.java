package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerAddress.Family;
import io.tessera.net.PeerBook.Verdict;
import io.tessera.net.PeerName;
import io.tessera.net.PeerRecord;
import io.tessera.net.transport.WrongPeerException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A peer that lies about its address, key or chain is not connected twice and not handed on. */
class LyingPeerTest {
  private static final String THERE = "10.0.0.1"; // FakeNet's host 1

  private final FakeNet net = new FakeNet(5, 0);
  private final Node node = new Node(net, Keys.key(0), 0);
  private final Book book = node.manager.book();

  LyingPeerTest() {
    node.addresses.configure(List.of(), Addresses.Private.YES);
  }

  private Instant soon() {
    return net.time.instant().plus(Duration.ofHours(6));
  }

  @Test
  void aboutItsAddress() {
    net.listen(1, Keys.id(2), connection -> {});
    assertEquals(Verdict.NEW, book.offer(Keys.record(1, 1, soon(), THERE), "exchange"));
    net.time.pass(Duration.ofMinutes(5));
    assertEquals(1, node.transport.attempts.size());
    assertNeverAgain(1);
    assertFalse(net.accept(node.manager, Keys.id(1), THERE, node.id, false).isOpen());
    assertEquals(0, node.manager.of(Keys.id(1)));
  }

  /** New records with the same lie, and the address alone from others, change nothing. */
  private void assertNeverAgain(int liar) {
    int attempts = node.transport.attempts.size();
    for (int hour = 0; hour < 20; hour++) {
      PeerRecord again = Keys.record(liar, 100 + hour, soon(), THERE);
      assertEquals(Verdict.UNWANTED, book.offer(again, "exchange"));
      node.manager.offer(FakeNet.address(1, Keys.id(liar)), "other");
      net.time.pass(Duration.ofHours(1));
    }
    assertEquals(attempts, node.transport.attempts.size());
    assertEquals(List.of(), book.reachable(10));
  }

  @Test
  void aboutItsChain() {
    PeerRecord other = Keys.record(1, Hash.fromHex("cd".repeat(32)), 1, soon(), THERE);
    assertEquals(Verdict.OTHER_CHAIN, book.offer(other, "exchange"));
    net.time.pass(Duration.ofMinutes(5));
    assertEquals(0, node.transport.attempts.size());

    net.strange(1, new WrongPeerException("no common protocol", null));
    assertEquals(Verdict.NEW, book.offer(Keys.record(1, 2, soon(), THERE), "exchange"));
    net.time.pass(Duration.ofMinutes(5));
    assertEquals(1, node.transport.attempts.size());
    assertNeverAgain(1);
  }

  @Test
  void aboutItsKey() {
    net.strange(1, new WrongPeerException("the certificate's name is not its key's", null));
    node.manager.offer(FakeNet.address(1, null), "test");
    for (int hour = 0; hour < 20; hour++) {
      node.manager.offer(FakeNet.address(1, null), "other");
      net.time.pass(Duration.ofHours(1));
    }
    assertEquals(1, node.transport.attempts.size());
    assertEquals(List.of(), book.entries());
  }

  @Test
  void anAddressWithADigestAdmitsItsKeyOnly() {
    PeerId peer = Keys.id(1);
    PeerAddress address =
        new PeerAddress(THERE, Family.ANY, 30333, Optional.of(PeerName.Digest.of(peer)));
    net.listen(1, Keys.id(2), connection -> {});
    node.manager.offer(address, "bootstrap");
    net.time.pass(Duration.ofHours(20));
    assertEquals(1, node.transport.attempts.size());
    assertTrue(node.manager.connected().isEmpty());

    Node other = new Node(net, Keys.key(9), 0);
    net.listen(1, peer, connection -> {});
    other.manager.offer(address, "bootstrap");
    net.time.settle();
    assertTrue(other.manager.find(peer).isPresent());
    assertEquals(
        peer,
        other.manager.book().entries().getFirst().addresses().getFirst().peer().orElseThrow());
  }

  /** Who moved, and is connected from where it is now, has not lied: an old record outlived it. */
  @Test
  void whoIsConnectedFromElsewhereIsNoLiar() {
    net.listen(1, Keys.id(2), connection -> {});
    net.accept(node.manager, Keys.id(1), "10.0.0.7", node.id, false);
    assertEquals(Verdict.NEW, book.offer(Keys.record(1, 1, soon(), THERE), "exchange"));
    var asked = node.manager.connect(FakeNet.address(1, Keys.id(1)));
    net.time.pass(Duration.ofMinutes(1));
    assertTrue(asked.isDone());
    assertTrue(node.manager.find(Keys.id(1)).isPresent());
    assertEquals(List.of(), book.reachable(10), "but not where its record says");
  }

  /** Nobody can make another one a liar with an address that this one never signed. */
  @Test
  void whatOthersSayOfItMakesNoLiar() {
    net.listen(1, Keys.id(2), connection -> {});
    node.manager.offer(FakeNet.address(1, Keys.id(1)), "exchange");
    net.time.pass(Duration.ofMinutes(1));
    assertEquals(1, node.transport.attempts.size());
    assertTrue(net.accept(node.manager, Keys.id(1), "10.0.0.7", node.id, false).isOpen());
  }
}
