package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerBook.Entry;
import io.tessera.net.PeerRecord;
import io.tessera.net.PeerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeeperTest {
  private final FakeNet net = new FakeNet(5, 0);
  private final EventThread disk = net.time.thread(new Random(1), 0);
  private final MemoryStore store = new MemoryStore();
  private final Instant later = net.time.instant().plus(Duration.ofHours(20));

  /** What a store keeps, and how often it is written. */
  private static final class MemoryStore implements PeerStore {
    final Map<PeerId, Bytes> rows = new HashMap<>();
    int writes;

    @Override
    public Map<PeerId, Bytes> load(int max) {
      return Map.copyOf(rows);
    }

    @Override
    public void update(Map<PeerId, Bytes> put, Set<PeerId> removed) {
      writes++;
      rows.putAll(put);
      rows.keySet().removeAll(removed);
      assertTrue(put.values().stream().allMatch(entry -> entry.size() <= MAX_ENTRY));
    }
  }

  private Node start() {
    Node node = new Node(net, Keys.key(0), 0);
    new Keeper(disk, node.manager.book(), node.manager::bookLoaded).storeAdded(store);
    net.time.settle();
    return node;
  }

  @Test
  void theBookSurvivesARestart() {
    Node first = start();
    PeerRecord good = Keys.record(1, 5, later, "8.8.0.1");
    first.manager.book().offer(good, "exchange");
    net.accept(first.manager, Keys.id(1), "8.8.0.1", first.id, false);
    net.accept(first.manager, Keys.id(2), "8.8.2.2", first.id, false);
    first.manager.ban(Keys.id(3), Duration.ofHours(10), "test");
    first.manager.misbehaved(Keys.id(2), "test");
    first.transport.local = Keys.socket("8.8.7.7");
    first.addresses.added(first.transport);
    first.own.look();
    PeerRecord own = first.manager.book().own().orElseThrow();
    net.time.pass(Keeper.PERIOD);
    assertEquals(1, store.writes, "news wait for each other");

    Node second = start();
    List<Entry> entries = second.manager.book().entries();
    assertEquals(3, entries.size());
    Entry one = entry(second, 1);
    assertEquals(Set.of("exchange", "itself"), one.sources());
    assertTrue(one.lastConnected().isPresent());
    assertEquals(75, entry(second, 2).standing());
    assertEquals(
        net.time.instant().plus(Duration.ofHours(10)).getEpochSecond() - 5,
        entry(second, 3).bannedUntil().orElseThrow().getEpochSecond());
    assertEquals(List.of(good), second.manager.book().reachable(9), "it was reached lately");
    second.transport.local = first.transport.local;
    second.addresses.added(second.transport);
    second.own.look();
    assertTrue(second.manager.book().own().orElseThrow().sequence() > own.sequence());
  }

  private static Entry entry(Node node, int number) {
    return node.manager.book().entries().stream()
        .filter(entry -> entry.peer().equals(Keys.id(number)))
        .findAny()
        .orElseThrow();
  }

  @Test
  void aNodeWhoseBootstrapIsDownReachesThePeersThatItKnew() {
    Node first = start();
    net.listen(1, Keys.id(1), connection -> {});
    first.manager.offer(FakeNet.address(1, null), "bootstrap");
    net.time.pass(Keeper.PERIOD);
    assertTrue(first.manager.find(Keys.id(1)).isPresent());

    Node second = start();
    net.time.pass(Dialer.GAP);
    assertTrue(second.manager.find(Keys.id(1)).isPresent());
    assertEquals("book", second.manager.candidates().getFirst().source());
  }

  @Test
  void aBanHoldsAfterARestart() {
    start().manager.ban(Keys.id(1), Duration.ofHours(1), "test");
    net.time.pass(Keeper.PERIOD);
    Node second = start();
    assertEquals(
        "banned for misbehaviour",
        net.accept(second.manager, Keys.id(1), second.id, false).reason());
    net.time.pass(Duration.ofHours(1));
    assertTrue(net.accept(second.manager, Keys.id(1), second.id, false).isOpen());
  }

  @Test
  void aCorruptEntryIsDroppedAndTheOthersStay() {
    Node first = start();
    first.manager.book().offer(Keys.record(1, 5, later, "8.8.0.1"), "test");
    first.manager.book().offer(Keys.record(2, 5, later, "8.8.0.2"), "test");
    net.time.pass(Keeper.PERIOD);
    Bytes good = store.rows.get(Keys.id(1));
    for (int cut = 0; cut < good.size(); cut++) {
      Bytes part = Bytes.wrap(java.util.Arrays.copyOf(good.toByteArray(), cut));
      store.rows.put(Keys.id(1), part);
      assertEquals(1, start().manager.book().entries().size(), "cut at " + cut);
      assertEquals(Set.of(Keys.id(2)), store.rows.keySet());
    }
    store.rows.put(Keys.id(3), good);
    assertEquals(1, start().manager.book().entries().size(), "another peer's record");
  }

  @Test
  void aStoreThatFailsStopsNothing() {
    Node node = new Node(net, Keys.key(0), 0);
    Keeper keeper = new Keeper(disk, node.manager.book(), node.manager::bookLoaded);
    keeper.storeAdded(
        new PeerStore() {
          @Override
          public Map<PeerId, Bytes> load(int max) {
            throw new IllegalStateException("expected by the test");
          }

          @Override
          public void update(Map<PeerId, Bytes> put, Set<PeerId> removed) {
            throw new IllegalStateException("expected by the test");
          }
        });
    node.manager.book().offer(Keys.record(1, 5, later, "8.8.0.1"), "test");
    net.time.pass(Keeper.PERIOD.multipliedBy(3));
    assertEquals(1, node.manager.book().entries().size());
  }

  @Test
  void anEntryThatCannotBeWrittenDoesNotEndTheWriting() {
    Node node = start();
    Known odd = new Known(Keys.id(3), net.time.instant());
    odd.failures = -1;
    node.manager.book().restore(odd);
    node.manager.book().allChanged();
    net.time.pass(Keeper.PERIOD.multipliedBy(2));
    assertEquals(0, store.writes);
    odd.failures = 1;
    net.time.pass(Keeper.PERIOD);
    assertEquals(Set.of(Keys.id(3)), store.rows.keySet());
  }

  @Test
  void aStoreThatGoesIsWrittenForTheLastTime() {
    Node node = new Node(net, Keys.key(0), 0);
    Keeper keeper = new Keeper(disk, node.manager.book(), node.manager::bookLoaded);
    keeper.storeAdded(store);
    net.time.settle();
    node.manager.book().offer(Keys.record(1, 5, later, "8.8.0.1"), "test");
    keeper.storeRemoved(store);
    assertEquals(Set.of(Keys.id(1)), store.rows.keySet());
    node.manager.book().offer(Keys.record(2, 5, later, "8.8.0.2"), "test");
    net.time.pass(Keeper.PERIOD.multipliedBy(3));
    assertEquals(Set.of(Keys.id(1)), store.rows.keySet());
    Optional<Entry> both = Optional.of(entry(node, 2));
    assertTrue(both.isPresent());
  }
}
