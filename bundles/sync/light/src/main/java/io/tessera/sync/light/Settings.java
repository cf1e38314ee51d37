package io.tessera.sync.light;

import java.time.Duration;

/**
 * Bounds of the light sync.
 *
 * @param pieceBlocks most blocks that are imported at once
 * @param pieceBytes about as many bytes of blocks are imported at once, or kept in memory
 * @param firstRequest blocks asked for at first
 * @param largestRequest most blocks asked for at once
 * @param firstRetry wait before a peer that failed is asked again; doubles with each failure
 * @param lastRetry longest such wait
 * @param patience a peer that claims a better head and delivers nothing of it for so long
 *     misbehaves
 * @param turn a peer is asked for no longer than that at a stretch while another one could be
 */
record Settings(
    int pieceBlocks,
    int pieceBytes,
    int firstRequest,
    int largestRequest,
    Duration firstRetry,
    Duration lastRetry,
    Duration patience,
    Duration turn) {

  /** What a node runs with. */
  static final Settings DEFAULT =
      new Settings(
          128,
          2 * 1024 * 1024,
          64,
          512,
          Duration.ofMillis(250),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10));
}
