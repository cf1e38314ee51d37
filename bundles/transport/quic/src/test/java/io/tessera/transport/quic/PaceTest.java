package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration PERIOD = Duration.ofMillis(50);

  private final EmbeddedChannel loop = new EmbeddedChannel();
  private final AtomicInteger runs = new AtomicInteger();
  private long now = -7;
  private final Pace pace = new Pace(loop.eventLoop(), () -> now, PERIOD, runs::incrementAndGet);

  private void pass(Duration time) {
    now += time.toNanos();
    loop.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    loop.runScheduledPendingTasks();
  }

  @Test
  void whatWasNotDoneLatelyIsDoneAtOnce() {
    loop.freezeTime();
    pace.ask();
    assertEquals(1, runs.get());
    pass(PERIOD);
    assertEquals(1, runs.get(), "nobody asks");
    pace.ask();
    assertEquals(2, runs.get());
  }

  @Test
  void whatIsAskedForTooOftenIsDoneOnceWhenItsTimeHasCome() {
    loop.freezeTime();
    for (int i = 0; i < 1000; i++) {
      pace.ask();
    }
    assertEquals(1, runs.get());
    pass(PERIOD.minusNanos(1));
    pace.ask();
    assertEquals(1, runs.get());
    pass(Duration.ofNanos(1));
    assertEquals(2, runs.get(), "also when nothing else happens");
    pass(PERIOD.multipliedBy(10));
    assertEquals(2, runs.get());
  }
}
