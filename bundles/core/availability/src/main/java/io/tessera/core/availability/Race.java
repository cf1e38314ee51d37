package io.tessera.core.availability;

import io.tessera.chain.SlotClock;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.PeerStanding;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks peers until enough of them have answered: some at a time in the order given, another one in
 * the place of each that fails, and one more beside each that has not answered within its head
 * start. A stream waits for each piece anew, so who sends a little now and then could hold others
 * up for hours; here that costs the head start, and all together take no longer than the limit.
 * Safe from any thread.
 */
final class Race {
  private static final Logger LOG = LoggerFactory.getLogger(Race.class);

  /** So long a peer is waited for before one more is asked. */
  static final Duration HEAD_START = Duration.ofSeconds(2);

  private final PeerStanding standing;
  private final Workers workers;
  private final SlotClock time;

  Race(PeerStanding standing, Workers workers, SlotClock time) {
    this.standing = standing;
    this.workers = workers;
    this.time = time;
  }

  /** Asks one peer, and returns only what is proved; interrupted when it is not needed any more. */
  @FunctionalInterface
  interface Question<T> {
    /** The peer's answer. */
    T ask() throws StreamException;
  }

  /** What to ask whom. */
  record Call<T>(PeerId peer, Question<T> question) {}

  /** The first answer, if there is one within the limit. */
  <T> Optional<T> first(List<Call<T>> calls, Duration limit) throws InterruptedException {
    return run(calls, 1, 1, limit).stream().findFirst();
  }

  /**
   * The first answers; fewer than needed when all others have failed or the time is over. Whoever
   * is still asked then is asked no longer.
   *
   * @param atOnce how many are in their head start at most
   */
  <T> List<T> run(List<Call<T>> calls, int needed, int atOnce, Duration limit)
      throws InterruptedException {
    return new Run<>(calls, needed, atOnce).answers(limit);
  }

  /** Confined to the thread that waits for the answers: the others tell it what has happened. */
  private final class Run<T> {
    private final BlockingQueue<Runnable> news = new LinkedBlockingQueue<>();
    private final List<T> answers = new ArrayList<>();
    private final List<Future<?>> threads = new ArrayList<>();
    private final List<Future<?>> timers = new ArrayList<>();
    private final Deque<Call<T>> left;
    private final int needed;
    private final int atOnce;
    private int asked;
    private int inHeadStart;
    private boolean over;

    /** One that is asked. */
    private final class Turn {
      private boolean headStart = true;

      void endHeadStart() {
        inHeadStart -= headStart ? 1 : 0;
        headStart = false;
      }

      void end() {
        endHeadStart();
        asked--;
      }
    }

    Run(List<Call<T>> calls, int needed, int atOnce) {
      left = new ArrayDeque<>(calls);
      this.needed = needed;
      this.atOnce = atOnce;
    }

    List<T> answers(Duration limit) throws InterruptedException {
      try {
        tellAfter(limit, () -> over = true);
        while (!over && answers.size() < needed && (asked > 0 || !left.isEmpty())) {
          while (inHeadStart < atOnce && !left.isEmpty()) {
            begin(left.poll());
          }
          news.take().run();
        }
        return List.copyOf(answers);
      } finally {
        timers.forEach(it -> it.cancel(false));
        threads.forEach(it -> it.cancel(true));
      }
    }

    private void tellAfter(Duration wait, Runnable what) {
      timers.add(time.at(time.instant().plus(wait), () -> news.add(what)));
    }

    private void begin(Call<T> call) {
      Turn turn = new Turn();
      asked++;
      inHeadStart++;
      tellAfter(HEAD_START, turn::endHeadStart);
      threads.add(workers.start("asks " + call.peer.shortName(), () -> ask(call, turn)));
    }

    private void ask(Call<T> call, Turn turn) {
      try {
        T answer = call.question.ask();
        news.add(() -> answers.add(answer));
      } catch (StreamException e) {
        LOG.debug("No answer from {}", call.peer.shortName(), e);
        if (e.fault() == Fault.MISBEHAVED) {
          standing.misbehaved(call.peer, e.getMessage());
        }
      } finally {
        news.add(turn::end);
      }
    }
  }
}
