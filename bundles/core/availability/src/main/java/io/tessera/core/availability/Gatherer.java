package io.tessera.core.availability;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.net.Fault;
import io.tessera.net.PeerStanding;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks assurers for shards until R have given one: several at a time, in random order, so that they
 * are asked alike, and another one in the place of each that fails. Safe from any thread.
 */
final class Gatherer {
  private static final Logger LOG = LoggerFactory.getLogger(Gatherer.class);

  /** Assurers asked at a time at most. */
  private static final int AT_ONCE = 32;

  private final ErasureCode code;
  private final PeerId self;
  private final PeerStanding standing;
  private final Workers workers;
  private final RandomGenerator random;

  Gatherer(
      ErasureCode code,
      PeerId self,
      PeerStanding standing,
      Workers workers,
      RandomGenerator random) {
    this.code = code;
    this.self = self;
    this.standing = standing;
    this.workers = workers;
    this.random = random;
  }

  /** Asks one assurer. */
  @FunctionalInterface
  interface Ask<T> {
    /** What it has of a shard index. */
    T of(PeerId assurer, int shard) throws StreamException;
  }

  /**
   * What R assurers gave, by shard index.
   *
   * @param have what need not be asked for
   * @throws StreamException UNAVAILABLE when fewer have answered
   */
  <T> Map<Integer, T> gather(int core, List<PeerId> assurers, Map<Integer, T> have, Ask<T> ask)
      throws StreamException, InterruptedException {
    Run<T> run = new Run<>(code.threshold(), have, candidates(core, assurers, have), ask);
    int missing = code.threshold() - have.size();
    int atOnce = Math.min(AT_ONCE, missing + Math.max(2, missing / 8));
    List<Future<?>> started = new ArrayList<>();
    try {
      for (int i = 0; i < atOnce && missing > 0; i++) {
        run.begin();
        started.add(workers.start("shards", run::work));
      }
      run.await();
    } finally {
      started.forEach(it -> it.cancel(true));
    }
    return run.result();
  }

  private Deque<Candidate> candidates(int core, List<PeerId> assurers, Map<Integer, ?> have) {
    List<Candidate> all = new ArrayList<>();
    for (int validator = 0; validator < code.validators(); validator++) {
      int shard = code.shardOf(core, validator);
      PeerId assurer = assurers.get(validator);
      if (!have.containsKey(shard) && !assurer.equals(self)) {
        all.add(new Candidate(assurer, shard));
      }
    }
    for (int i = all.size() - 1; i > 0; i--) {
      Collections.swap(all, i, random.nextInt(i + 1));
    }
    return new ArrayDeque<>(all);
  }

  private record Candidate(PeerId assurer, int shard) {}

  private final class Run<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int needed;
    private final Map<Integer, T> found;
    private final Deque<Candidate> left;
    private final Ask<T> ask;
    private int working;

    Run(int needed, Map<Integer, T> have, Deque<Candidate> left, Ask<T> ask) {
      this.needed = needed;
      found = new HashMap<>(have);
      this.left = left;
      this.ask = ask;
    }

    void begin() {
      lock.lock();
      try {
        working++;
      } finally {
        lock.unlock();
      }
    }

    void work() {
      try {
        for (Candidate next = next(); next != null; next = next()) {
          ask(next);
        }
      } finally {
        end();
      }
    }

    private void end() {
      lock.lock();
      try {
        working--;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private Candidate next() {
      lock.lock();
      try {
        boolean over = found.size() >= needed || Thread.currentThread().isInterrupted();
        return over ? null : left.poll();
      } finally {
        lock.unlock();
      }
    }

    private void ask(Candidate candidate) {
      try {
        T shard = ask.of(candidate.assurer, candidate.shard);
        lock.lock();
        try {
          if (found.size() < needed) {
            found.put(candidate.shard, shard);
            changed.signalAll();
          }
        } finally {
          lock.unlock();
        }
      } catch (StreamException e) {
        LOG.debug("No shard {} from {}", candidate.shard, candidate.assurer.shortName(), e);
        if (e.fault() == Fault.MISBEHAVED) {
          standing.misbehaved(candidate.assurer, e.getMessage());
        }
      }
    }

    void await() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (found.size() < needed && working > 0) {
          changed.await();
        }
      } finally {
        lock.unlock();
      }
    }

    Map<Integer, T> result() throws StreamException {
      lock.lock();
      try {
        if (found.size() < needed) {
          throw new StreamException(
              Fault.UNAVAILABLE, found.size() + " assurers gave a shard, of " + needed);
        }
        return Map.copyOf(found);
      } finally {
        lock.unlock();
      }
    }
  }
}
