package io.tessera.operator.shell;

import static io.tessera.operator.shell.Fixtures.SESSION;
import static io.tessera.operator.shell.Fixtures.block;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.StateAccess;
import io.tessera.chain.StateAccess.ProvedValue;
import io.tessera.chain.StateUnavailableException;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.state.StateComponent;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateCommandTest {
  private static final String HEX = "0b" + "00".repeat(30);

  private final StateCommand command = new StateCommand(Fixtures.diagnosis());
  private Optional<Bytes> value = Optional.of(Bytes.fromHex("2a000000"));

  StateCommandTest() {
    command.chain = Fixtures.chain(20);
    command.access =
        new StateAccess() {
          @Override
          public ProvedValue get(StateKey key) {
            return new ProvedValue(
                key, value, block(19).ref().hash(), Hash.ZERO, Optional.of(Fixtures.peerId(1)));
          }

          @Override
          public ProvedValue get(StateKey key, Hash block) throws StateUnavailableException {
            if (block.equals(block(20).ref().hash())) {
              throw new StateUnavailableException("no header names it");
            }
            return new ProvedValue(key, value, block, Hash.ZERO, Optional.empty());
          }
        };
  }

  @ParameterizedTest
  @CsvSource({"slot", "SLOT", HEX_OF_SLOT, "0x" + HEX_OF_SLOT})
  void aKeyIsAComponentOrDigits(String text) throws Exception {
    String json = command.state(SESSION, "get", text, "--json");
    assertTrue(json.startsWith("{\"key\":\"" + StateComponent.SLOT.key() + "\""), json);
  }

  private static final String HEX_OF_SLOT =
      "0b000000000000000000000000000000000000000000000000000000000000";

  @Test
  void linesAndJson() throws Exception {
    assertEquals(
        """
        key     %s
        value   4 B 2a000000
        block   %s
        root    %s
        proved  by peer %s, against the header of the
                block's child"""
            .formatted(HEX, block(19).ref().hash(), Hash.ZERO, Fixtures.peerId(1)),
        command.state(SESSION, "get", "slot"));
    assertEquals(
        "{\"key\":\"%s\",\"present\":true,\"value\":\"2a000000\",\"block\":\"%s\",\"root\":\"%s\",\"peer\":\"%s\"}"
            .formatted(HEX, block(19).ref().hash(), Hash.ZERO, Fixtures.peerId(1).name()),
        command.state(SESSION, "get", "slot", "--json"));
  }

  @Test
  void absentAndLargeValues() throws Exception {
    value = Optional.empty();
    assertTrue(command.state(SESSION, "get", "slot").contains("none: the key is not in the state"));
    assertTrue(
        command.state(SESSION, "get", "slot", "--json").contains("\"present\":false,\"block\""));
    value = Optional.of(Bytes.wrap(new byte[1000]));
    String text = command.state(SESSION, "get", "slot");
    String joined = text.replaceAll("\\s", "");
    assertTrue(joined.contains("value1.0KB" + "00".repeat(256) + "…(--jsonhasallofit)"), text);
    assertTrue(command.state(SESSION, "get", "slot", "--json").contains("00".repeat(1000)));
  }

  @Test
  void afterABlock() throws Exception {
    String text = command.state(SESSION, "get", "slot", "--at", "finalized");
    assertTrue(text.contains("block   " + block(15).ref().hash()), text);
    assertTrue(text.contains("this node's own state"), text);
    assertFails("state: no header names it", "get", "slot", "--at", "best");
    assertFails(
        "'nowhere' is no block; give a hash, a slot, best, finalized or genesis",
        "get",
        "slot",
        "--at",
        "nowhere");
  }

  @Test
  void errorsAreOneLine() {
    assertFails("state: no order is given; see help state");
    assertFails("state: 'get' is no order; give get and a key, see help state", "get");
    assertFails("state: 'put slot' is no order; give get and a key, see help state", "put", "slot");
    var e = assertThrows(CommandException.class, () -> command.state(SESSION, "get", "slots"));
    assertTrue(
        e.getMessage()
            .startsWith(
                "state: 'slots' is no key; give 62 hexadecimal digits, or one of authorizer_pools, "),
        e.getMessage());
    command.access = null;
    assertFails(
        "no StateAccess service: no bundle provides it now; see lb and protocols", "get", "slot");
  }

  private void assertFails(String line, String... words) {
    var e = assertThrows(CommandException.class, () -> command.state(SESSION, words));
    assertEquals(line, e.getMessage());
  }
}
