package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Protocols and the transport are stopped, updated and started in the shell, in the middle of a
 * sync whose peer sends on meanwhile.
 */
class HotSwapIT {
  private static final int BLOCKS = Soak.ON ? 20_000 : 160;

  /** The first round warms up; the later ones must not leave classes behind. */
  private static final int ROUNDS = Soak.ON ? 50 : 2;

  private static final List<String> SWAPPED =
      List.of(
          "io.tessera.protocol.ce128-block-request",
          "io.tessera.protocol.up0-block-announcement",
          "io.tessera.transport.quic");

  @TempDir private static Path folder;

  @Test
  void theSyncGoesOnNothingElseRestartsAndTheOldClassesGo() throws Exception {
    try (GatedPeer peer = new GatedPeer(folder, BLOCKS, 10);
        NodeUnderTest node = NodeUnderTest.start(peer.asker("full").withShell())) {
      CompletableFuture<?> synced = node.synced().toCompletableFuture();
      Map<String, Swap> swaps = new HashMap<>();
      for (String name : SWAPPED) {
        swaps.put(name, new Swap(node, name));
      }
      int times = ROUNDS * SWAPPED.size();
      long share = BLOCKS / (times + 2);
      peer.gate().letThrough(share);
      for (int i = 0; i < times; i++) {
        Swap swap = swaps.get(SWAPPED.get(i % SWAPPED.size()));
        peer.gate().awaitHeld();
        assertFalse(synced.isDone(), "in mid-sync");
        Loader old = swap.loader();
        swap.run(folder, () -> peer.gate().letThrough(share));
        if (i >= SWAPPED.size()) {
          old.assertCollected();
        }
      }
      peer.gate().awaitHeld();
      assertFalse(synced.isDone(), "there was something left to fetch");
      peer.gate().letThrough(Integer.MAX_VALUE);
      Wait.until("the sync", synced);
      Map<String, Object> status = node.json("tessera:status");
      assertEquals(peer.chain().head(), status.get("head"), status.toString());
      assertEquals(peer.chain().stateRoot(), status.get("state_root"), status.toString());
    }
  }
}
