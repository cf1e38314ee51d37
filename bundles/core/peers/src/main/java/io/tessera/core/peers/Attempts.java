package io.tessera.core.peers;

import io.tessera.net.transport.Connection;
import io.tessera.net.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * The dials under way, through the transports that there are: each ends once, with an answer or
 * with its deadline. Confined to the manager's thread.
 */
final class Attempts {
  /** Longest time for one attempt. */
  static final Duration DEADLINE = Duration.ofSeconds(5);

  /** Takes what becomes of attempts. */
  interface Ends {
    /** An authenticated connection, of whomever. */
    void connected(Dial dial, Connection connection);

    /** There is none. */
    void failed(Target target, Throwable cause);

    /** Nothing came in time. */
    void late(Target target);
  }

  /**
   * One attempt.
   *
   * @param target what is dialed
   * @param transport what it is dialed through
   * @param since when it began
   */
  record Dial(Target target, Transport transport, Instant since) {}

  private final EventThread thread;
  private final Ends ends;
  private final Set<Dial> dials = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Transport> transports = new ArrayList<>();

  Attempts(EventThread thread, Ends ends) {
    this.thread = thread;
    this.ends = ends;
  }

  /** The targets that are being dialed. */
  List<Target> targets() {
    return dials.stream().map(Dial::target).toList();
  }

  /** Whether there is a transport to dial through. */
  boolean possible() {
    return !transports.isEmpty();
  }

  boolean has(Transport transport) {
    return transports.contains(transport);
  }

  void add(Transport transport) {
    transports.add(transport);
  }

  /** Attempts that were under way through it are no failures; these are their targets. */
  Collection<Target> remove(Transport transport) {
    transports.remove(transport);
    List<Target> interrupted = new ArrayList<>();
    for (Dial dial : List.copyOf(dials)) {
      if (dial.transport().equals(transport) && end(dial)) {
        interrupted.add(dial.target());
      }
    }
    return interrupted;
  }

  /** Forgets all; late answers are closed. */
  void stop() {
    List.copyOf(dials).forEach(this::end);
    transports.clear();
  }

  /** Dials, each time it failed through another transport. */
  void begin(Target target) {
    Transport transport = transports.get(target.failures() % transports.size());
    Dial dial = new Dial(target, transport, thread.instant());
    target.dial = dial;
    dials.add(dial);
    thread.schedule(
        DEADLINE,
        () -> {
          if (end(dial)) {
            ends.late(target);
          }
        });
    var unused =
        transport
            .dial(target.address, false)
            .whenComplete(
                (connection, failure) -> {
                  if (!thread.execute(() -> answered(dial, connection, failure))
                      && connection != null) {
                    connection.close(0, "the node stops");
                  }
                });
  }

  private void answered(Dial dial, Connection connection, Throwable failure) {
    boolean inTime = end(dial);
    if (inTime && connection != null) {
      ends.connected(dial, connection);
    } else if (inTime) {
      ends.failed(
          dial.target(), failure instanceof CompletionException ? failure.getCause() : failure);
    } else if (connection != null) {
      connection.close(0, "the answer came too late");
    }
  }

  /** Takes an attempt off the list; false when it had been taken off before. */
  private boolean end(Dial dial) {
    if (!dials.remove(dial)) {
      return false;
    }
    dial.target().dial = null;
    return true;
  }
}
