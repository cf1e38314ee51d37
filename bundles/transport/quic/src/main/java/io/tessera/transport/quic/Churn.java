package io.tessera.transport.quic;

import java.util.concurrent.TimeUnit;

/**
 * Counts the streams that a peer opens and resets before their first byte. Nobody above sees them,
 * and no quota or standing counts them, since an honest peer does the same: to keep a connection
 * alive, or when a cancelled request's bytes are lost. But as a habit it is work for nothing.
 * Confined to the event loop.
 */
final class Churn {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int perSecond;
  private long since;
  private int count;

  /**
   * Nothing counted yet.
   *
   * @param maxStreams streams that the peer may have open, and cancel, at once: twice as many in a
   *     second are too many
   */
  Churn(int maxStreams) {
    perSecond = 2 * maxStreams;
  }

  /** Counts one more; true when it is the one that is too many. */
  boolean tooMany(long nanoTime) {
    if (count == 0 || nanoTime - since >= SECOND) {
      since = nanoTime;
      count = 0;
    }
    count++;
    return count == perSecond + 1;
  }
}
