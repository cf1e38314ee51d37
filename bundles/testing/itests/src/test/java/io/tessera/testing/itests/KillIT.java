package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed leaves a data directory with which the next one goes on. */
class KillIT {
  private static final int BLOCKS = Boolean.getBoolean("tessera.soak") ? 4_000 : 1_200;
  private static final int KILLS = Boolean.getBoolean("tessera.soak") ? 50 : 1;

  @Test
  void anImportThatWasKilledIsGoneOnWith(@TempDir Path folder) throws Exception {
    Chains chain = Chains.make(folder, 2, BLOCKS);
    Path data = folder.resolve("data");
    for (int i = 0; i < KILLS; i++) {
      try (Cli killed = start(data, chain)) {
        Wait.forFile(data.resolve("chain.json"), text -> !text.isEmpty(), () -> "" + killed.err());
        killed.kill();
        assertEquals(137, killed.status(), "killed before it was done");
      }
    }
    try (Cli again = start(data, chain)) {
      assertEquals(0, again.status(), again + Wait.tail(again.err()));
      Map<String, Object> result = JSON.std.mapFrom(again.out().get(0));
      assertEquals(chain.head(), result.get("head"), result.toString());
      assertEquals(chain.stateRoot(), result.get("state_root"), result.toString());
      long blocks = ((Number) result.get("blocks")).longValue();
      assertEquals(BLOCKS, blocks + ((Number) result.get("known")).longValue());
      assertTrue(blocks > 0, "killed before it was done");
    }
  }

  private static Cli start(Path data, Chains chain) throws Exception {
    return Cli.start(
        "import", "--data", data, "--chain", chain.genesis(), "--json", chain.blocks());
  }
}
