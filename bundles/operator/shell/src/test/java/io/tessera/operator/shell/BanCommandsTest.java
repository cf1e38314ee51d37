package io.tessera.operator.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerBans;
import io.tessera.net.PeerBook;
import io.tessera.net.PeerBook.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BanCommandsTest {
  private final List<Object> calls = new ArrayList<>();
  private final BanCommands commands = new BanCommands(Fixtures.diagnosis());
  private final PeerCommands peers = new PeerCommands(Fixtures.diagnosis(), new Watch());
  private final PeerId good = Fixtures.peerId(1);
  private final PeerId bad = Fixtures.peerId(2);

  @BeforeEach
  void book() {
    Instant now = Instant.now();
    List<PeerBook.Entry> entries =
        List.of(
            entry(bad, Optional.empty(), 3, Optional.of(now.plusSeconds(3605))),
            entry(good, Optional.of(now.minusSeconds(125)), 0, Optional.empty()));
    PeerBook book = Stub.of(PeerBook.class, Map.of("entries", none -> entries));
    commands.book = book;
    peers.book = book;
    commands.bans =
        Stub.of(
            PeerBans.class,
            Map.of(
                "ban", arguments -> calls.add(List.of(arguments[0], arguments[1])),
                "unban", arguments -> calls.add(arguments[0])));
  }

  private static PeerBook.Entry entry(
      PeerId peer, Optional<Instant> last, int failures, Optional<Instant> banned) {
    PeerAddress address = new PeerAddress("10.0.0.1", 30333, Optional.of(peer));
    int standing = banned.isPresent() ? 0 : 100;
    return new PeerBook.Entry(
        peer, List.of(address), Set.of("dht", "exchange"), last, failures, standing, banned);
  }

  @Test
  void aKnownPeerIsBannedByAPrefix() throws Exception {
    assertEquals("banned " + good + " for 1h 0m", commands.ban("eba"));
    assertTrue(commands.ban("eba", "--minutes", "600").startsWith("banned " + good));
    assertEquals(
        List.of(List.of(good, Duration.ofHours(1)), List.of(good, Duration.ofHours(10))), calls);
    assertThrows(CommandException.class, () -> commands.ban("ezz"));
    assertThrows(CommandException.class, () -> commands.ban("eba", "--minutes", "0"));
    assertThrows(CommandException.class, () -> commands.ban());
  }

  @Test
  void aStrangerIsBannedByItsWholeName() throws Exception {
    PeerId stranger = Fixtures.peerId(9);
    assertTrue(commands.ban(stranger.name()).startsWith("banned " + stranger));
  }

  @Test
  void onlyBannedPeersAreUnbanned() throws Exception {
    assertEquals("unbanned " + bad, commands.unban("eca"));
    assertEquals(List.of(bad), calls);
    assertThrows(CommandException.class, () -> commands.unban("eba"));
  }

  @Test
  void theBookIsATableAndJson() throws Exception {
    List<String> lines = peers.peers(Fixtures.SESSION, "--book").lines().toList();
    assertEquals(3, lines.size());
    assertTrue(
        lines.get(1).startsWith(good.shortName() + "  10.0.0.1:30333  dht,exchange"), lines.get(1));
    assertTrue(
        lines.get(2).contains("never") && lines.get(2).matches(".* 3 +0 +1h 0m"), lines.get(2));
    String json = peers.peers(Fixtures.SESSION, "--book", "--json");
    assertTrue(
        json.contains("\"peer_id\":\"" + bad.name() + "\",\"addresses\":[\"10.0.0.1:30333\"]"),
        json);
  }

  @Test
  void verdictsAreALine() {
    assertEquals("no record was offered", BookTable.verdicts(Map.of()));
    assertEquals(
        "records offered: 5 new, 1 bad signature",
        BookTable.verdicts(Map.of(Verdict.BAD_SIGNATURE, 1L, Verdict.NEW, 5L)));
  }
}
