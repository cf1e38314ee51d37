package io.tessera.core.streams;

import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamProtocol.Limits;
import io.tessera.net.event.StreamEvents;
import io.tessera.net.event.StreamFact;
import io.tessera.net.transport.StreamHandler;
import io.tessera.net.transport.TransportStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One stream as the transport sees it: takes its events on the event loop, and knows whether it
 * still stands. What its bytes mean is {@link MessageStream}'s matter.
 */
final class WireStream implements StreamHandler, Runnable {
  private static final int NO_KIND = -1;

  private final Link link;
  private final boolean initiator;
  private final Inbox inbox;
  private final Outbox outbox;
  private final AtomicReference<Failure> failure = new AtomicReference<>();
  private final AtomicBoolean ended = new AtomicBoolean();

  private volatile TransportStream transport;
  private volatile Served served;
  private volatile Counts counts;
  private volatile Traffic traffic;
  private final long beganAt;

  /** What watchers know the stream by; null when nobody listened in the beginning. */
  private volatile PeerStream told;

  private volatile int kind = NO_KIND;
  private volatile long timeoutNanos;
  private volatile boolean persistent;
  private volatile long startBy;
  private volatile long lingerBy;
  private long firstCap = -1;
  private boolean started;
  private boolean ready;

  /** A stream that the peer opened: its first byte will tell the kind. */
  WireStream(Link link, TransportStream transport, long timeoutNanos) {
    this(link, false, timeoutNanos);
    this.transport = transport;
    startBy = deadline();
  }

  /** A stream that this side opens. */
  WireStream(Link link, int kind, long timeoutNanos, boolean persistent) {
    this(link, true, timeoutNanos);
    this.kind = kind;
    this.persistent = persistent;
    started = true;
    countIn(kind);
  }

  private WireStream(Link link, boolean initiator, long timeoutNanos) {
    this.link = link;
    this.initiator = initiator;
    this.timeoutNanos = timeoutNanos;
    beganAt = link.now();
    inbox = new Inbox(this, link.inbound());
    outbox = new Outbox(this, link.outbound());
  }

  /** Is told the transport's handle, before the first write. */
  void opened(TransportStream opened) {
    transport = opened;
  }

  /** Is told its bounds, on the event loop, when its kind is known. */
  void limitTo(Limits limits, boolean isPersistent) {
    timeoutNanos = limits.timeout().toNanos();
    persistent = isPersistent;
    firstCap = limits.maxMessage();
    startBy = deadline();
  }

  // ---- events

  @Override
  public void data(ByteBuffer bytes) {
    if (ended.get() || failure.get() != null || !bytes.hasRemaining()) {
      return;
    }
    if (kind == NO_KIND) {
      kind = bytes.get() & 0xff;
      countIn(kind).received(1);
      if (!link.admit(this)) {
        return;
      }
    }
    traffic.received(bytes.remaining());
    long tooLarge = inbox.put(bytes, started ? -1 : firstCap);
    if (tooLarge >= 0) {
      fail(Failure.of(Fault.MALFORMED, "a message of " + tooLarge + " bytes is above its cap"));
      return;
    }
    if (!started && (persistent || inbox.hasFirst())) {
      start();
    } else if (inbox.shouldWake()) {
      ready();
    }
  }

  @Override
  public void fin() {
    inbox.putFin();
    if (!started) {
      // A whole first message would have started the thread.
      fail(Failure.of(Fault.MALFORMED, "FIN where the first message is due"));
    } else if (inbox.shouldWake()) {
      ready();
    }
  }

  @Override
  public void reset(long code) {
    fail(Failure.reset(code));
    leaveIfEnded();
    Served server = served;
    if (server != null) {
      server.interrupt(); // nobody wants its result any more
    }
  }

  @Override
  public void writable() {
    outbox.writable();
    if (ended.get() && transport.queued() == 0) {
      link.remove(this);
    }
  }

  @Override
  public void closed(String reason) {
    fail(Failure.closed(reason));
    leaveIfEnded();
  }

  /** What a stream that had ended well still had to send is dropped, and counts no more. */
  private void leaveIfEnded() {
    if (ended.get()) {
      leave();
    }
  }

  private void leave() {
    outbox.drop();
    link.remove(this);
  }

  private void start() {
    started = true;
    startBy = 0;
    ready();
  }

  private void ready() {
    if (!ready) {
      ready = true;
      link.ready(this);
    }
  }

  /** The read cycle ends: event loop. */
  void readyTaken() {
    ready = false;
  }

  /** Starts the thread that serves, or wakes the one that reads. */
  @Override
  public void run() {
    Served server = served;
    if (server == null || !server.start()) {
      inbox.wake();
    }
  }

  // ---- state, any thread

  /** Notes a failure, unless there is one, and lets the threads see it. */
  void fail(Failure cause) {
    failure.compareAndSet(null, cause);
    inbox.wake();
    outbox.wake();
    Served server = served;
    if (server != null) {
      server.abandon(cause);
    } else if (!initiator) {
      end(cause);
    }
  }

