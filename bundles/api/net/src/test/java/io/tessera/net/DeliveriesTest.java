package io.tessera.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is on its way to whom at once, what is sent again, and when that has an end. */
class DeliveriesTest {
  private static final PeerId PEER = peer(1);
  private static final PeerId OTHER = peer(2);

  private final Threads threads = new Threads();
  private final Carrier carrier = new Carrier();
  private final Deliveries<String> deliveries = new Deliveries<>("test", 2, threads, carrier);

  private static PeerId peer(int number) {
    byte[] key = new byte[Ed25519Public.SIZE];
    key[0] = (byte) number;
    return new PeerId(Ed25519Public.wrap(key));
  }

  /** What was started runs when the test says so, and so does what is to wait. */
  private static final class Threads implements Workers {
    private final Deque<Task> started = new ArrayDeque<>();
    private final Deque<Task> waiting = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();

    @Override
    public Future<?> start(String name, Task task) {
      started.add(task);
      return new CompletableFuture<Void>();
    }

    @Override
    public Future<?> startLater(String name, Duration pause, Task task) {
      waiting.add(task);
      pauses.add(pause);
      return new CompletableFuture<Void>();
    }

    @Override
    public Future<?> repeat(String name, Duration period, Task task) {
      throw new AssertionError(name);
    }

    private void runAll() throws InterruptedException {
      while (!started.isEmpty()) {
        started.poll().run();
      }
    }

    /** All pauses are over, those that begin meanwhile are not. */
    private void pass() throws InterruptedException {
      List<Task> over = List.copyOf(waiting);
      waiting.clear();
      for (Task task : over) {
        task.run();
      }
      runAll();
    }
  }

  private static final class Carrier implements Deliveries.Carrier<String> {
    private final List<String> sent = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final Map<String, StreamException> faults = new HashMap<>();
    private boolean wanted = true;
    private int failed;

    @Override
    public void send(PeerId peer, String item) throws StreamException {
      sent.add(item);
      if (faults.containsKey(item)) {
        throw faults.get(item);
      }
    }

    @Override
    public boolean isWanted(PeerId peer, String item) {
      return wanted;
    }

    @Override
    public void failed(PeerId peer, String item, StreamException why) {
      failed++;
    }

    @Override
    public void ended(PeerId peer, String item, boolean taken) {
      ended.add(item + (taken ? " taken" : " given up"));
    }
  }

  private void refuse(String item, Fault with) {
    carrier.faults.put(item, StreamException.reset(with.code()));
  }

  @Test
  void fewAreOnTheirWayToAPeerAtOnceAndTheOthersFollowInOrder() throws Exception {
    List.of("a", "b", "c", "d").forEach(item -> deliveries.add(PEER, item));
    assertEquals(2, threads.started.size());
    deliveries.add(OTHER, "e");
    assertEquals(3, threads.started.size(), "a place of its own");
    threads.started.poll().run();
    assertEquals(3, threads.started.size(), "one has gone, one follows");
    threads.runAll();
    assertEquals(List.of("a", "b", "e", "c", "d"), carrier.sent);
    assertEquals(5, carrier.ended.size());
    assertEquals(List.of(), threads.pauses);
  }

  @Test
  void whatIsRefusedIsSentAgainAfterPausesThatDouble() throws Exception {
    refuse("a", Fault.REFUSED);
    deliveries.add(PEER, "a");
    threads.runAll();
    threads.pass();
    threads.pass();
    assertEquals(List.of("a", "a", "a"), carrier.sent);
    assertEquals(List.of(), carrier.ended);
    assertEquals(
        List.of(1, 2, 4),
        IntStream.of(1, 3, 5).mapToObj(i -> (int) threads.pauses.get(i).toSeconds()).toList());
    carrier.faults.clear();
    threads.pass();
    assertEquals(List.of("a taken"), carrier.ended);
    threads.pass();
    assertEquals(4, carrier.sent.size());
  }

