package io.tessera.core.availability;

import io.tessera.chain.SlotClock;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.state.PendingReport;
import io.tessera.net.Fault;
import io.tessera.net.PeerStanding;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import io.tessera.work.AssignedShards;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.Coding;
import io.tessera.work.ProvedShards;
import io.tessera.work.ShardFetcher;
import io.tessera.work.StoredPackage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets this node's shards of all reports that are pending: each from the first of its guarantors
 * that gives them, until they are stored or the report is not pending any more. Safe from any
 * thread.
 */
final class ShardCollector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardCollector.class);

  /** Wait when no guarantor has given the shards; twice as long each further time. */
  static final Duration AGAIN = Duration.ofSeconds(1);

  /** The longest of these waits: a report stays pending for some slots. */
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(8);

  /** So long nothing is asked for when there was no room for it: it would come in vain. */
  static final Duration FULL = Duration.ofMinutes(1);

  /** Kilobytes that all fetches together may be about to receive. */
  private static final int MOST_KILOBYTES = 64 * 1024;

  /** So that no more than 512 run at once, however small they are. */
  private static final int LEAST_KILOBYTES = 128;

  /** Guarantors are asked anew after that: on a full chain a report is pending for 30 seconds. */
  static final Duration LIMIT = Duration.ofSeconds(12);

  private final AvailabilityStore store;
  private final Coding coding;
  private final PeerId self;
  private final Supplier<Optional<ShardFetcher>> fetcher;
  private final Race race;
  private final SlotClock time;
  private final Workers workers;
  private final Semaphore room = new Semaphore(MOST_KILOBYTES, true);
  private final Set<Key> running = ConcurrentHashMap.newKeySet();
  private final List<Future<?>> threads = new ArrayList<>();
  private volatile Map<Key, Wanted> wanted = Map.of();

  /** Until when the store counts as full. */
  private volatile Instant full = Instant.MIN;

  private boolean closed;

  /** Whose shards of what. */
  private record Key(Hash erasureRoot, int shard) {}

  private record Wanted(PackageSpec spec, long slot, List<PeerId> guarantors) {}

  ShardCollector(
      AvailabilityStore store,
      Coding coding,
      PeerId self,
      Supplier<Optional<ShardFetcher>> fetcher,
      PeerStanding standing,
      SlotClock time,
      Workers workers) {
    this.store = store;
    this.coding = coding;
    this.self = self;
    this.fetcher = fetcher;
    this.time = time;
    this.workers = workers;
    race = new Race(standing, workers, time);
  }

  /** From now on wants what is pending in the state after this head, and nothing else. */
  synchronized void collect(HeadView head, Signers signers) {
    if (closed) {
      return;
    }
    threads.removeIf(Future::isDone);
    int validator = head.active().indexOf(self);
    Map<Key, Wanted> now = new HashMap<>();
    for (int core = 0; validator >= 0 && core < head.reports().cores().size(); core++) {
      Optional<PendingReport> pending = head.reports().on(core);
      if (pending.isPresent() && coding.fits(pending.get().report().packageSpec())) {
        PackageSpec spec = pending.get().report().packageSpec();
        now.put(
            new Key(spec.erasureRoot(), coding.code().shardOf(core, validator)),
            new Wanted(
                spec, pending.get().slot(), rotated(signers.of(pending.get(), head), validator)));
      }
    }
    wanted = Map.copyOf(now);
    for (Key key : now.keySet()) {
      if (!store.holds(key.erasureRoot, key.shard) && running.add(key)) {
        threads.add(workers.start("shards of " + key.erasureRoot.toShortHex(), () -> get(key)));
      }
    }
  }

  /** Wants nothing any more: its threads would outlive the component, which is not the bundle. */
  @Override
  public synchronized void close() {
    closed = true;
    wanted = Map.of();
    threads.forEach(thread -> thread.cancel(true));
  }

  /** How many reports' shards it wants, whether it has them or not. */
  int wanted() {
    return wanted.size();
  }

  /** Assurers begin with different guarantors. */
  private List<PeerId> rotated(List<PeerId> guarantors, int validator) {
    List<PeerId> others =
        new ArrayList<>(guarantors.stream().filter(id -> !id.equals(self)).toList());
    Collections.rotate(others, validator);
    return List.copyOf(others);
  }

  private void get(Key key) throws InterruptedException {
    try {
      Duration patience = AGAIN;
      for (Wanted now = wanted.get(key); now != null; now = wanted.get(key)) {
        if (store.holds(key.erasureRoot, key.shard) || (!isFull() && getOnce(key, now))) {
          return;
        }
        pause(patience);
        Duration twice = patience.multipliedBy(2);
        patience = twice.compareTo(MOST_PATIENCE) < 0 ? twice : MOST_PATIENCE;
      }
    } finally {
      running.remove(key);
    }
  }

  private boolean getOnce(Key key, Wanted now) throws InterruptedException {
    int kilobytes = kilobytes(now);
    room.acquire(kilobytes);
    try {
      Optional<ProvedShards> own = workers.compute(() -> own(key));
      return own.isPresent() ? keep(key, now, own.get()) : fetch(key, now);
    } catch (IOException e) {
      LOG.warn(
          "Shards of {} cannot be stored and are not assured, look at the disk: {}",
          key.erasureRoot,
          e.toString());
      return false;
    } finally {
      room.release(kilobytes);
    }
  }

  /** All guarantors may be sending at once. */
  private int kilobytes(Wanted now) {
    int bytes = coding.bundleShardSize(now.spec) + coding.segmentShardsSize(now.spec);
    long kilobytes = (long) bytes * now.guarantors.size() / 1024;
    return Math.clamp(kilobytes, LEAST_KILOBYTES, MOST_KILOBYTES);
  }

  /** What this node guaranteed it need not ask for. */
  private Optional<ProvedShards> own(Key key) throws IOException {
    try (StoredPackage mine = store.findPackage(key.erasureRoot).orElse(null)) {
      if (mine == null) {
        return Optional.empty();
      }
      var bundleShard = mine.bundleShard(key.shard);
      var segmentShards = mine.segmentShards(key.shard);
      return Optional.of(
          new ProvedShards(
              bundleShard.read(0, (int) bundleShard.size()),
              segmentShards.read(0, (int) segmentShards.size()),
              mine.justification(key.shard)));
    }
  }

  private boolean fetch(Key key, Wanted now) throws InterruptedException, IOException {
    List<Race.Call<ProvedShards>> calls =
        now.guarantors.stream()
            .map(guarantor -> new Race.Call<>(guarantor, () -> ask(guarantor, key, now)))
            .toList();
    Optional<ProvedShards> first = race.first(calls, LIMIT);
    return first.isPresent() && keep(key, now, first.get());
  }

  private ProvedShards ask(PeerId guarantor, Key key, Wanted now) throws StreamException {
    Optional<ShardFetcher> from = fetcher.get();
    if (from.isEmpty() || !now.equals(wanted.get(key))) {
      throw new StreamException(Fault.UNAVAILABLE, "nobody asks, or nobody wants them any more");
    }
    return from.get().fetch(guarantor, now.spec, key.shard);
  }

  private boolean keep(Key key, Wanted now, ProvedShards shards)
      throws InterruptedException, IOException {
    AssignedShards assigned = new AssignedShards(now.spec, key.shard, now.slot, shards);
    boolean kept = workers.compute(() -> store.keep(assigned));
    if (!kept) {
      full(key);
    }
    return kept;
  }

  private boolean isFull() {
    return time.instant().isBefore(full);
  }

  /** Said once, not for each of the hundreds of reports that are pending. */
  private synchronized void full(Key key) {
    if (!isFull()) {
      full = time.instant().plus(FULL);
      LOG.warn(
          "The availability store is full: shards of {} are not kept and not assured; raise"
              + " max_bytes or max_files of io.tessera.core.availability",
          key.erasureRoot);
    }
  }

  private void pause(Duration patience) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    Future<?> wakeUp = time.at(time.instant().plus(patience), over::countDown);
    try {
      over.await();
    } finally {
      wakeUp.cancel(false);
    }
  }
}
