package io.tessera.testing.testkit;

import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Calls that wait for the test to play the other side. */
public final class Background {
  private Background() {}

  /** Begins a call on a virtual thread. */
  public static <T> Future<T> run(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofVirtual().name("background").start(task);
    return task;
  }

  /** The fault that a call ends with, which it waits for; an error when it ends otherwise. */
  public static Fault faultOf(Future<?> call) throws InterruptedException {
    try {
      throw new AssertionError("no fault, but " + call.get().getClass());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StreamException failure) {
        return failure.fault();
      }
      throw new AssertionError("no fault", e.getCause());
    }
  }

  /** One message as hexadecimal digits: its size as four bytes, little-endian, then the content. */
  public static String message(String... parts) {
    String content = String.join("", parts).replaceAll("\\s", "");
    return "%08x".formatted(Integer.reverseBytes(content.length() / 2)) + content;
  }
}
