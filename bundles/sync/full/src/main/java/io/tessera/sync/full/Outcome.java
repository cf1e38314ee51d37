package io.tessera.sync.full;

import io.tessera.chain.ImportResult.Rejection;
import io.tessera.net.StreamException;
import java.util.Optional;

/**
 * What came of a session with a peer.
 *
 * @param news how many blocks came that we did not have
 * @param bytesPerSecond how fast; 0 when too little came to tell
 * @param left whether we left the peer for being slow
 * @param failure why the download failed, if it did
 * @param rejection the block that the chain did not accept, if there was one
 */
record Outcome(
    int news,
    double bytesPerSecond,
    boolean left,
    Optional<StreamException> failure,
    Optional<Rejection> rejection) {}
