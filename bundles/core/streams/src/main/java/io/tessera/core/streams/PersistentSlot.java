package io.tessera.core.streams;

import io.tessera.net.Fault;
import io.tessera.net.PersistentProtocol;
import java.time.Duration;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one stream of a unique persistent kind on a connection (JAMNP-S, "Protocols and streams"). On
 * the side that opened the connection it opens the stream while it is wanted; on the other side it
 * keeps the stream with the greatest id. That side serves a stream also when it would not want it
 * by its own view of the topology: views differ for a while at an epoch's change, and which streams
 * there are is the initiator's decision.
 */
final class PersistentSlot {
  private static final Logger LOG = LoggerFactory.getLogger(PersistentSlot.class);

  private final Link link;
  private final int kind;
  private Served current;

  /** Takes the current one's place when that has ended. */
  private Served next;

  private int failures;
  private boolean openedBefore;
  private long openedAt;
  private Future<?> retry;

  PersistentSlot(Link link, int kind) {
    this.link = link;
    this.kind = kind;
  }

  /** The peer opened a stream of this kind. Event loop. */
  synchronized void accept(Served served) {
    Served newest = next != null ? next : current;
    if (newest == null) {
      current = served;
      return;
    }
    if (served.wire().transport().id() < newest.wire().transport().id()) {
      served.cancel(Failure.of(Fault.REFUSED, "a later stream of this kind is open"));
      return;
    }
    served.hold();
    Served before = next;
    next = served;
    if (before != null) {
      before.cancel(replaced());
    }
    current.cancel(replaced());
  }

  private static Failure replaced() {
    return Failure.of(Fault.CANCELLED, "a later stream of this kind has been opened");
  }

  /** A stream of this kind has ended. */
  synchronized void ended(Served served, Failure outcome) {
    if (served == next) {
      next = null;
    }
    if (served != current) {
      return;
    }
    current = null;
    if (next != null) {
      current = next;
      next = null;
      current.release();
    } else if (link.initiator()) {
      if (served.wasCancelled()) {
        evaluate();
      } else {
        retryLater(outcome);
      }
    }
  }

  private void retryLater(Failure outcome) {
    boolean lostAtOnce =
        !openedBefore && outcome != null && outcome.fault() == Fault.RESET && outcome.code() == 0;
    openedBefore = true;
    if (lostAtOnce) {
      // Some QUIC peers lose a first stream whose data comes along with the end of the handshake.
      evaluate();
      return;
    }
    Settings settings = link.runtime().settings();
    if (link.now() - openedAt >= settings.lastRetry().toNanos()) {
      failures = 0;
    }
    Duration wait = settings.firstRetry().multipliedBy(1L << Math.min(failures, 20));
    if (wait.compareTo(settings.lastRetry()) > 0) {
      wait = settings.lastRetry();
    }
    failures++;
    retry = link.runtime().schedule(this::retryNow, wait);
  }

  private synchronized void retryNow() {
    retry = null;
    evaluate();
  }

  /** The protocol has changed: what failed before may go well now. */
  synchronized void protocolChanged() {
    if (retry != null) {
      retry.cancel(false);
      retry = null;
    }
    failures = 0;
    evaluate();
  }

  /** Opens or closes the stream, as the protocol wants it. */
  synchronized void evaluate() {
    ProtocolEntry entry = link.end() == null ? link.runtime().registry().serving(kind) : null;
    if (current != null && current.entry() != entry) {
      current.cancel(Failure.of(Fault.REFUSED, "the protocol is being stopped or replaced"));
      return;
    }
    if (!link.initiator()) {
      return;
    }
    boolean wanted = entry != null && wanted(entry);
    if (wanted && current == null && retry == null) {
      open(entry);
    } else if (!wanted && current != null) {
      current.cancel(Failure.of(Fault.CANCELLED, "no longer wanted"));
    } else if (!wanted && retry != null) {
      retry.cancel(false);
      retry = null;
    }
  }

  private boolean wanted(ProtocolEntry entry) {
    try {
      return entry.protocol() instanceof PersistentProtocol protocol
          && protocol.wanted(link.peer(), link.runtime().topology());
    } catch (RuntimeException e) { // the edge: a bug of the plugin must not go further
      LOG.error("{} cannot tell whether it wants a stream; none is opened", entry.name(), e);
      link.runtime().failed(entry.provider());
      return false;
    }
  }

  private void open(ProtocolEntry entry) {
    if (!entry.enter()) {
      return;
    }
    openedAt = link.now();
    WireStream wire = link.openNow(kind, entry.limits().timeout().toNanos(), true);
    current = new Served(wire, entry);
    wire.servedBy(current);
    current.start();
  }
}
