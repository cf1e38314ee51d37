package io.tessera.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockFetcher;
import io.tessera.chain.BlockRequest;
import io.tessera.chain.BlockRequest.Direction;
import io.tessera.lib.codec.Hash;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.TestNode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FetcherFacadeTest {
  private static final BlockRequest REQUEST = new BlockRequest(Hash.ZERO, Direction.ASCENDING, 1);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(20);

  private static int fetch(BlockFetcher fetcher) throws StreamException {
    return fetcher.fetch(TestNode.id(1), REQUEST, block -> {});
  }

  private static FutureTask<Integer> start(BlockFetcher fetcher) {
    FutureTask<Integer> task = new FutureTask<>(() -> fetch(fetcher));
    Thread.ofVirtual().start(task);
    return task;
  }

  private static StreamException failure(FutureTask<Integer> task) {
    return (StreamException) assertThrows(ExecutionException.class, task::get).getCause();
  }

  @Test
  void aRequestWaitsForAFetcher() throws Exception {
    FetcherFacade facade = new FetcherFacade(LONG, LONG);
    FutureTask<Integer> task = start(facade);
    facade.bindFetcher((peer, request, sink) -> 5);
    assertEquals(5, task.get());
  }

  @Test
  void butNotForEver() {
    FetcherFacade facade = new FetcherFacade(SHORT, SHORT);
    assertEquals(
        Fault.UNAVAILABLE, assertThrows(StreamException.class, () -> fetch(facade)).fault());
  }

  @Test
  void thePeersFaultRemainsOne() {
    FetcherFacade facade = new FetcherFacade(LONG, LONG);
    StreamException fault = new StreamException(Fault.MISBEHAVED, "more than asked");
    facade.bindFetcher(
        (peer, request, sink) -> {
          throw fault;
        });
    assertSame(fault, assertThrows(StreamException.class, () -> fetch(facade)));
  }

  @Test
  void aRequestUnderWayMayEndWhenItsFetcherGoes() throws Exception {
    FetcherFacade facade = new FetcherFacade(LONG, LONG);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch may = new CountDownLatch(1);
    BlockFetcher old =
        (peer, request, sink) -> {
          begun.countDown();
          await(may);
          return 1;
        };
    facade.bindFetcher(old);
    FutureTask<Integer> task = start(facade);
    begun.await();
    Thread unbind = Thread.ofVirtual().start(() -> facade.unbindFetcher(old));
    FutureTask<Integer> next = start(facade);
    facade.bindFetcher((peer, request, sink) -> 2);
    assertEquals(2, next.get());
    assertTrue(unbind.isAlive());
    may.countDown();
    assertEquals(1, task.get());
    unbind.join();
  }

  @Test
  void aRequestThatDoesNotEndIsInterruptedAndItsCallerIsNot() throws Exception {
    FetcherFacade facade = new FetcherFacade(LONG, SHORT);
    CountDownLatch begun = new CountDownLatch(1);
    BlockFetcher old =
        (peer, request, sink) -> {
          begun.countDown();
          await(new CountDownLatch(1));
          return 0;
        };
    facade.bindFetcher(old);
    AtomicBoolean interrupted = new AtomicBoolean();
    FutureTask<Integer> task =
        new FutureTask<>(
            () -> {
              try {
                return fetch(facade);
              } finally {
                interrupted.set(Thread.currentThread().isInterrupted());
              }
            });
    Thread.ofVirtual().start(task);
    begun.await();
    facade.unbindFetcher(old);
    assertEquals(Fault.UNAVAILABLE, failure(task).fault());
    assertFalse(interrupted.get());
  }

  @Test
  void aCallerThatGivesUpWhileThereIsNoFetcherBlamesNobody() throws Exception {
    FetcherFacade facade = new FetcherFacade(LONG, SHORT);
    FutureTask<Integer> task = new FutureTask<>(() -> fetch(facade));
    Thread caller = Thread.ofVirtual().start(task);
    caller.interrupt();
    assertEquals(Fault.UNAVAILABLE, failure(task).fault());
  }

  private static void await(CountDownLatch latch) throws StreamException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "interrupted", e);
    }
  }
}
