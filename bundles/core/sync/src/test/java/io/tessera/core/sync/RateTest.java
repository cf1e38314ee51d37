package io.tessera.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.testing.testkit.VirtualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {
  private final VirtualClock clock = new VirtualClock();
  private final Rate rate = new Rate(clock::nanoTime);

  @Test
  void countsOverTheLastTenSeconds() {
    for (int second = 0; second < 30; second++) {
      rate.add(second < 20 ? 1_000 : 200);
      clock.advance(Duration.ofSeconds(1));
    }
    assertEquals(200, rate.perSecond(), 1);
    assertEquals(22_000, rate.total());
  }

  @Test
  void isZeroWhenNothingHappens() {
    rate.add(500);
    clock.advance(Duration.ofSeconds(11));
    assertEquals(0, rate.perSecond());
  }

  @Test
  void doesNotBlowUpInTheFirstMoment() {
    rate.add(100);
    assertEquals(400, rate.perSecond());
  }
}
