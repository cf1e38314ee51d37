package io.tessera.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodeTest {
  /** What the plugins' folders take of it, the framework does not get: the service unit counts. */
  @Test
  void allThatStopsSharesOneDeadline() {
    assertEquals(4500, Node.millisLeft(0));
    assertEquals(3500, Node.millisLeft(Duration.ofSeconds(1).toNanos()));
    assertEquals(1, Node.millisLeft(Duration.ofSeconds(9).toNanos()), "0 would be for ever");
  }
}
