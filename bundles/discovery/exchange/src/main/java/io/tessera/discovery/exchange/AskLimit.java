package io.tessera.discovery.exchange;

import io.tessera.lib.codec.PeerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often a peer is answered: twice at once, since it may just have been restarted, then once in
 * an interval. Safe from any thread.
 */
final class AskLimit {
  /** Most peers that are remembered; above it nobody new is answered until some are forgotten. */
  static final int MOST_PEERS = 1024;

  private final long interval;
  private final LongSupplier nanoTime;

  /** When a peer has its two answers back; those who have are not remembered. */
  private final Map<PeerId, Long> full = new HashMap<>();

  AskLimit(Duration interval, LongSupplier nanoTime) {
    this.interval = interval.toNanos();
    this.nanoTime = nanoTime;
  }

  /** Whether the peer is to be answered now, which counts. */
  synchronized boolean admits(PeerId peer) {
    long now = nanoTime.getAsLong();
    if (full.size() >= MOST_PEERS) {
      full.values().removeIf(time -> time - now <= 0);
    }
    Long known = full.get(peer);
    if (known == null && full.size() >= MOST_PEERS) {
      return false;
    }
    long ahead = known == null ? 0 : Math.max(0, known - now);
    if (ahead > interval) {
      return false;
    }
    full.put(peer, now + ahead + interval);
    return true;
  }
}
