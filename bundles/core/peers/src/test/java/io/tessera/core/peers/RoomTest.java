package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Endpoint;
import io.tessera.net.PeerRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoomTest {
  private final FakeNet net = new FakeNet(9, 0);
  private final Standing standing = new Standing(net.time);
  private final Map<PeerId, Known> known = new HashMap<>();
  private final Set<PeerId> gone = new HashSet<>();
  private final Room room = new Room(known, standing, gone);
  private int count;

  @Test
  void oneRangeCannotFillTheBook() {
    for (int i = 0; i < Room.PER_RANGE; i++) {
      assertTrue(told("liar", "8.8.8." + i).isPresent());
    }
    assertTrue(told("liar", "8.8.8.99").isEmpty(), "fresh ones do not give way to another");
    assertTrue(told("liar", "8.8.9.1").isPresent(), "the next /24");
    for (int i = 0; i < Room.PER_RANGE; i++) {
      assertTrue(told("liar", "2001:db8:1:" + i + "::1").isPresent());
    }
    assertTrue(told("liar", "2001:db8:1:ffff::1").isEmpty(), "one /48");
    assertTrue(told("liar", "2001:db8:2::1").isPresent());
    for (int i = 0; i < 2 * Room.PER_RANGE; i++) {
      assertTrue(told("test", "127.0.0.1").isPresent(), "this machine is no range");
    }
  }

  @Test
  void oneSourceCannotFillTheBook() {
    int taken = 0;
    for (int i = 0; i < Room.PER_SOURCE + 100; i++) {
      taken += told("liar", "8." + i / 256 + "." + i % 256 + ".1").isPresent() ? 1 : 0;
    }
    assertEquals(Room.PER_SOURCE, taken);
    assertTrue(told("honest", "9.9.9.9").isPresent());
  }

  @Test
  void whatFailedGivesWayBeforeWhatIsOldAndNothingThatWasReached() {
    for (int i = 0; i < Room.PER_RANGE; i++) {
      assertTrue(told("test", "8.8.8." + i).isPresent());
    }
    List<Known> entries = List.copyOf(known.values());
    Known failed = entries.get(0);
    Known reached = entries.get(1);
    failed.failures = 1;
    reached.lastConnected = net.time.instant();
    reached.failures = 3;
    assertTrue(told("test", "8.8.8.200").isPresent());
    assertEquals(Set.of(failed.peer), gone);

    net.time.pass(Duration.ofMinutes(11));
    for (int i = 0; i < Room.PER_RANGE - 1; i++) {
      assertTrue(told("test", "8.8.8.100").isPresent(), "what was never tried, after a while");
    }
    assertTrue(told("test", "8.8.8.100").isEmpty());
    assertTrue(known.containsKey(reached.peer));
  }

  @Test
  void theWholeIsBoundedAndBannedPeersAreAPartOfIt() {
    for (int i = 0; i < Room.BANNED + 10; i++) {
      PeerId peer = net.newPeer();
      standing.ban(peer, Duration.ofHours(i + 1));
      assertTrue(room.makeForBanned(peer, net.time.instant()));
      known.put(peer, new Known(peer, net.time.instant()));
    }
    assertEquals(Room.BANNED, known.size());
    while (known.size() < Room.TOTAL - 100) {
      PeerId peer = net.newPeer();
      known.put(peer, entry(peer, "somebody", Keys.endpoint("127.0.0.1")));
    }
    int taken = 0;
    for (int i = 0; i < 200; i++) {
      taken += told("source", "8.8." + i + ".1").isPresent() ? 1 : 0;
    }
    assertEquals(100, taken);
    assertEquals(Room.TOTAL, known.size());
    assertEquals(Room.BANNED, known.keySet().stream().filter(standing::banned).count());
    assertFalse(room.make(net.newPeer(), Set.of(), "other", net.time.instant()));
  }

  /** A record of a new peer, which says that it is at an address. */
  private Optional<Known> told(String source, String host) {
    Instant now = net.time.instant();
    Endpoint endpoint = Keys.endpoint(host);
    PeerId peer = net.newPeer();
    Set<Range> ranges = Range.of(endpoint).map(Set::of).orElse(Set.of());
    if (!room.make(peer, ranges, source, now)) {
      return Optional.empty();
    }
    Known entry = entry(peer, source, endpoint);
    known.put(peer, entry);
    return Optional.of(entry);
  }

  private Known entry(PeerId peer, String source, Endpoint endpoint) {
    Instant now = net.time.instant();
    Known entry = new Known(peer, now);
    entry.told(source);
    entry.saidItself(
        new PeerRecord(
            peer,
            Node.GENESIS,
            count++,
            now.plus(Duration.ofHours(1)).getEpochSecond(),
            List.of(endpoint),
            Ed25519Signature.wrap(new byte[64])));
    return entry;
  }
}
