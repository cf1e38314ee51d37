package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeStatusTest {
  private static final String A = "a1".repeat(32);
  private static final String B = "b2".repeat(32);
  private static final String C = "c3".repeat(32);
  private static final String OTHER = "0d".repeat(32);

  /** As a node prints it: the sync's fields have names that the chain's have too. */
  private static String line(String stateRoot) {
    return "{\"peer_id\":\"e1\",\"listening\":[\"127.0.0.1:4 (quic)\"],\"peers\":2,\"chain\":\"dev\",\"head\":\""
        + A
        + "\",\"slot\":40,\"height\":30,"
        + stateRoot
        + "\"finalized\":\""
        + C
        + "\",\"finalized_slot\":35,\"executed\":30,\"sync\":{\"state\":\"synced\",\"head\":\""
        + OTHER
        + "\",\"slot\":7,\"finalized\":\""
        + OTHER
        + "\"},\"problems\":[]}";
  }

  @Test
  void readsTheFieldsOfTheChain() {
    NodeStatus status = NodeStatus.parse(line("\"state_root\":\"" + B + "\",")).orElseThrow();
    assertEquals(new NodeStatus(30, A, 40, Optional.of(B), C, 35, 2), status);
    assertEquals("height 30, head " + A + ", state root " + B, status.place());
  }

  @Test
  void aStateMayBeUnknown() {
    NodeStatus status = NodeStatus.parse(line("")).orElseThrow();
    assertEquals(Optional.empty(), status.stateRoot());
    assertEquals("height 30, head " + A + ", state not known", status.place());
  }

  @Test
  void aNodeThatStartsHasNoStatusYet() {
    assertEquals(Optional.empty(), NodeStatus.parse("{\"listening\":[],\"problems\":[]}"));
    assertEquals(Optional.empty(), NodeStatus.parse("some other line"));
    assertEquals(
        Optional.empty(),
        NodeStatus.parse(line("").replace("\"peers\":2,", "")),
        "peers are counted by another part than the chain");
  }
}