  Failure failure() {
    return failure.get();
  }

  /** Throws when the stream is of no use any more or the thread is to end. */
  void check() throws StreamException {
    Failure cause = failure.get();
    if (cause != null) {
      throw cause.exception();
    }
    if (ended.get()) {
      throw new StreamException(Fault.CANCELLED, "the stream is closed");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new StreamException(Fault.CANCELLED, "the thread was interrupted");
    }
  }

  /**
   * Ends the stream, once: with a reset unless both halves are finished.
   *
   * @param cause null when all went well
   */
  void end(Failure cause) {
    lingerBy = deadline(); // before the mark: a sweep that sees it looks at this next
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    inbox.close();
    inbox.wake();
    outbox.wake();
    link.ended(this);
    if (counts != null) {
      counts.ended(cause, link);
    }
    countOut(cause);
    if (!persistent) {
      tellEnded(cause);
    }
    if (cause != null) {
      reset(cause.fault());
      leave();
      return;
    }
    if (transport.queued() == 0) {
      leave();
    }
  }

  /** Of a connection that is gone the transport may be gone, too, classes and all. */
  private void reset(Fault fault) {
    if (!link.isGone()) {
      transport.reset(fault.code());
    }
  }

  // ---- for watchers

  void tellOpened(PeerStream stream) {
    if (link.runtime().events().heard()) {
      told = stream;
      link.runtime().events().tell(new StreamEvents.Opened(stream));
    }
  }

  void tell(StreamFact fact) {
    PeerStream stream = told;
    if (stream != null) {
      link.runtime().events().tell(new StreamEvents.Told(stream, fact));
    }
  }

  void tellSent() {
    PeerStream stream = told;
    if (stream != null) {
      link.runtime().events().tell(new StreamEvents.Sent(stream));
    }
  }

  void tellEnded(Failure cause) {
    PeerStream stream = told;
    if (stream != null) {
      Optional<Failure> failed = Optional.ofNullable(cause);
      link.runtime()
          .events()
          .tell(
              new StreamEvents.Ended(
                  stream, failed.map(Failure::fault), failed.map(Failure::message).orElse("")));
    }
  }

  /** Looks at the deadlines; from time to time. */
  void sweep(long now) {
    if (ended.get()) {
      if (transport.queued() == 0) {
        leave();
      } else if (now - lingerBy >= 0) {
        reset(Fault.TIMEOUT);
        leave();
      }
      return;
    }
    long limit = startBy;
    if (limit != 0 && now - limit >= 0) {
      fail(Failure.of(Fault.TIMEOUT, "the first message has not come in time"));
    } else if (inbox.overdue(now)) {
      fail(Failure.of(Fault.TIMEOUT, "nothing or too little came in time"));
    } else if (outbox.overdue(now)) {
      fail(Failure.of(Fault.TIMEOUT, "the peer does not take what is sent to it"));
    }
  }

  /** Turns reading on or off, as long as the stream stands. */
  void reading(boolean on) {
    if (!ended.get()) {
      transport.reading(on);
    }
  }

  Link link() {
    return link;
  }

  boolean initiator() {
    return initiator;
  }

  /** The stream kind; -1 as long as the peer has not sent it. */
  int kind() {
    return kind;
  }

  TransportStream transport() {
    return transport;
  }

  Inbox inbox() {
    return inbox;
  }

  Outbox outbox() {
    return outbox;
  }

  Served served() {
    return served;
  }

  /** The counts of its kind and side; those of the others as long as the kind has not come. */
  Traffic traffic() {
    Traffic known = traffic;
    return known == null ? link.runtime().traffic().of(NO_KIND, initiator) : known;
  }

  private Traffic countIn(int itsKind) {
    Traffic counted = link.runtime().traffic().of(itsKind, initiator);
    counted.begun();
    traffic = counted;
    return counted;
  }

  private void countOut(Failure cause) {
    Traffic counted = traffic == null ? countIn(NO_KIND) : traffic;
    counted.ended(cause);
    if (cause == null && !persistent) {
      counted.took(now() - beganAt);
    }
  }

  /** Counts a stream that this side opened. */
  void countIn(Counts kindCounts) {
    kindCounts.begun();
    counts = kindCounts;
  }

  /** Is told who serves the stream. */
  void servedBy(Served server) {
    served = server;
  }

  /** Whether a thread works on it: then that one reads what comes in. */
  boolean running() {
    return initiator || (served != null && served.running());
  }

  boolean persistent() {
    return persistent;
  }

  long timeoutNanos() {
    return timeoutNanos;
  }

  long now() {
    return link.now();
  }

  /** When a wait that begins now is too long: never 0, which stands for no limit. */
  long deadline() {
    return now() + timeoutNanos | 1;
  }
}
