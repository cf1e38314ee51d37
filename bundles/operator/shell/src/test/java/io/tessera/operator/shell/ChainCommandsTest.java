package io.tessera.operator.shell;

import static io.tessera.operator.shell.Fixtures.SESSION;
import static io.tessera.operator.shell.Fixtures.block;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.Chain;
import io.tessera.lib.codec.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainCommandsTest {
  private final Chain chain = Fixtures.chain(20);

  @ParameterizedTest
  @CsvSource({"best,20", "FINALIZED,15", "genesis,0", "0,0", "8,4", "0x08aa,8", "0baa00,11"})
  void aBlockIsFoundBySlotWordOrPrefix(String text, int n) throws Exception {
    assertEquals(block(n).ref().hash(), BlockFinder.find(chain, text));
  }

  @Test
  void aFullHashMustBeStored() throws Exception {
    assertEquals(
        block(3).ref().hash(), BlockFinder.find(chain, "0x" + block(3).ref().hash().toHex()));
    var e =
        assertThrows(
            CommandException.class, () -> BlockFinder.find(chain, block(99).ref().hash().toHex()));
    assertTrue(e.getMessage().endsWith("is not stored here"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"head", "ffff", "7", "", "0x"})
  void whatIsNoBlockIsNamed(String text) {
    var e = assertThrows(CommandException.class, () -> BlockFinder.find(chain, text));
    assertTrue(e.getMessage().contains("'" + text.replaceFirst("^0x", "")), e.getMessage());
  }

  @Test
  void aSlotWithoutABlockIsSaidToHaveNone() {
    assertEquals(
        "no block begins with '101' among the last 1000 and the leaves, and slot 101 has no block",
        assertThrows(CommandException.class, () -> BlockFinder.find(chain, "101")).getMessage());
    assertEquals(
        "slot '7' has no block",
        assertThrows(CommandException.class, () -> BlockFinder.find(chain, "7")).getMessage());
  }

  @Test
  void jsonNamesTheHeads() throws Exception {
    ChainCommands commands = new ChainCommands(Fixtures.diagnosis());
    commands.chain = chain;
    String json = commands.chain(SESSION, "--json");
    assertTrue(json.contains("\"head\":\"" + block(20).ref().hash().toHex() + "\""), json);
    assertTrue(json.contains("\"finalized_slot\":30"), json);
    assertTrue(json.contains("\"genesis_state_root\":\"" + Hash.ZERO.toHex() + "\""), json);
  }

  @Test
  void lastListsSoManyBlocks() throws Exception {
    ChainCommands commands = new ChainCommands(Fixtures.diagnosis());
    commands.chain = chain;
    assertEquals(4, commands.chain(SESSION, "--last", "3").lines().count());
    assertTrue(commands.chain(SESSION).contains("finality    no FinalityRule service: no bundle"));
  }

  @Test
  void withoutAChainTheCommandSaysSo() {
    ChainCommands commands = new ChainCommands(Fixtures.diagnosis());
    var e = assertThrows(CommandException.class, () -> commands.chain(SESSION));
    assertTrue(e.getMessage().startsWith("no Chain service: "), e.getMessage());
  }
}
