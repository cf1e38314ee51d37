package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.testing.itests.NodeUnderTest.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protocols and the transport are swapped, in the shell, in the middle of a sync. */
class HotSwapIT {
  private static final int BLOCKS = 20_000;
  private static final int ROUNDS = 50;
  private static final List<String> SWAPPED =
      List.of(
          "io.tessera.protocol.ce128-block-request",
          "io.tessera.protocol.up0-block-announcement",
          "io.tessera.transport.quic");

  @Test
  void theSyncGoesOnNothingElseRestartsAndTheOldClassesGo(@TempDir Path folder) throws Exception {
    Soak.unless(false, "many swaps in a long sync; BundleSwapIT swaps each bundle once");
    Chains chain = Chains.make(folder, 1, BLOCKS);
    Path dataA = Files.createDirectory(folder.resolve("a"));
    Path dataB = Files.createDirectory(folder.resolve("b"));
    try (NodeUnderTest a = NodeUnderTest.start(Setup.of(dataA, chain.genesis()))) {
      String answer = a.importBlocks(chain.blocks());
      assertTrue(answer.contains("imported " + BLOCKS + " blocks"), answer);
      Setup setup = Setup.of(dataB, chain.genesis(), a.address()).withShell();
      try (NodeUnderTest b = NodeUnderTest.start(setup)) {
        CompletionStage<?> synced = b.synced();
        swapAll(b, folder);
        Wait.until("sync", synced);
        Map<String, Object> status = b.json("tessera:status");
        assertEquals(chain.head(), status.get("head"), status.toString());
      }
    }
  }

  /** Swaps each in turn; the first round warms up, the later ones must not leave classes behind. */
  private static void swapAll(NodeUnderTest node, Path folder) throws Exception {
    Map<String, Swap> swaps = new HashMap<>();
    for (String name : SWAPPED) {
      swaps.put(name, new Swap(node, name));
    }
    int swapsInAll = ROUNDS * SWAPPED.size();
    ImportGate gate = gate(node, 0, swapsInAll);
    for (int i = 0; i < swapsInAll; i++) {
      String name = SWAPPED.get(i % SWAPPED.size());
      Swap swap = swaps.get(name);
      Loader old = swap.loader();
      long slot = Wait.until("slot for swap of " + name, gate.reached());
      assertTrue(slot < BLOCKS, "in mid-sync");
      // The next gate first: the sync goes on while the bundle is swapped, but not to its end.
      ImportGate next = gate(node, i + 1, swapsInAll);
      swap.run(folder, gate::close);
      gate = next;
      if (i >= SWAPPED.size()) {
        old.assertCollected();
      }
    }
    gate.close();
  }

  private static ImportGate gate(NodeUnderTest node, int swap, int swapsInAll) throws Exception {
    return new ImportGate(node, (long) BLOCKS * (swap + 1) / (swapsInAll + 2));
  }
}
