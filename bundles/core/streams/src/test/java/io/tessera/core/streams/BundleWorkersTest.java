package io.tessera.core.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  void whatIsToRunLaterRunsAfterItsPause() throws Exception {
    LinkedBlockingQueue<Integer> runs = new LinkedBlockingQueue<>();
    Future<?> later = workers.startLater("later", Duration.ofSeconds(4), () -> runs.add(1));
    assertEquals(Duration.ofSeconds(4), slept.take());
    assertEquals(0, runs.size());
    periods.release();
    later.get();
    assertEquals(1, runs.size());
    Future<?> never = workers.startLater("never", Duration.ofSeconds(4), () -> runs.add(2));
    slept.take();
    workers.close();
    never.get();
    assertEquals(1, runs.size());
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

  @Test
  void computesOnFewPlatformThreads() throws Exception {
    int callers = 50;
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      all.add(
          workers.start("asks", () -> threads.add(workers.compute(() -> Thread.currentThread()))));
    }
    for (Future<?> each : all) {
      each.get();
    }
    assertTrue(threads.stream().noneMatch(Thread::isVirtual), threads.toString());
    int few = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    assertTrue(threads.size() <= few && !threads.isEmpty(), threads.toString());
  }

  @Test
  void whatAComputationThrowsItsCallerGets() {
    IOException broken = new IOException("expected");
    assertSame(
        broken,
        assertThrows(
            IOException.class,
            () ->
                workers.compute(
                    () -> {
                      throw broken;
                    })));
    assertThrows(
        ArithmeticException.class,
        () -> workers.compute(() -> Math.addExact(Integer.MAX_VALUE, 1)));
  }

  @Test
  void closeEndsWhoWaitsForAComputation() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    int few = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    for (int i = 0; i < few; i++) {
      Future<?> unused = workers.start("long", () -> workers.compute(() -> hold(busy, over)));
    }
    busy.await();
    LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
    Thread waits =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    ends.add("computed " + workers.compute(() -> 1));
                  } catch (InterruptedException e) {
                    ends.add("interrupted");
                  }
                });
    while (waits.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    Thread close = Thread.ofVirtual().start(workers::close);
    assertEquals("interrupted", ends.take());
    over.countDown();
    close.join();
    assertThrows(IllegalStateException.class, () -> workers.compute(() -> 1));
  }

  private static boolean hold(CountDownLatch busy, CountDownLatch over) {
    busy.countDown();
    boolean ended = false;
    while (!ended) {
      ended = over.getCount() == 0;
      Thread.onSpinWait();
    }
    return ended;
  }
}
