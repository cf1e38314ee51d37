package io.tessera.core.chain;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Time in slots since the beginning of the JAM Common Era, 2025-01-01 12:00 UTC (Gray Paper,
 * section "Time").
 *
 * @param source the wall clock
 * @param slotSeconds P: seconds in a slot
 */
record SlotClock(InstantSource source, int slotSeconds) {
  private static final Instant COMMON_ERA = Instant.parse("2025-01-01T12:00:00Z");

  /** The slot that has begun last; negative before the era. */
  long now() {
    return Math.floorDiv(
        source.instant().getEpochSecond() - COMMON_ERA.getEpochSecond(), slotSeconds);
  }
}
