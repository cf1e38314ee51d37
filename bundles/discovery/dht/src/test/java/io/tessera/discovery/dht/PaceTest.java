package io.tessera.discovery.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();

  @Test
  void lookupsThatFindNobodyBecomeRarer() {
    assertEquals(Duration.ofSeconds(1), pace.after(true, false));
    assertEquals(Duration.ofSeconds(2), pace.after(false, false));
    assertEquals(Duration.ofSeconds(4), pace.after(false, false));
    for (int i = 0; i < 10; i++) {
      pace.after(false, false);
    }
    assertEquals(Duration.ofMinutes(1), pace.after(false, false));
    assertEquals(Duration.ofSeconds(1), pace.after(true, false));
  }

  @Test
  void withEnoughPeersTheyAreRareAndALossOfPeersIsNoticed() {
    assertEquals(Duration.ofMinutes(5), pace.after(true, true));
    pace.hurry();
    assertEquals(Duration.ofSeconds(2), pace.after(false, false));
  }
}
