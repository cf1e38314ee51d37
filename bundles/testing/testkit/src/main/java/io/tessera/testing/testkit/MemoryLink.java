package io.tessera.testing.testkit;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.transport.Connection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two ends of a connection in memory that keep to the transport's rules as QUIC does: events on one
 * event loop thread, streams that the peer sees with their first byte, halves that finish on their
 * own, resets, a limit of streams, flow control, and one {@code readComplete} for all that came in
 * together.
 */
public final class MemoryLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryLink.class);

  private final ExecutorService loop;
  private final Limits limits;
  private final MemoryConnection initiator;
  private final MemoryConnection acceptor;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /**
   * What QUIC's transport parameters bound.
   *
   * @param streams streams that one side may have open at once
   * @param window bytes of one stream that the receiver holds before they are read
   */
  public record Limits(int streams, int window) {
    /** 1,024 streams of 256 KiB. */
    public static final Limits DEFAULT = new Limits(1024, 256 * 1024);
  }

  /** Connects two peers. */
  public MemoryLink(PeerId dialer, PeerId listener) {
    this(dialer, listener, Limits.DEFAULT);
  }

  /** Connects two peers with limits of the test's own. */
  public MemoryLink(PeerId dialer, PeerId listener, Limits limits) {
    this(dialer, listener, limits, false);
  }

  /**
   * Connects two peers with limits of the test's own.
   *
   * @param builder whether the dialer asks for a builder's slot
   */
  public MemoryLink(PeerId dialer, PeerId listener, Limits limits, boolean builder) {
    this.limits = limits;
    loop =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("memory-link-loop").factory());
    initiator = new MemoryConnection(this, listener, true, builder);
    acceptor = new MemoryConnection(this, dialer, false, builder);
    initiator.joinTo(acceptor);
    acceptor.joinTo(initiator);
  }

  /** The end of the peer that dialed. */
  public Connection initiator() {
    return initiator;
  }

  /** The end of the peer that was dialed. */
  public Connection acceptor() {
    return acceptor;
  }

  Limits limits() {
    return limits;
  }

  /**
   * Runs a task on the event loop. What several tasks change is delivered together: all that are
   * there run first, also those that they bring.
   */
  void run(Runnable task) {
    tasks.add(task);
    if (scheduled.compareAndSet(false, true)) {
      try {
        loop.execute(this::cycle);
      } catch (RejectedExecutionException e) {
        LOG.trace("after the end of the link: {}", e.toString());
      }
    }
  }

  private void cycle() {
    scheduled.set(false);
    try {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
      initiator.exchange();
      acceptor.exchange();
    } catch (RuntimeException | Error e) { // the edge: a handler's bug must show
      LOG.error("a handler failed", e);
      end(1, "a handler failed: " + e);
    }
  }

  void end(long code, String reason) {
    initiator.ended(code, reason);
    acceptor.ended(code, reason);
  }

  /** Ends the connection, as a link that fails would. */
  @Override
  public void close() {
    run(() -> end(0, "the link is down"));
    loop.shutdown();
  }
}
