package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private final AtomicLong now = new AtomicLong();
  private final Repeats repeats = new Repeats(now::get);

  @Test
  void theSameLineIsNewsOnceAMinute() {
    assertTrue(repeats.isNews("a"));
    assertTrue(repeats.isNews("b"));
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    assertFalse(repeats.isNews("a"));
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertTrue(repeats.isNews("a"));
    assertFalse(repeats.isNews("a"));
  }

  @Test
  void holdsAHundredLines() {
    assertTrue(repeats.isNews("first"));
    for (int i = 0; i < 100; i++) {
      assertTrue(repeats.isNews("line " + i));
    }
    assertTrue(repeats.isNews("first"), "forgotten by then");
  }
}
