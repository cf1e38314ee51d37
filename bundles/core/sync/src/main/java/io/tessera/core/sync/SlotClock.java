package io.tessera.core.sync;

import io.tessera.lib.codec.ProtocolParameters;
import java.time.Clock;
import java.time.Instant;

/** Which slots can have begun by now (Gray Paper, section "Time"). */
final class SlotClock {
  /** The beginning of slot 0. */
  private static final Instant COMMON_ERA = Instant.parse("2025-01-01T12:00:00Z");

  /** Clocks differ: so many slots ahead of ours may be right. */
  private static final long TOLERANCE = 10;

  private final Clock clock;
  private final int slotSeconds;

  SlotClock(Clock clock, ProtocolParameters parameters) {
    this.clock = clock;
    slotSeconds = parameters.slotSeconds();
  }

  /** Whether a block of that slot can exist, as far as our clock can tell. */
  boolean mayExist(long slot) {
    long seconds = clock.instant().getEpochSecond() - COMMON_ERA.getEpochSecond();
    return slot <= seconds / slotSeconds + TOLERANCE;
  }
}