  @Test
  void triesHaveAnEnd() throws Exception {
    for (Fault fault : List.of(Fault.REFUSED, Fault.UNAVAILABLE, Fault.INTERNAL, Fault.TIMEOUT)) {
      refuse(fault.name(), fault);
      deliveries.add(PEER, fault.name());
      threads.runAll();
      for (int i = 0; i < 2 * Deliveries.TRIES; i++) {
        threads.pass();
      }
      assertEquals(Deliveries.TRIES, carrier.sent.size());
      assertEquals(List.of(fault.name() + " given up"), carrier.ended);
      carrier.sent.clear();
      carrier.ended.clear();
    }
    assertEquals(4 * Deliveries.TRIES, carrier.failed);
  }

  @Test
  void whatThePeerFindsWrongIsNotSentAgain() throws Exception {
    for (Fault fault : List.of(Fault.MALFORMED, Fault.MISBEHAVED)) {
      refuse(fault.name(), fault);
      deliveries.add(PEER, fault.name());
    }
    for (Fault fault : List.of(Fault.DISCONNECTED, Fault.CANCELLED)) {
      carrier.faults.put(fault.name(), new StreamException(fault, "a test"));
      deliveries.add(PEER, fault.name());
    }
    threads.runAll();
    assertEquals(4, carrier.ended.size());
    assertEquals(List.of(), threads.pauses);
  }

  /** Whoever has no room for one thing has none for the next. */
  @Test
  void whoHasRefusedIsLeftAloneForASecond() throws Exception {
    refuse("a", Fault.REFUSED);
    refuse("b", Fault.REFUSED);
    List.of("a", "b", "c").forEach(item -> deliveries.add(PEER, item));
    threads.runAll();
    deliveries.add(PEER, "d");
    assertEquals(List.of("a", "b"), carrier.sent);
    assertEquals(0, threads.started.size());
    assertTrue(threads.pauses.contains(Duration.ofSeconds(1)));
    carrier.faults.clear();
    threads.pass();
    assertEquals(6, carrier.sent.size());
    assertEquals(4, carrier.ended.size());
  }

  @Test
  void whatIsOutdatedIsNotSentAgain() throws Exception {
    carrier.wanted = false;
    refuse("a", Fault.UNAVAILABLE);
    List.of("a", "b", "c").forEach(item -> deliveries.add(PEER, item));
    threads.runAll();
    threads.pass();
    assertEquals(List.of("a", "b"), carrier.sent, "what has not waited");
    assertEquals(List.of("b taken", "c given up", "a given up"), carrier.ended);
  }

  @Test
  void nothingIsSentToWhoHasGone() throws Exception {
    refuse("a", Fault.TIMEOUT);
    List.of("a", "b", "c").forEach(item -> deliveries.add(PEER, item));
    threads.started.poll().run();
    deliveries.drop(PEER);
    assertEquals(3, carrier.ended.size(), "each ends once");
    threads.runAll();
    threads.pass();
    assertEquals(List.of("a", "b"), carrier.sent, "one was on its way");
    assertEquals(3, carrier.ended.size());
    deliveries.add(PEER, "d"); // it is back
    threads.runAll();
    assertTrue(carrier.ended.contains("d taken"));
  }

  @Test
  void afterTheEndNothingIsSent() throws Exception {
    refuse("a", Fault.REFUSED);
    deliveries.add(PEER, "a");
    threads.runAll();
    deliveries.close();
    threads.pass();
    deliveries.add(PEER, "b");
    threads.runAll();
    assertEquals(List.of("a"), carrier.sent);
    assertEquals(List.of("b given up"), carrier.ended);
  }

  @Test
  void whatWaitsIsBounded() {
    for (int i = 0; i < Deliveries.MOST; i++) {
      deliveries.add(PEER, "a");
    }
    assertEquals(List.of(), carrier.ended);
    deliveries.add(PEER, "b");
    assertEquals(List.of("b given up"), carrier.ended);
    deliveries.add(OTHER, "c");
    assertEquals(1, carrier.ended.size());
    assertFalse(threads.started.isEmpty());
  }
}
