package io.tessera.sync.full;

import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Rejection;
import io.tessera.chain.Origin;
import io.tessera.chain.PeerHead;
import io.tessera.chain.SyncContext;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.net.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoublePredicate;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One download from one peer and the import of what it brings. The thread that runs the session
 * imports and watches, a second one fetches.
 */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** How often to look after the download when nothing comes: also the latency of a trickle. */
  private static final Duration TICK = Duration.ofMillis(20);

  /** Blocks given to the chain at once: what it commits at once where it verifies them. */
  private static final int PIECE = 128;

  /** A download that took less tells nothing about a peer's speed. */
  private static final long MEASURABLE = TimeUnit.MILLISECONDS.toNanos(500);

  private final SyncContext context;
  private final PeerHead goal;
  private final Settings settings;
  private final LongSupplier nanoTime;
  private final DoublePredicate otherIsFaster;
  private final BlockQueue queue;
  private final Download download;
  private final long started;

  private Thread downloader;
  private boolean stopped;
  private volatile StreamException failure;

  /**
   * A session, not begun yet.
   *
   * @param otherIsFaster whether there is another peer that can be expected to be faster than so
   *     many bytes a second
   */
  Session(
      SyncContext context,
      PeerHead goal,
      Settings settings,
      LongSupplier nanoTime,
      DoublePredicate otherIsFaster) {
    this.context = context;
    this.goal = goal;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.otherIsFaster = otherIsFaster;
    queue = new BlockQueue(settings);
    download = new Download(context.fetcher(), context.chain(), goal, queue, settings, nanoTime);
    started = nanoTime.getAsLong();
  }

  /** Runs to the end; an interruption ends the download as well. */
  Outcome run(Workers workers) throws InterruptedException {
    Optional<Rejection> rejection = Optional.empty();
    boolean left = false;
    Future<?> fetching = workers.start("sync-full " + goal.peer().shortName(), this::fetch);
    try {
      while (rejection.isEmpty() && !queue.isDone()) {
        List<EncodedBlock> blocks = queue.take(TICK);
        if (!blocks.isEmpty()) {
          rejection = importAll(blocks);
        }
        if (!left && mayLeave(blocks.isEmpty())) {
          left = true;
          stop(fetching);
        }
      }
    } finally {
      stop(fetching);
    }
    return new Outcome(
        download.news(), bytesPerSecond(), left, Optional.ofNullable(failure), rejection);
  }

  /**
   * Piece by piece, for the chain finishes what it was given, whatever interrupts this thread; an
   * interruption is to end the mode within two seconds, on a busy machine too.
   */
  private Optional<Rejection> importAll(List<EncodedBlock> blocks) throws InterruptedException {
    Optional<Rejection> rejection = Optional.empty();
    for (int from = 0; from < blocks.size() && rejection.isEmpty(); from += PIECE) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the rest of the blocks is not imported");
      }
      List<EncodedBlock> piece = blocks.subList(from, Math.min(from + PIECE, blocks.size()));
      ImportResult result = context.chain().importBlocks(piece, Origin.of(goal.peer(), "sync"));
      rejection = result.rejection();
    }
    return rejection;
  }

  // ---- the second thread

  private void fetch() {
    synchronized (this) {
      downloader = Thread.currentThread();
      if (stopped) {
        downloader.interrupt();
      }
    }
    failure = new StreamException(Fault.INTERNAL, "the download did not end");
    try {
      download.run();
      failure = null;
    } catch (StreamException e) {
      failure = e;
    } finally {
      synchronized (this) {
        downloader = null;
      }
      queue.finish();
    }
  }

  /** Ends the download; what it brought before remains in the queue. */
  private void stop(Future<?> fetching) throws InterruptedException {
    synchronized (this) {
      stopped = true;
      if (downloader != null) {
        downloader.interrupt();
      }
    }
    try {
      fetching.get(2, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      LOG.trace("The executor has logged it", e);
    } catch (TimeoutException | CancellationException e) {
      LOG.debug("The download has not ended, or has not begun", e);
      queue.finish();
    }
  }

  // ---- speed

  /** Whether to leave this peer: nothing comes from it, or others are faster. */
  private boolean mayLeave(boolean idle) {
    long now = nanoTime.getAsLong();
    boolean stalled = idle && now - download.lastBlock() > settings.stall().toNanos();
    boolean onTrial = now - started > settings.trial().toNanos() && !queue.wasFull();
    return (stalled && otherIsFaster.test(0)) || (onTrial && otherIsFaster.test(bytesPerSecond()));
  }

  private double bytesPerSecond() {
    long nanos = nanoTime.getAsLong() - started;
    return nanos < MEASURABLE || queue.wasFull()
        ? 0
        : download.bytes() * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
  }
}
