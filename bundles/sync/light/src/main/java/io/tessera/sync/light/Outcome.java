package io.tessera.sync.light;

import io.tessera.net.StreamException;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What came of asking a peer.
 *
 * @param news how many blocks came that were needed and are right
 * @param failure what went wrong, if anything did: MISBEHAVED and MALFORMED are the peer's doing,
 *     UNAVAILABLE and CANCELLED ours
 */
record Outcome(int news, Optional<StreamException> failure) {

  /** Something that is done with a peer. */
  @FunctionalInterface
  interface Work {
    /** Asks until there is no more to get. */
    void run() throws StreamException;
  }

  /** Does it; {@code news} is asked afterwards. */
  static Outcome of(Work work, IntSupplier news) {
    try {
      work.run();
      return new Outcome(news.getAsInt(), Optional.empty());
    } catch (StreamException failure) {
      return new Outcome(news.getAsInt(), Optional.of(failure));
    }
  }
}
