package io.tessera.operator.shell;

import static io.tessera.operator.shell.Fixtures.SESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Sync;
import io.tessera.net.Peers;
import io.tessera.net.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
  private final Diagnosis diagnosis = Fixtures.diagnosis();
  private final StatusCommand command = new StatusCommand(diagnosis, new Watch());

  @Test
  void eachMissingPartSaysSo() throws Exception {
    diagnosis.bindProblem(() -> "port 1 is in use");
    String text = command.status(SESSION);
    for (String part :
        List.of("NodeKey", "Transport", "NetworkIdentity", "Peers", "Chain", "Sync")) {
      assertTrue(text.contains("no " + part + " service: port 1 is in use"), part + " in " + text);
    }
  }

  @Test
  void jsonHoldsWhatThereIs() throws Exception {
    command.chain = Fixtures.chain(7);
    command.sync =
        Stub.of(Sync.class, Map.of("status", none -> Fixtures.status(Sync.State.SYNCING)));
    command.peers = Stub.of(Peers.class, Map.of("connected", none -> List.of(Fixtures.peer(1, 2))));
    command.bindTransport(
        Stub.of(
            Transport.class,
            Map.of(
                "name", none -> "quic",
                "localAddresses",
                    none -> List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 40)))));
    String json = command.status(SESSION, "--json");
    assertTrue(json.contains("\"listening\":[\"127.0.0.1:40 (quic)\"]"), json);
    assertTrue(json.contains("\"peers\":1"), json);
    assertTrue(json.contains("\"state\":\"syncing\""), json);
    assertTrue(json.contains("\"height\":7"), json);
    assertTrue(json.contains("\"state_root\":\"" + "51".repeat(32) + "\""), json);
    assertTrue(json.contains("\"finalized_slot\":4"), json);
    assertTrue(json.contains("\"executed\":7,\"consensus_only\":2"), json);
    assertTrue(json.contains("\"unchecked\":{\"prior_state_root\":2}"), json);
    assertEquals(1, json.lines().count());
    String text = command.status(Fixtures.session(200));
    assertTrue(text.contains("state root  " + "51".repeat(32)), text);
    assertTrue(
        text.contains(
            "7 blocks executed, 2 for consensus only, 2 × prior state root not checked;"
                + " audits assumed"));
    assertTrue(text.contains("mode full, at #14 07aa0000 of #18 09aa0000, 4 blocks/s"));
  }
}
