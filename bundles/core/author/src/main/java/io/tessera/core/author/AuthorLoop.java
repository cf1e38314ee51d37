package io.tessera.core.author;

import io.tessera.chain.BlockRef;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.SlotClock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the author try at the beginning of each slot, and when the head has moved. The work is done
 * on a thread of its own.
 */
final class AuthorLoop implements ChainListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuthorLoop.class);

  private final Supplier<Step> author;
  private final SlotClock time;
  private final Executor thread;
  private final Consumer<RuntimeException> stopped;
  private volatile Future<?> next;
  private volatile boolean authoring;
  private volatile boolean closed;

  /**
   * A loop that does nothing before {@link #start}.
   *
   * @param thread one platform thread; not shut down here
   * @param stopped is told when the author fails, after which there are no more tries
   */
  AuthorLoop(
      Supplier<Step> author, SlotClock time, Executor thread, Consumer<RuntimeException> stopped) {
    this.author = author;
    this.time = time;
    this.thread = thread;
    this.stopped = stopped;
  }

  /** Begins. */
  void start() {
    tryNow();
  }

  private void tryNow() {
    if (closed) {
      return;
    }
    try {
      thread.execute(this::run);
    } catch (RejectedExecutionException ended) {
      LOG.trace("The author ends");
    }
  }

  /** Own blocks move the head too, but after them there is another try anyway. */
  @Override
  public void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    if (!authoring) {
      tryNow();
    }
  }

  private void run() {
    authoring = true;
    try {
      Step step = author.get();
      while (step instanceof Step.Authored && !closed) {
        step = author.get();
      }
      if (step instanceof Step.WaitFor wait && !closed) {
        schedule(time.start(wait.slot()));
      } else if (step instanceof Step.Done) {
        LOG.info("As many blocks as wanted are made");
        closed = true;
      }
    } catch (RuntimeException bug) {
      LOG.error("The author stops, this node makes no more blocks; restart it", bug);
      closed = true;
      stopped.accept(bug);
    } finally {
      authoring = false;
    }
  }

  private void schedule(Instant when) {
    if (next != null) {
      next.cancel(false);
    }
    next = time.at(when, this::tryNow);
    if (closed) {
      next.cancel(false);
    }
  }

  /** Makes no more blocks after the present one; no timer keeps the bundle in memory. */
  @Override
  public void close() {
    closed = true;
    Future<?> waiting = next;
    if (waiting != null) {
      waiting.cancel(false);
    }
  }
}
