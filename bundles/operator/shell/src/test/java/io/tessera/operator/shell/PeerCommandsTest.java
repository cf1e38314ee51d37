package io.tessera.operator.shell;

import static io.tessera.operator.shell.Fixtures.SESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.Peers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PeerCommandsTest {
  private final List<Object> disconnected = new ArrayList<>();
  private final PeerCommands commands = new PeerCommands(Fixtures.diagnosis(), new Watch());

  private void connected(Peer... peers) {
    Peers.Candidate candidate =
        new Peers.Candidate(PeerAddress.parse("10.0.0.1:5"), "bootstrap", 2, "no answer");
    CompletableFuture<Peer> refused = CompletableFuture.failedFuture(new IOException("refused"));
    commands.peers =
        Stub.of(
            Peers.class,
            Map.of(
                "connected", none -> List.of(peers),
                "candidates", none -> List.of(candidate),
                "disconnect", arguments -> disconnected.add(arguments[0]),
                "connect", address -> refused));
  }

  @Test
  void theTableHasALineForEachPeer() throws Exception {
    connected(Fixtures.peer(1, 4001), Fixtures.peer(2, 4002));
    List<String> lines = commands.peers(SESSION).lines().toList();
    assertEquals(3, lines.size());
    assertTrue(
        lines.get(1).matches("ebaaaaaaa +127.0.0.1:4001 +us .*1.2 KB +7 B +-"), lines.get(1));
    assertTrue(
        commands
            .peers(SESSION, "--all")
            .contains("10.0.0.1:5  -     bootstrap         2  no answer"));
  }

  @Test
  void jsonHasWholeIds() throws Exception {
    connected(Fixtures.peer(1, 4001));
    String json = commands.peers(SESSION, "--json");
    assertTrue(json.startsWith("[{\"peer_id\":\"" + Fixtures.peerId(1).name() + "\""), json);
  }

  @Test
  void disconnectTakesAUniquePrefix() throws Exception {
    connected(Fixtures.peer(1, 4001), Fixtures.peer(2, 4002), Fixtures.peer(33, 4003));
    assertEquals("disconnected " + Fixtures.peerId(2), commands.disconnect("eca"));
    assertEquals(List.of(Fixtures.peerId(2)), disconnected);
    // 1 and 33 differ from the second digit on: "eb" begins both.
    assertThrows(CommandException.class, () -> commands.disconnect("eb"));
    assertThrows(CommandException.class, () -> commands.disconnect("ezzz"));
    assertEquals(1, disconnected.size());
  }

  @Test
  void connectNamesAddressAndReason() {
    connected();
    var e = assertThrows(CommandException.class, () -> commands.connect("127.0.0.1:9"));
    assertEquals("connect: 127.0.0.1:9: refused", e.toString());
    e = assertThrows(CommandException.class, () -> commands.connect("nonsense"));
    assertTrue(e.toString().startsWith("connect: 'nonsense' is no peer address; write /ip4/"));
  }
}
