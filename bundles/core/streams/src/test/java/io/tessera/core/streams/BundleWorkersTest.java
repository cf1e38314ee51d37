package io.tessera.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BundleWorkersTest {
  private final Semaphore periods = new Semaphore(0);
  private final LinkedBlockingQueue<Duration> slept = new LinkedBlockingQueue<>();
  private final BundleWorkers workers =
      new BundleWorkers("test", this::sleep, Duration.ofSeconds(5));

  private void sleep(Duration time) throws InterruptedException {
    slept.add(time);
    periods.acquire();
  }

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void runsOnAVirtualThreadWithTheOwnersName() throws Exception {
    LinkedBlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    Future<?> done = workers.start("work", () -> threads.add(Thread.currentThread()));
    done.get();
    Thread thread = threads.take();
    assertTrue(thread.isVirtual());
    assertEquals("test work", thread.getName());
  }

  @Test
  void repeatsAPeriodAfterTheEndAlsoWhenOneRunFailed() throws Exception {
    LinkedBlockingQueue<Integer> runs = new LinkedBlockingQueue<>();
    Future<?> repeating =
        workers.repeat(
            "again",
            Duration.ofSeconds(3),
            () -> {
              runs.add(1);
              throw new IllegalStateException("expected in the log of this test");
            });
    for (int i = 0; i < 3; i++) {
      runs.take();
      assertEquals(Duration.ofSeconds(3), slept.take());
      periods.release();
    }
    repeating.cancel(true);
    assertTrue(repeating.isCancelled());
  }

  @Test
  void closeInterruptsAndJoins() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Future<?> waiting =
        workers.start(
            "waits",
            () -> {
              started.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
            });
    started.await();
    workers.close();
    assertEquals(0, interrupted.getCount());
    assertTrue(waiting.isDone());
    assertThrows(IllegalStateException.class, () -> workers.start("late", () -> {}));
  }
}
