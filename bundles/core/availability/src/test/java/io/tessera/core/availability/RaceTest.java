package io.tessera.core.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.chain.SlotClock;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.PeerStanding;
import io.tessera.net.StreamException;
import io.tessera.testing.testkit.Background;
import io.tessera.testing.testkit.TestNode;
import io.tessera.testing.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is asked when, and until when. */
@Timeout(30)
class RaceTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final VirtualClock clock = new VirtualClock();
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final List<PeerId> liars = new CopyOnWriteArrayList<>();
  private final Race race = new Race(standing(), workers, new SlotClock(clock, clock.timer(), 6));
  private final BlockingQueue<Integer> asked = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> stopped = new LinkedBlockingQueue<>();
  private final Map<Integer, BlockingQueue<Object>> answers = new ConcurrentHashMap<>();

  @AfterEach
  void close() {
    workers.close();
  }

  private PeerStanding standing() {
    return new PeerStanding() {
      @Override
      public void misbehaved(PeerId peer, String reason) {
        liars.add(peer);
      }

      @Override
      public int of(PeerId peer) {
        return GOOD;
      }
    };
  }

  private List<Race.Call<String>> calls(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Race.Call<>(TestNode.id(i), () -> question(i)))
        .toList();
  }

  private String question(int peer) throws StreamException {
    asked.add(peer);
    try {
      Object answer = answersOf(peer).take();
      if (answer instanceof Fault fault) {
        throw new StreamException(fault, "a test");
      }
      return (String) answer;
    } catch (InterruptedException e) {
      stopped.add(peer);
      throw new StreamException(Fault.CANCELLED, "stopped", e);
    }
  }

  private BlockingQueue<Object> answersOf(int peer) {
    return answers.computeIfAbsent(peer, it -> new LinkedBlockingQueue<>());
  }

  private Future<Optional<String>> first(int count) {
    return Background.run(() -> race.first(calls(count), LIMIT));
  }

  private Future<List<String>> run(int count, int needed, int atOnce) {
    return Background.run(() -> race.run(calls(count), needed, atOnce, LIMIT));
  }

  @Test
  void whoAnswersInItsHeadStartIsTheOnlyOneAsked() throws Exception {
    Future<Optional<String>> first = first(3);
    assertEquals(0, asked.take());
    clock.advance(Race.HEAD_START.minusNanos(1));
    answersOf(0).add("zero");
    assertEquals(Optional.of("zero"), first.get());
    assertEquals(0, asked.size());
    assertEquals(0, clock.waiting(), "nothing is left behind");
  }

  @Test
  void afterItsHeadStartAnotherOneIsAskedAndTheFirstAnswerCounts() throws Exception {
    Future<Optional<String>> first = first(3);
    assertEquals(0, asked.take());
    clock.advance(Race.HEAD_START);
    assertEquals(1, asked.take());
    answersOf(0).add("zero"); // late, but the first all the same
    assertEquals(Optional.of("zero"), first.get());
    assertEquals(1, stopped.take(), "it is not needed any more");
    assertEquals(0, asked.size());
  }

  @Test
  void whoFailsIsReplacedAtOnceAndWhoLiesIsReported() throws Exception {
    Future<Optional<String>> first = first(3);
    answersOf(0).add(Fault.UNAVAILABLE);
    answersOf(1).add(Fault.MISBEHAVED);
    answersOf(2).add("two");
    assertEquals(Optional.of("two"), first.get());
    assertEquals(List.of(TestNode.id(1)), liars);
  }

  /** Of one that failed no head start is left: the next one has a whole one. */
  @Test
  void eachHasItsOwnHeadStart() throws Exception {
    Future<Optional<String>> first = first(3);
    assertEquals(0, asked.take());
    clock.advance(Race.HEAD_START.minusNanos(1));
    answersOf(0).add(Fault.UNAVAILABLE);
    assertEquals(1, asked.take());
    clock.advance(Race.HEAD_START.minusNanos(1));
    answersOf(1).add("one");
    assertEquals(Optional.of("one"), first.get());
    assertEquals(0, asked.size());
  }

  @Test
  void whenAllHaveFailedThereIsNoAnswer() throws Exception {
    Future<Optional<String>> first = first(2);
    answersOf(0).add(Fault.TIMEOUT);
    answersOf(1).add(Fault.TIMEOUT);
    assertEquals(Optional.empty(), first.get());
    assertEquals(Optional.empty(), first(0).get());
  }

  @Test
  void whenTheTimeIsOverNobodyIsWaitedFor() throws Exception {
    Future<List<String>> run = run(3, 3, 2);
    assertEquals(1, asked.take() + asked.take());
    answersOf(1).add("one");
    assertEquals(2, asked.take());
    clock.advance(LIMIT);
    assertEquals(List.of("one"), run.get());
    assertEquals(2, stopped.take() + stopped.take(), "zero and two");
  }

  @Test
  void noMoreThanSomeAreInTheirHeadStart() throws Exception {
    Future<List<String>> run = run(6, 2, 2);
    assertEquals(1, asked.take() + asked.take());
    assertEquals(0, asked.size());
    clock.advance(Race.HEAD_START);
    assertEquals(5, asked.take() + asked.take());
    answersOf(3).add("three");
    assertEquals(4, asked.take());
    answersOf(0).add("zero");
    assertEquals(List.of("three", "zero"), run.get());
  }
}
