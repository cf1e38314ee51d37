package io.tessera.core.streams;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private static final Runnable FAILS =
      () -> {
        throw new OutOfMemoryError("unable to start a thread (a test)");
      };

  @Test
  void aWakeUpThatFailsHoldsNoOtherUp() throws Exception {
    CountDownLatch others = new CountDownLatch(4);
    try (Dispatcher dispatcher = new Dispatcher()) {
      dispatcher.dispatch(List.of(FAILS));
      dispatcher.dispatch(List.of(others::countDown, FAILS, others::countDown));
      dispatcher.dispatch(List.of(others::countDown, others::countDown));
      assertTrue(others.await(10, TimeUnit.SECONDS));
    }
  }
}
