package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.Peers.Candidate;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An address that may be dialed and what became of it. Confined to the manager's thread. */
final class Target {
  final PeerAddress address;
  final String source;

  /** Those who asked for this connection and wait for the answer. */
  final List<CompletableFuture<Peer>> waiters = new ArrayList<>();

  /** Dialed always, and its peer is admitted always. */
  boolean reserved;

  /** Another peer or this node itself answered: not dialed again unless it is asked for. */
  boolean hopeless;

  /** Whether there is a connection to its peer. */
  boolean linked;

  /** Whether it takes a place of its source's share. */
  boolean counted;

  /** Not dialed before. */
  Instant next;

  /** The attempt that is under way; null when there is none. */
  Attempts.Dial dial;

  private Optional<PeerId> peer;
  private volatile Candidate shown;

  Target(PeerAddress address, String source, Instant next, boolean counted) {
    this.address = address;
    this.source = source;
    this.next = next;
    this.counted = counted;
    peer = address.peer();
    shown = new Candidate(address, source, 0, "");
  }

  /** Who is there: expected by the address or, without that, found by an earlier dial. */
  Optional<PeerId> peer() {
    return peer;
  }

  void found(PeerId found) {
    peer = Optional.of(found);
  }

  int failures() {
    return shown.failures();
  }

  void failed(String reason) {
    shown = new Candidate(address, source, failures() + 1, reason);
  }

  /** A failure that never makes the wait long, since the peer did speak with us. */
  void interrupted(String reason) {
    shown = new Candidate(address, source, Math.min(failures() + 1, 2), reason);
  }

  void succeeded() {
    shown = new Candidate(address, source, 0, "");
  }

  void postpone(Instant until) {
    next = next.isBefore(until) ? until : next;
  }

  void complete(Peer peer) {
    waiters.forEach(waiter -> waiter.complete(peer));
    waiters.clear();
  }

  void fail(String reason) {
    waiters.forEach(
        waiter -> waiter.completeExceptionally(new IOException(address + ": " + reason)));
    waiters.clear();
  }

  /** For tables; from any thread. */
  Candidate candidate() {
    return shown;
  }
}
