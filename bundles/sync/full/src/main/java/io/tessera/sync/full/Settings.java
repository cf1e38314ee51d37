package io.tessera.sync.full;

import java.time.Duration;

/**
 * Bounds of the full sync.
 *
 * @param queueBytes most bytes of blocks that wait for their import
 * @param queueBlocks most blocks that wait for their import
 * @param importBytes most bytes of blocks given to the chain at once
 * @param importBlocks most blocks given to the chain at once
 * @param firstRequest blocks asked for at first
 * @param largestRequest most blocks asked for at once
 * @param requestBytes size of response to aim for, when the size of blocks is known
 * @param deepest most blocks fetched in descending order to find where a fork leaves our chain
 * @param stall a peer that sends nothing for so long is left for another one, if there is one
 * @param trial after so long a peer is compared with others
 * @param firstRetry wait before a peer that failed is asked again; doubles with each failure
 * @param lastRetry longest such wait
 * @param patience a peer that claims a better head and delivers nothing of it for so long
 *     misbehaves
 */
record Settings(
    int queueBytes,
    int queueBlocks,
    int importBytes,
    int importBlocks,
    int firstRequest,
    int largestRequest,
    int requestBytes,
    int deepest,
    Duration stall,
    Duration trial,
    Duration firstRetry,
    Duration lastRetry,
    Duration patience) {

  /** What a node runs with. */
  static final Settings DEFAULT =
      new Settings(
          8 * 1024 * 1024,
          4096,
          4 * 1024 * 1024,
          1024,
          256,
          4096,
          4 * 1024 * 1024,
          4096,
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofMillis(250),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));
}
