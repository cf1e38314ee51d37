package io.tessera.core.sync;

import io.tessera.chain.SlotClock;
import io.tessera.lib.codec.ProtocolParameters;
import java.time.Clock;

/** Which slots can have begun by now (Gray Paper, section "Time"). */
final class PossibleSlots {
  /** Clocks differ: so many slots ahead of ours may be right. */
  private static final long TOLERANCE = 10;

  private final Clock clock;
  private final int slotSeconds;

  PossibleSlots(Clock clock, ProtocolParameters parameters) {
    this.clock = clock;
    slotSeconds = parameters.slotSeconds();
  }

  /** Whether a block of that slot can exist, as far as our clock can tell. */
  boolean mayExist(long slot) {
    return slot <= SlotClock.slotAt(clock.instant(), slotSeconds) + TOLERANCE;
  }
}
