package io.tessera.core.peers;

import io.tessera.net.Histogram;
import io.tessera.net.PeerStatistics.Dial;
import io.tessera.net.PeerStatistics.Ending;
import io.tessera.net.PeerStatistics.Refusal;
import io.tessera.net.transport.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** Counts connections and dials. Safe from any thread. */
final class Tally {
  private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
  private final Map<Ending, Long> closed = new EnumMap<>(Ending.class);
  private final Map<Dial, Long> dials = new EnumMap<>(Dial.class);
  private final Histogram handshakes = new Histogram();
  private long dialed;
  private long accepted;

  /** What went over connections that have ended. */
  private long received;

  private long sent;

  /** Bytes received and sent. */
  record Bytes(long received, long sent) {}

  synchronized void opened(Link link) {
    if (link.initiator()) {
      dialed++;
    } else {
      accepted++;
    }
  }

  synchronized void refused(Refusal reason) {
    refused.merge(reason, 1L, Long::sum);
  }

  synchronized void dialed(Dial outcome) {
    dials.merge(outcome, 1L, Long::sum);
  }

  void handshake(Duration time) {
    dialed(Dial.CONNECTED);
    handshakes.add(time.toNanos());
  }

  /**
   * A connection has ended, and leaves the table with {@code remove}: in one step, so that what
   * went over it is always counted once.
   */
  synchronized void closed(Link link, Ending reason, Runnable remove) {
    remove.run();
    closed.merge(reason, 1L, Long::sum);
    received += link.bytesReceived();
    sent += link.bytesSent();
  }

  /** What went over all connections, these and those that have ended. */
  synchronized Bytes bytes(Collection<Link> links) {
    long allReceived = received;
    long allSent = sent;
    for (Link link : links) {
      allReceived += link.bytesReceived();
      allSent += link.bytesSent();
    }
    return new Bytes(allReceived, allSent);
  }

  /** What a transport said when a connection ended by itself. */
  static Ending ending(String reason) {
    if (reason.startsWith(Connection.CLOSED_BY_PEER)) {
      return Ending.BY_PEER;
    }
    return reason.equals(Connection.IDLE) ? Ending.IDLE : Ending.BROKEN;
  }

  synchronized long dialed() {
    return dialed;
  }

  synchronized long accepted() {
    return accepted;
  }

  synchronized Map<Refusal, Long> refused() {
    return new EnumMap<>(refused);
  }

  synchronized Map<Ending, Long> closed() {
    return new EnumMap<>(closed);
  }

  synchronized Map<Dial, Long> dials() {
    return new EnumMap<>(dials);
  }

  Histogram.Snapshot handshakes() {
    return handshakes.snapshot();
  }
}
