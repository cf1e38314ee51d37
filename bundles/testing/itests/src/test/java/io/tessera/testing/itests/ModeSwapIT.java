package io.tessera.testing.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The running sync mode and the protocols that it fetches by are swapped, in the shell, in the
 * middle of its sync: while it waits for its peer, of which each round lets a share through.
 */
class ModeSwapIT {
  private static final int BLOCKS = Soak.ON ? 6_000 : 200;
  private static final int KEYS = Soak.ON ? 30_000 : 6_000;

  /** The first round warms up; later ones, of the soak, must not leave classes behind. */
  private static final int ROUNDS = Soak.ON ? 20 : 1;

  @TempDir private static Path folder;
  private static GatedPeer peer;

  @BeforeAll
  static void startPeer() throws Exception {
    peer = new GatedPeer(folder, BLOCKS, KEYS);
  }

  @AfterAll
  static void stopPeer() {
    peer.close();
  }

  @ParameterizedTest
  @CsvSource({
    "full, protocol.ce128-block-request",
    "light, protocol.ce128-block-request",
    "fast, protocol.ce128-block-request protocol.ce129-state-request"
  })
  void theSyncGoesOnNothingElseRestartsAndTheOldClassesGo(String mode, String protocols)
      throws Exception {
    Soak.unless(mode.equals("light"), "swaps in mode " + mode);
    long logged = Files.size(Paths.log());
    try (NodeUnderTest node = NodeUnderTest.start(peer.asker(mode).withShell())) {
      List<Swap> swaps = new ArrayList<>();
      swaps.add(new Swap(node, "io.tessera.sync." + mode));
      for (String protocol : protocols.split(" ", -1)) {
        swaps.add(new Swap(node, "io.tessera." + protocol));
      }
      swapAll(node, swaps, mode.equals("fast") ? KEYS : BLOCKS);
      Map<String, Object> status = node.json("tessera:status");
      assertEquals(peer.chain().head(), status.get("head"), status.toString());
      if (!mode.equals("light")) {
        assertEquals(peer.chain().stateRoot(), status.get("state_root"), status.toString());
      }
    }
    assertEquals(List.of(), ignoredSince(logged), "everything ended when it was told to");
  }

  private static void swapAll(NodeUnderTest node, List<Swap> swaps, int parts) throws Exception {
    AnswerGate gate = peer.gate();
    CompletableFuture<?> synced = node.synced().toCompletableFuture();
    int swapsInAll = ROUNDS * swaps.size();
    long share = parts / (swapsInAll + 2);
    gate.letThrough(share);
    for (int i = 0; i < swapsInAll; i++) {
      Swap swap = swaps.get(i % swaps.size());
      gate.awaitHeld();
      assertFalse(synced.isDone(), "in mid-sync");
      Loader old = swap.loader();
      // It goes on while the bundle is away, as far as it can.
      swap.run(folder, () -> gate.letThrough(share));
      if (i >= swaps.size()) {
        old.assertCollected();
      }
    }
    gate.awaitHeld();
    assertFalse(synced.isDone(), "there was something left to fetch");
    gate.letThrough(Integer.MAX_VALUE);
    Wait.until("the sync", synced);
    gate.shut();
  }

  /** What of a bundle did not end when it was stopped is named in an ERROR. */
  private static List<String> ignoredSince(long offset) throws IOException {
    byte[] log = Files.readAllBytes(Paths.log());
    int from = (int) offset;
    return new String(log, from, log.length - from, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("ERROR") && line.contains(" ignores "))
        .toList();
  }
}
