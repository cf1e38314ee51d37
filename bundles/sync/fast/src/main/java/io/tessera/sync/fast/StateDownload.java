package io.tessera.sync.fast;

import io.tessera.chain.KeyRange;
import io.tessera.chain.PartialState;
import io.tessera.chain.PartialState.Target;
import io.tessera.chain.ProvedItems;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.StateRequest;
import io.tessera.chain.SyncContext;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.merkle.StateRange;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches what is open of a state, in ranges that several threads ask several peers for. The thread
 * that runs the download watches; what comes was proved by the fetcher and is kept at once.
 */
final class StateDownload {
  private static final Logger LOG = LoggerFactory.getLogger(StateDownload.class);

  /** How often to look after peers when nothing comes. */
  private static final Duration TICK = Duration.ofMillis(20);

  /** Progress is told in thousandths of all keys: how much a state is, nobody knows before. */
  private static final int ALL_KEYS = 1000;

  private final SyncContext context;
  private final StateFetcher fetcher;
  private final PartialState partial;
  private final Target target;
  private final Sources sources;
  private final Workers workers;
  private final Settings settings;
  private final LongSupplier nanoTime;
  private final Meter meter;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<KeyRange> open = new ArrayDeque<>();
  private final Set<RangeTask> running = new HashSet<>();
  private boolean closed;
  private boolean proved;
  private RuntimeException bug;

  StateDownload(
      SyncContext context,
      StateFetcher fetcher,
      PartialState partial,
      Target target,
      Sources sources,
      Workers workers,
      Settings settings,
      LongSupplier nanoTime) {
    this.context = context;
    this.fetcher = fetcher;
    this.partial = partial;
    this.target = target;
    this.sources = sources;
    this.workers = workers;
    this.settings = settings;
    this.nanoTime = nanoTime;
    meter = new Meter(target, nanoTime);
  }

  /**
   * Returns when nothing is open any more.
   *
   * @throws TargetLostException when no peer has the state, or none has one with this root
   */
  void run() throws InterruptedException, TargetLostException {
    open.addAll(workers.compute(partial::open));
    List<Future<?>> threads = new ArrayList<>();
    try {
      for (int i = 0; i < settings.requests(); i++) {
        threads.add(workers.start("sync-fast state " + i, this::work));
      }
      watch();
    } finally {
      stop(threads);
    }
    context.progress("state", ALL_KEYS, ALL_KEYS);
    meter.done();
  }

  // ---- the thread that watches

  private void watch() throws InterruptedException, TargetLostException {
    lock.lockInterruptibly();
    try {
      while (!(open.isEmpty() && running.isEmpty())) {
        if (bug != null) {
          throw bug;
        }
        if (running.isEmpty() && sources.nobodyHas(target.parent())) {
          throw new TargetLostException(!proved && sources.isAnyAccused(), "no peer has it");
        }
        leaveStalled();
        changed.awaitNanos(TICK.toNanos());
      }
    } finally {
      closed = true;
      lock.unlock();
    }
  }

  /** Peers that take too long are left, when another one can be asked instead. */
  private void leaveStalled() {
    long now = nanoTime.getAsLong();
    for (RangeTask task : running) {
      if (task.isWaiting()
          && now - task.since > settings.patience().toNanos()
          && sources.hasOther(task.peer, target.parent())) {
        task.leave();
      }
    }
  }

  private void stop(List<Future<?>> threads) throws InterruptedException {
    lock.lock();
    try {
      closed = true;
      running.stream().filter(RangeTask::isWaiting).forEach(RangeTask::leave);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    for (Future<?> thread : threads) {
      try {
        thread.get(2, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        LOG.trace("It has been logged", e);
      } catch (TimeoutException e) {
        LOG.debug("A request has not ended", e);
      }
    }
  }

  // ---- the threads that fetch

  private void work() throws InterruptedException {
    try {
      for (RangeTask task = next(); task != null; task = next()) {
        fetch(task);
      }
    } catch (InterruptedException e) {
      failed(new IllegalStateException("the bundle is stopping", e));
      throw e;
    } catch (RuntimeException e) {
      failed(e);
      throw e;
    }
  }

  private void failed(RuntimeException e) {
    lock.lock();
    try {
      bug = e;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a range and a peer to ask; null when nothing is left to do. */
  private RangeTask next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        Optional<PeerId> peer = open.isEmpty() ? Optional.empty() : sources.take(target.parent());
        if (peer.isPresent()) {
          RangeTask task =
              new RangeTask(
                  open.removeFirst(), peer.get(), sources.bytes(peer.get()), nanoTime.getAsLong());
          running.add(task);
          return task;
        }
        changed.awaitNanos(TICK.toNanos());
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void fetch(RangeTask task) throws InterruptedException {
    KeyRange range = task.range;
    StateRequest request =
        new StateRequest(target.parent(), range.start(), range.end(), task.bytes);
    ProvedItems got;
    try {
      got = fetcher.fetch(task.peer, request, target.root());
    } catch (StreamException e) {
      giveBack(task, e);
      return;
    }
    List<KeyRange> left = arrived(task, got);
    Hash block = target.block().hash();
    if (!workers.compute(() -> partial.put(block, range, got.items(), left))) {
      throw new IllegalStateException("somebody else has changed what is open");
    }
    kept(task, left);
  }

  /** The answer is proved; says what is left of the range, in pieces when there is little to do. */
  private List<KeyRange> arrived(RangeTask task, ProvedItems got) {
    long bytes = got.items().stream().mapToLong(StateRange::encodedSize).sum();
    lock.lock();
    try {
      task.fetched();
      proved = true;
      sources.convict();
      sources.succeeded(task.peer, bytes, nanoTime.getAsLong() - task.since);
      meter.add(got.items().size(), bytes);
      int idle = 2 * settings.requests() - open.size() - running.size();
      return got.next()
          .flatMap(task.range::from)
          .map(rest -> rest.split(Math.max(1, idle)))
          .orElse(List.of());
    } finally {
      lock.unlock();
    }
  }

  private void kept(RangeTask task, List<KeyRange> left) {
    lock.lock();
    try {
      running.remove(task);
      // Large ranges first: what is left of them can be split once more.
      left.reversed().forEach(open::addFirst);
      changed.signalAll();
      tellProgress();
    } finally {
      lock.unlock();
    }
  }

  private void tellProgress() {
    double left =
        Stream.concat(open.stream(), running.stream().map(task -> task.range))
            .mapToDouble(KeyRange::share)
            .sum();
    context.progress("state", Math.round(ALL_KEYS * (1 - left)), ALL_KEYS);
  }

  private void giveBack(RangeTask task, StreamException failure) {
    lock.lock();
    try {
      task.fetched();
      running.remove(task);
      open.addLast(task.range);
      if (closed) {
        sources.released(task.peer);
      } else if (task.isLeft()) {
        sources.left(task.peer);
      } else if (failure.fault() == Fault.MISBEHAVED && !proved) {
        sources.accuse(task.peer, failure.getMessage());
      } else {
        sources.failed(task.peer, target.parent(), failure);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
