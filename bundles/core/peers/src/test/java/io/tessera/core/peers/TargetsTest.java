package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TargetsTest {
  private final Set<Target> busy = new HashSet<>();
  private final Set<PeerId> validators = new HashSet<>();
  private final Targets targets =
      new Targets(target -> !busy.contains(target), validators::contains);

  @Test
  void aSourceHasAShareOfItsOwn() {
    for (int i = 1; i <= 1_000; i++) {
      offer(i, "hostile");
    }
    assertEquals(Targets.PER_SOURCE, targets.all().size());
    offer(60_000, "honest");
    assertTrue(holds(60_000));
    assertTrue(holds(1), "a new address does not push out one that has not failed");
  }

  @Test
  void theWorstOfASourceGivesWay() {
    for (int i = 1; i <= Targets.PER_SOURCE; i++) {
      offer(i, "one");
    }
    Target bad = target(5);
    Target worse = target(6);
    Target worst = target(7);
    bad.failed("");
    worse.failed("");
    worse.failed("");
    worst.failed("");
    worst.failed("");
    worst.failed("");
    busy.add(worst);
    offer(1000, "one");
    assertFalse(targets.all().contains(worse));
    assertTrue(targets.all().contains(bad) && targets.all().contains(worst) && holds(1000));
  }

  @Test
  void whereAnotherPeerAnsweredIsRememberedLongerThanFailures() {
    for (int i = 1; i <= Targets.PER_SOURCE; i++) {
      offer(i, "one");
    }
    Target wrong = target(1);
    wrong.hopeless = true;
    wrong.failed("");
    wrong.failed("");
    target(2).failed("");
    offer(1000, "one");
    assertTrue(targets.all().contains(wrong));
    offer(1001, "one");
    assertFalse(targets.all().contains(wrong), "but not for ever");
  }

  @Test
  void theTableIsBoundedAndItsLargestSourceGivesWay() {
    for (int i = 1; i <= 4_000; i++) {
      offer(i, "source " + i % 100);
    }
    assertEquals(Targets.TOTAL, targets.all().size());
    offer(60_000, "honest");
    assertTrue(holds(60_000));
    assertEquals(Targets.TOTAL, targets.all().size());
  }

  @Test
  void validatorsHaveRoomBesideTheShares() {
    FakeNet net = new FakeNet(1, 0);
    List<PeerId> peers = Stream.generate(net::newPeer).limit(1_000).toList();
    validators.addAll(peers);
    for (PeerId peer : peers) {
      for (int port = 1; port <= 2 * Targets.PER_VALIDATOR; port++) {
        PeerAddress at = new PeerAddress("10.0.0.1", port, Optional.of(peer));
        targets.offer(at, "validators", Instant.EPOCH);
      }
    }
    assertEquals(1_000 * Targets.PER_VALIDATOR + Targets.PER_SOURCE, targets.all().size());
    validators.removeAll(peers.subList(0, 999));
    targets.requiredChanged();
    assertEquals(Targets.PER_VALIDATOR + Targets.PER_SOURCE, targets.all().size());
    offer(1, "honest");
    assertTrue(holds(1));
  }

  @Test
  void theRoomOfAValidatorThatMovesIsForItsNewAddresses() {
    PeerId validator = new FakeNet(1, 0).newPeer();
    validators.add(validator);
    for (int port = 1; port <= 3 * Targets.PER_VALIDATOR; port++) {
      PeerAddress at = new PeerAddress("10.0.0.1", port, Optional.of(validator));
      targets.offer(at, "validators", Instant.EPOCH);
      Target added = targets.of(validator).getFirst();
      assertFalse(added.counted, "address " + port + " competes with those of others");
      targets.remove(added);
    }
  }

  @Test
  void whatIsAskedForIsTakenAtAnyRate() {
    for (int i = 1; i <= Targets.PER_SOURCE; i++) {
      offer(i, "connect");
    }
    Target asked = targets.demand(address(1000), "connect", Instant.EPOCH);
    assertEquals(asked, targets.demand(address(1000), "again", Instant.EPOCH));
    assertTrue(holds(1000));
    assertEquals(Targets.PER_SOURCE, targets.all().size());
  }

  @Test
  void anEndlessNameIsNotKept() {
    targets.offer(new PeerAddress("x".repeat(254), 1, Optional.empty()), "one", Instant.EPOCH);
    assertTrue(targets.all().isEmpty());
  }

  private void offer(int port, String source) {
    targets.offer(address(port), source, Instant.EPOCH);
  }

  private boolean holds(int port) {
    return targets.all().stream().anyMatch(target -> target.address.equals(address(port)));
  }

  private Target target(int port) {
    return targets.demand(address(port), "one", Instant.EPOCH);
  }

  private static PeerAddress address(int port) {
    return new PeerAddress("10.0.0.1", port, Optional.empty());
  }
}
