package io.tessera.core.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.SlotClock;
import io.tessera.testing.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two seconds before each slot of six. */
class AssuranceTimesTest {
  private final VirtualClock clock = new VirtualClock();
  private final SlotClock time = new SlotClock(clock, clock.timer(), 6);
  private final List<String> said = new ArrayList<>();
  private final AssuranceTimes times =
      new AssuranceTimes(
          time,
          slot -> said.add(slot + " in " + Duration.between(time.instant(), time.start(slot))));

  @Test
  void twoSecondsBeforeEachSlot() {
    times.start();
    clock.advance(Duration.ofMillis(3_999));
    assertEquals(List.of(), said);
    clock.advance(Duration.ofMillis(1));
    assertEquals(List.of("1 in PT2S"), said);
    clock.advance(Duration.ofSeconds(12));
    assertEquals(List.of("1 in PT2S", "2 in PT2S", "3 in PT2S"), said);
  }

  @Test
  void aSlotWhoseTimeHasPassedIsLeftOut() {
    clock.advance(Duration.ofSeconds(4));
    times.start();
    clock.advance(Duration.ofSeconds(6));
    assertEquals(List.of("2 in PT2S"), said);
  }

  @Test
  void beforeTheEraItWaitsForSlotZero() {
    VirtualClock early = new VirtualClock(SlotClock.COMMON_ERA.minusSeconds(100));
    List<Long> slots = new ArrayList<>();
    new AssuranceTimes(new SlotClock(early, early.timer(), 6), slots::add).start();
    early.advance(Duration.ofSeconds(97));
    assertEquals(List.of(), slots);
    early.advance(Duration.ofSeconds(7));
    assertEquals(List.of(0L, 1L), slots);
  }

  @Test
  void itEnds() {
    times.start();
    times.close();
    clock.advance(Duration.ofSeconds(60));
    assertEquals(List.of(), said);
    assertEquals(0, clock.waiting());
  }
}
