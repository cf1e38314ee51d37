package io.tessera.core.author;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Slots by the wall clock: they count from the beginning of the JAM Common Era, 2025-01-01 12:00
 * UTC (Gray Paper, section "Time").
 *
 * @param source the wall clock
 * @param slotSeconds P: seconds in a slot
 */
record SlotTime(InstantSource source, int slotSeconds) {
  private static final Instant COMMON_ERA = Instant.parse("2025-01-01T12:00:00Z");

  /** The slot that has begun last; negative before the era. */
  long now() {
    return Math.floorDiv(
        source.instant().getEpochSecond() - COMMON_ERA.getEpochSecond(), slotSeconds);
  }

  /** How long it is until a slot begins; zero when it has begun. */
  Duration until(long slot) {
    Duration left = Duration.between(source.instant(), COMMON_ERA.plusSeconds(slot * slotSeconds));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
