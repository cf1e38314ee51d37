package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SingleThreadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void whatWasPostedRunsInOrderAndTheLastTaskLast() {
    SingleThread thread = new SingleThread("test-order");
    List<Integer> seen = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      assertTrue(thread.execute(() -> seen.add(number)));
      if (number == 49) {
        assertEquals(List.of(), seen, "not before the start");
        thread.start();
      }
    }
    thread.schedule(Duration.ofHours(1), () -> seen.add(-1));
    thread.stop(() -> seen.add(100), PATIENCE);
    assertEquals(101, seen.size());
    assertEquals(seen.stream().sorted().toList(), seen);
    assertFalse(thread.execute(() -> seen.add(-2)));
    thread.schedule(Duration.ZERO, () -> seen.add(-3));
  }

  @Test
  void aFailedTaskDoesNotEndTheThread() throws InterruptedException {
    SingleThread thread = new SingleThread("test-failure");
    thread.start();
    CountDownLatch timer = new CountDownLatch(1);
    thread.execute(
        () -> {
          throw new IllegalStateException("expected by the test");
        });
    thread.schedule(Duration.ofMillis(1), timer::countDown);
    assertTrue(timer.await(10, TimeUnit.SECONDS));
    thread.stop(() -> {}, PATIENCE);
  }
}
