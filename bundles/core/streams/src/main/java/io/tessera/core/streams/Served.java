package io.tessera.core.streams;

import io.tessera.lib.codec.CodecException;
import io.tessera.net.Fault;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A protocol at work on one stream, on a virtual thread: the edge at which every error becomes one
 * reset, one count and at most one line in the log.
 */
final class Served implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Served.class);

  private enum State {
    /** Waits for an earlier stream of the kind to end. */
    HELD,
    READY,
    RUNNING,
    DONE
  }

  private final WireStream wire;
  private final ProtocolEntry entry;
  private final MessageStream stream;
  private final AtomicReference<State> state = new AtomicReference<>(State.READY);
  private volatile Failure cancelled;
  private volatile Thread thread;
  private volatile boolean interrupted;

  /** Takes a stream on; the entry has counted it in. */
  Served(WireStream wire, ProtocolEntry entry) {
    this.wire = wire;
    this.entry = entry;
    stream = new MessageStream(wire, entry.limits().maxMessage());
    entry.remember(this);
  }

  WireStream wire() {
    return wire;
  }

  ProtocolEntry entry() {
    return entry;
  }

  /** Those who watch the node are told of the stream from now on. */
  void tellOpened() {
    wire.tellOpened(stream);
  }

  /** Keeps the thread from starting until {@link #release}. */
  void hold() {
    state.compareAndSet(State.READY, State.HELD);
  }

  /** Starts the thread that was kept from it. */
  void release() {
    if (state.compareAndSet(State.HELD, State.READY)) {
      start();
    }
  }

  /** Starts the thread; false when that has been done or is not to be. */
  boolean start() {
    if (!state.compareAndSet(State.READY, State.RUNNING)) {
      return false;
    }
    wire.link().thread(wire.kind(), this).start();
    return true;
  }

  boolean running() {
    return state.get() == State.RUNNING;
  }

  /** Ends it with a failure if its thread has not started. */
  void abandon(Failure cause) {
    if (state.compareAndSet(State.READY, State.DONE)
        || state.compareAndSet(State.HELD, State.DONE)) {
      end(cause);
    }
  }

  /** Ends it for a reason of our own: its thread is interrupted. */
  void cancel(Failure cause) {
    cancelled = cause;
    wire.fail(cause);
    interrupt();
    abandon(cause);
  }

  /** Interrupts its threads. */
  void interrupt() {
    interrupted = true;
    stream.forks().interrupt();
    Thread worker = thread;
    if (worker != null) {
      worker.interrupt();
    }
  }

  /** Whether {@link #cancel} ended it. */
  boolean wasCancelled() {
    return cancelled != null;
  }

  /** Names of its threads that are still there. */
  List<String> threads() {
    return Stream.concat(Stream.ofNullable(thread), stream.forks().alive().stream())
        .map(Thread::getName)
        .toList();
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    if (entry.persistent()) {
      tellOpened(); // not before, and its end not elsewhere: a slot decides under its lock
    }
    Failure outcome = wire.failure();
    if (outcome == null) {
      outcome = serve(entry.protocol());
    }
    stream.forks().end(wire.link().drain());
    thread = null;
    Thread.interrupted(); // cleared, so that the rest is done in peace
    state.set(State.DONE);
    end(outcome);
    if (entry.persistent()) {
      wire.tellEnded(outcome);
    }
  }

  private Failure serve(StreamProtocol protocol) {
    try {
      protocol.serve(stream);
      if (wire.failure() == null) {
        stream.complete();
      }
      return wire.failure();
    } catch (StreamException e) {
      // The first failure says why: an exception may only be what it looked like from here.
      return wire.failure() == null ? Failure.of(e) : wire.failure();
    } catch (CodecException e) {
      return Failure.of(Fault.MALFORMED, e.getMessage());
    } catch (RuntimeException | Error e) { // the edge: a bug of the plugin must not go further
      if (interrupted && wire.failure() != null) {
        return wire.failure();
      }
      LOG.error(
          "{} failed on a stream of {}; the stream is reset",
          entry.name(),
          wire.link().shortName(),
          e);
      wire.link().runtime().failed(entry.provider());
      return Failure.of(Fault.INTERNAL, e.toString());
    }
  }

  private void end(Failure outcome) {
    // First what is to be true when the peer learns of the end.
    entry.counts().ended(outcome, wire.link());
    if (outcome != null) {
      report(outcome);
    }
    try {
      if (entry.persistent()) {
        wire.end(outcome);
        wire.link().served(this, outcome);
      } else {
        wire.link().served(this, outcome); // its place is free for the peer's next one
        wire.end(outcome);
      }
    } finally {
      entry.leave(this); // whatever a transport throws: the protocol waits for this at its stop
    }
  }

  private void report(Failure outcome) {
    Fault fault = outcome.fault();
    String peer = wire.link().shortName();
    switch (fault) {
      case MALFORMED, MISBEHAVED, TIMEOUT ->
          LOG.debug("{} of peer {}: {}", entry.name(), peer, outcome.message());
      default -> LOG.trace("{} of peer {}: {}", entry.name(), peer, outcome.message());
    }
    if (fault == Fault.MISBEHAVED) {
      wire.link().misbehaved(outcome.message());
    }
  }
}
