package io.tessera.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Checkpoint;
import io.tessera.lib.codec.Hash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandoverTest {
  private static final Hash GENESIS = Hash.fromHex("00".repeat(31) + "01");
  private static final Hash OTHER_GENESIS = Hash.fromHex("00".repeat(31) + "02");
  private static final BlockRef LOW = new BlockRef(Hash.fromHex("aa".repeat(32)), 7);
  private static final BlockRef HIGH = new BlockRef(Hash.fromHex("bb".repeat(32)), 9);

  @TempDir private Path folder;

  private Handover handover() {
    return new Handover(folder, GENESIS, "");
  }

  private static Optional<Checkpoint> left(BlockRef block) {
    return Optional.of(new Checkpoint(block.hash(), false));
  }

  @Test
  void isForAnotherModeOnTheSameChain() {
    assertEquals(Optional.empty(), handover().checkpoint("fast"));
    handover().leave("light", HIGH);
    assertEquals(left(HIGH), handover().checkpoint("fast"));
    assertEquals(Optional.empty(), handover().checkpoint("light"));
    assertEquals(Optional.empty(), new Handover(folder, OTHER_GENESIS, "").checkpoint("fast"));
  }

  @Test
  void theHighestBlockStaysAndGenesisIsNone() {
    handover().leave("full", new BlockRef(GENESIS, 0));
    assertEquals(Optional.empty(), handover().checkpoint("light"));
    handover().leave("full", LOW);
    handover().leave("full", HIGH);
    handover().leave("light", LOW);
    assertEquals(left(HIGH), handover().checkpoint("light"));
    // What was left on another chain does not count.
    new Handover(folder, OTHER_GENESIS, "").leave("light", LOW);
    assertEquals(left(LOW), new Handover(folder, OTHER_GENESIS, "").checkpoint("full"));
  }

  @Test
  void whatTheOperatorSaysComesFirst() {
    handover().leave("full", HIGH);
    assertEquals(
        Optional.of(new Checkpoint(LOW.hash(), true)),
        new Handover(folder, GENESIS, "0x" + LOW.hash().toHex()).checkpoint("light"));
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> new Handover(folder, GENESIS, "0xabc"));
    assertEquals(
        "network_config.sync_checkpoint = \"0xabc\": must be the 64 hexadecimal digits of a header's"
            + " hash",
        wrong.getMessage());
  }

  @Test
  void whatCannotBeReadIsNone() throws Exception {
    Files.writeString(folder.resolve("checkpoint"), "damaged");
    assertEquals(Optional.empty(), handover().checkpoint("light"));
    handover().leave("full", LOW);
    assertEquals(left(LOW), handover().checkpoint("light"));
  }
}
