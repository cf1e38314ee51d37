package io.tessera.sync.fast;

import io.tessera.lib.codec.Hash;
import java.time.Duration;
import java.util.Optional;

/**
 * Bounds of the fast sync.
 *
 * @param quorum so many peers must have finalized a block
 * @param checkpoint a block that is trusted whatever peers say
 * @param requests state requests under way at once
 * @param requestBytes most bytes asked for at once
 * @param leastBytes fewest bytes asked for at once, of a peer that is slow
 * @param blocks most blocks asked for at once
 * @param deepest most blocks between two peers' finalized blocks, or down to a checkpoint, that are
 *     looked at to see whether one descends from the other
 * @param showing so much time is spent on a peer's proof that one block descends from another
 * @param patience a request that takes longer is given to another peer, if there is one
 * @param quorumWait so long a node that has a chain already waits for a quorum
 * @param firstRetry wait before a peer that failed is asked again; doubles with each failure
 * @param lastRetry longest such wait
 */
record Settings(
    int quorum,
    Optional<Hash> checkpoint,
    int requests,
    int requestBytes,
    int leastBytes,
    int blocks,
    int deepest,
    Duration showing,
    Duration patience,
    Duration quorumWait,
    Duration firstRetry,
    Duration lastRetry) {

  /** What a node runs with. */
  static Settings of(FastConfig config) {
    return new Settings(
        config.quorum(),
        Optional.empty(),
        config.requests(),
        config.request__bytes(),
        Math.min(64 * 1024, config.request__bytes()),
        256,
        4096,
        Duration.ofSeconds(20),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMillis(250),
        Duration.ofSeconds(30));
  }

  /** The same with a block that is trusted, or none. */
  Settings trusting(Optional<Hash> block) {
    return new Settings(
        quorum,
        block,
        requests,
        requestBytes,
        leastBytes,
        blocks,
        deepest,
        showing,
        patience,
        quorumWait,
        firstRetry,
        lastRetry);
  }
}
