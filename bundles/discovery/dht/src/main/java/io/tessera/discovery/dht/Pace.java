package io.tessera.discovery.dht;

import java.time.Duration;

/**
 * When to look again: soon while lookups find somebody new and peers are wanted, at twice the last
 * pause when they do not, seldom when there are enough. Confined to one thread.
 */
final class Pace {
  /** The shortest pause between two lookups. */
  static final Duration SHORTEST = Duration.ofSeconds(1);

  /** The longest pause while more peers are wanted. */
  static final Duration LONGEST = Duration.ofMinutes(1);

  /** The pause when there are enough; the table would grow old without any lookups. */
  static final Duration IDLE = Duration.ofMinutes(5);

  private Duration pause = SHORTEST;

  /** The pause after a lookup. */
  Duration after(boolean foundSomebodyNew, boolean enough) {
    Duration doubled = pause.multipliedBy(2);
    pause = foundSomebodyNew ? SHORTEST : doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return enough ? IDLE : pause;
  }

  /** Something has changed: the next pause is short again. */
  void hurry() {
    pause = SHORTEST;
  }
}
