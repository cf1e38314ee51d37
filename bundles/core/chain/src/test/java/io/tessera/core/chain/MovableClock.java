package io.tessera.core.chain;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is set to the beginning of a slot of six seconds. */
final class MovableClock implements InstantSource {
  private volatile Instant now;

  MovableClock(long slot) {
    set(slot);
  }

  void set(long slot) {
    now = Instant.parse("2025-01-01T12:00:00Z").plusSeconds(6 * slot);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
