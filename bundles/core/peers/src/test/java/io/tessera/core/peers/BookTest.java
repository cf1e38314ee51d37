package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.Hash;
import io.tessera.net.PeerBook.Entry;
import io.tessera.net.PeerBook.Verdict;
import io.tessera.net.PeerRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BookTest {
  private static final String PUBLIC = "8.8.0.1";

  private final FakeNet net = new FakeNet(5, 0);
  private final Node node = new Node(net, Keys.key(0), 0);
  private final Book book = node.manager.book();
  private final Instant soon = net.time.instant().plus(Duration.ofHours(1));

  @Test
  void aGoodRecordIsNewThenKnownAndItsPeerIsDialed() {
    PeerRecord record = Keys.record(1, 7, soon, PUBLIC);
    assertEquals(Verdict.NEW, book.offer(record, "exchange"));
    assertEquals(Verdict.KNOWN, book.offer(record, "dht"));
    net.time.settle();
    assertEquals(record.endpoints().getFirst().dial(record.peer()).orElseThrow(), dialed());

    Entry entry = book.entries().getFirst();
    assertEquals(Keys.id(1), entry.peer());
    assertEquals(Set.of("exchange", "dht"), entry.sources());
    assertEquals(List.of(dialed()), entry.addresses());
    assertEquals(Optional.empty(), entry.lastConnected());
    assertEquals(Map.of(Verdict.NEW, 1L, Verdict.KNOWN, 1L), book.verdicts());
  }

  private Object dialed() {
    return node.transport.attempts.getFirst().address();
  }

  @Test
  void everyRefusalHasItsVerdict() {
    Instant now = net.time.instant();
    PeerRecord good = Keys.record(1, 7, soon, PUBLIC);
    assertEquals(Verdict.NEW, book.offer(good, "test"));
    assertVerdict(Verdict.OLD, Keys.record(1, 6, soon, PUBLIC));
    assertVerdict(Verdict.OLD, Keys.record(1, 7, soon, "8.8.0.2"));
    assertVerdict(Verdict.NEW, Keys.record(1, 8, soon, PUBLIC));
    assertVerdict(Verdict.NEW, Keys.record(1, -1, soon, PUBLIC)); // the numbers are unsigned
    assertVerdict(Verdict.BAD_SIGNATURE, forged(Keys.record(2, 1, soon, PUBLIC)));
    assertVerdict(Verdict.EXPIRED, Keys.record(2, 1, now, PUBLIC));
    assertVerdict(
        Verdict.EXPIRED, Keys.record(2, 1, now.plus(Book.MAX_LIFE).plusSeconds(1), PUBLIC));
    assertVerdict(
        Verdict.OTHER_CHAIN, Keys.record(2, Hash.fromHex("cd".repeat(32)), 1, soon, PUBLIC));
    assertVerdict(Verdict.BAD_ADDRESS, Keys.record(2, 1, soon, PUBLIC, "10.0.0.1"));
    assertVerdict(Verdict.BAD_ADDRESS, Keys.record(2, 1, soon, "127.0.0.1"));
    assertVerdict(Verdict.BAD_ADDRESS, Keys.record(2, 1, soon, "0.0.0.0"));
    assertVerdict(Verdict.BAD_ADDRESS, Keys.record(2, 1, soon, "224.0.0.1"));
    assertVerdict(Verdict.UNWANTED, Keys.record(0, 1, soon, PUBLIC));
    node.manager.ban(Keys.id(2), Duration.ofHours(1), "test");
    assertVerdict(Verdict.UNWANTED, Keys.record(2, 1, soon, PUBLIC));
    assertEquals(3, book.verdicts().get(Verdict.NEW));
    assertEquals(3, book.verdicts().get(Verdict.UNWANTED) + 1);
  }

  private void assertVerdict(Verdict expected, PeerRecord record) {
    long before = book.verdicts().getOrDefault(expected, 0L);
    assertEquals(expected, book.offer(record, "test"), record.toString());
    assertEquals(before + 1, book.verdicts().get(expected));
  }

  private static PeerRecord forged(PeerRecord record) {
    byte[] signature = record.signature().toByteArray();
    signature[5] ^= 1;
    return new PeerRecord(
        record.peer(),
        record.genesis(),
        record.sequence(),
        record.expiry(),
        record.endpoints(),
        Ed25519Signature.wrap(signature));
  }

  @Test
  void withoutAChainNoRecordIsWantedAndNobodyIsToBlame() {
    node.own.network(Optional.empty());
    assertVerdict(Verdict.UNWANTED, Keys.record(1, 1, soon, PUBLIC));
  }

  @Test
  void privateAddressesAreTakenWhereThisNodeHasOne() {
    node.transport.local = Keys.socket("127.0.0.1");
    node.addresses.added(node.transport);
    assertTrue(book.takesPrivate());
    assertVerdict(Verdict.NEW, Keys.record(1, 1, soon, "10.0.0.1"));
    node.addresses.configure(List.of(), Addresses.Private.NO);
    assertFalse(book.takesPrivate());
    assertVerdict(Verdict.BAD_ADDRESS, Keys.record(2, 1, soon, "10.0.0.1"));
  }

  @Test
  void onlyRecordsOfPeersThatWereReachedThereAreHandedOn() {
    PeerRecord reached = Keys.record(1, 1, soon, PUBLIC);
    PeerRecord elsewhere = Keys.record(2, 1, soon, "8.8.0.2");
    PeerRecord told = Keys.record(3, 1, soon, "8.8.0.3");
    for (PeerRecord record : List.of(reached, elsewhere, told)) {
      assertVerdict(Verdict.NEW, record);
    }
    connect(1, PUBLIC);
    connect(2, "8.8.0.9");
    assertEquals(List.of(reached), book.reachable(10));
    assertEquals(List.of(), book.reachable(0));

    net.time.pass(Duration.ofMinutes(59));
    node.connection(Keys.id(1)).other.close(0, "bye");
    net.time.settle();
    assertEquals(List.of(reached), book.reachable(10), "lately");
    net.time.pass(Duration.ofMinutes(1));
    assertEquals(List.of(), book.reachable(10), "expired");
    PeerRecord renewed = Keys.record(1, 2, net.time.instant().plus(Duration.ofHours(5)), PUBLIC);
    assertVerdict(Verdict.NEW, renewed);
    assertEquals(List.of(renewed), book.reachable(10));
    node.manager.ban(Keys.id(1), Duration.ofMinutes(1), "test");
    assertEquals(List.of(), book.reachable(10), "banned");
    net.time.pass(Duration.ofMinutes(1));
    assertEquals(List.of(renewed), book.reachable(10));
    net.time.pass(Book.LATELY);
    assertEquals(List.of(), book.reachable(10), "long ago");
  }

  private void connect(int number, String from) {
    net.accept(node.manager, Keys.id(number), from, node.id, false);
  }

  @Test
  void failuresAndConnectionsAreRemembered() {
    assertVerdict(Verdict.NEW, Keys.record(1, 1, soon, PUBLIC));
    net.time.pass(Attempts.DEADLINE);
    assertEquals(1, book.entries().getFirst().failures());
    connect(1, PUBLIC);
    Entry entry = book.entries().getFirst();
    assertEquals(0, entry.failures());
    assertEquals(Optional.of(net.time.instant()), entry.lastConnected());
    assertEquals(Set.of("test", "itself"), entry.sources());
    node.manager.misbehaved(Keys.id(1), "test");
    assertEquals(75, book.entries().getFirst().standing());
  }

  @Test
  void theOwnRecordIsRenewedWithHigherNumbers() {
    assertEquals(Optional.empty(), book.own(), "it listens nowhere");
    node.transport.local = Keys.socket(PUBLIC);
    node.addresses.added(node.transport);
    node.own.look();
    PeerRecord first = book.own().orElseThrow();
    assertTrue(first.isSigned());
    assertEquals(node.id, first.peer());
    assertEquals(Node.GENESIS, first.genesis());
    assertEquals(net.time.instant().plus(OwnRecord.LIFE).getEpochSecond(), first.expiry());
    assertEquals(List.of(Keys.endpoint(PUBLIC)), first.endpoints());

    net.time.pass(Duration.ofHours(1));
    assertEquals(first, book.own().orElseThrow());
    net.time.pass(Duration.ofHours(3));
    PeerRecord renewed = book.own().orElseThrow();
    assertTrue(renewed.sequence() > first.sequence() && renewed.expiry() > first.expiry());

    node.addresses.configure(List.of(Keys.endpoint("8.8.4.4")), Addresses.Private.AUTO);
    node.own.look();
    assertEquals(List.of(Keys.endpoint("8.8.4.4")), book.own().orElseThrow().endpoints());
    assertTrue(book.own().orElseThrow().sequence() > renewed.sequence());
    node.own.left(Node.GENESIS);
    assertEquals(Optional.empty(), book.own(), "it is in no chain's network");
  }
}
