package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.Peers.Candidate;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.Transport;
import io.tessera.net.transport.WrongPeerException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Decides which address to dial and when. Confined to the manager's thread; a pass over the
 * addresses follows whatever may have changed the answer, and a timer the earliest wait.
 */
final class Dialer {
  /** Longest time for one attempt. */
  static final Duration DIAL_TIMEOUT = Duration.ofSeconds(5);

  /** Most attempts at once. */
  static final int MAX_DIALS = 8;

  private static final int MAX_HELD = 1024;

  /** What the dialer asks and tells the owner of the connections. */
  interface Owner {
    /** The connection to a peer, or null. */
    Link link(PeerId peer);

    /** Whether there is no connection at all. */
    boolean lonely();

    /** Whether a peer is banned. */
    boolean banned(PeerId peer);

    /** An attempt to reach a peer has failed. */
    void failed(PeerId peer);

    /** Somebody else answered at an address of a peer, or somebody of another network. */
    void wrong(PeerId peer, PeerAddress at);

    /** Whether one more peer that is not reserved may be dialed while so many others are. */
    boolean room(int dialing);

    /**
     * Takes a connection over.
     *
     * @return why not; then it has been closed
     */
    Optional<String> admit(Link link);
  }

  /**
   * One attempt.
   *
   * @param target what is dialed
   * @param transport what it is dialed through
   */
  record Dial(Target target, Transport transport) {}

  private final PeerId self;
  private final EventThread thread;
  private final Owner owner;
  private final Random random;
  private final Outcomes outcomes;
  private final Targets targets = new Targets(this::idle);
  private final Set<Dial> dials = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Transport> transports = new ArrayList<>();
  private final Set<PeerId> held = new LinkedHashSet<>();
  private Instant wake = Instant.MIN;
  private boolean passDue;
  private boolean stopped;

  Dialer(PeerId self, EventThread thread, Random random, Owner owner) {
    this.self = self;
    this.thread = thread;
    this.owner = owner;
    this.random = random;
    outcomes = new Outcomes(thread, new BackOff(random), owner);
  }

  /** For tables; from any thread. */
  List<Candidate> candidates() {
    return targets.all().stream().map(Target::candidate).toList();
  }

  void offer(PeerAddress address, String source) {
    if (!stopped && !isSelf(address)) {
      targets.offer(address, source, thread.instant());
      passSoon();
    }
  }

  void connect(PeerAddress address, CompletableFuture<Peer> waiter) {
    if (isSelf(address)) {
      waiter.completeExceptionally(new IOException(address + ": that is this node itself"));
      return;
    }
    Target target = targets.demand(address, "connect", thread.instant());
    target.waiters.add(waiter);
    target.peer().ifPresent(held::remove);
    Link link = target.peer().map(owner::link).orElse(null);
    if (link != null) {
      outcomes.connected(target, link);
    } else if (stopped || transports.isEmpty()) {
      target.fail("there is no transport to dial through");
    } else if (target.peer().filter(owner::banned).isPresent()) {
      target.fail("the peer misbehaved and is banned for a time");
    } else {
      target.hopeless = false;
      if (target.dial == null) {
        dial(target);
      }
    }
  }

  private boolean isSelf(PeerAddress address) {
    return address.name().isPresent() && address.admits(self);
  }

  /** Does not dial a peer any more, until {@link #connect} asks for it. */
  void hold(PeerId peer) {
    held.add(peer);
    if (held.size() > MAX_HELD) {
      held.remove(held.iterator().next());
    }
  }

  /** Sets the addresses that are dialed whatever happens. */
  void reserve(List<PeerAddress> addresses) {
    List.copyOf(targets.all()).stream()
        .filter(target -> target.reserved && !addresses.contains(target.address))
        .forEach(
            target -> {
              target.reserved = false;
              targets.remove(target);
            });
    for (PeerAddress address : addresses) {
      if (!isSelf(address)) {
        targets.demand(address, "reserved", thread.instant()).reserved = true;
      }
    }
    passSoon();
  }

  void transportAdded(Transport transport) {
    transports.add(transport);
    passSoon();
  }

  /** Attempts that were under way are no failures: they are made again through another one. */
  void transportRemoved(Transport transport) {
    transports.remove(transport);
    for (Dial dial : List.copyOf(dials)) {
      if (dial.transport().equals(transport)) {
        end(dial);
        dial.target().fail("the transport stopped");
      }
    }
    passSoon();
  }

  /** A connection stands from now on. */
  void admitted(Link link) {
    Optional<PeerId> peer = Optional.of(link.id());
    for (Target target : targets.all()) {
      if (!target.waiters.isEmpty() && target.peer().equals(peer)) {
        outcomes.connected(target, link);
      }
    }
  }

  /** A connection has ended, and there is no other to the peer. */
  void lost(Link link, String reason) {
    if (link.target != null && !transports.contains(link.transport)) {
      outcomes.transportLost(link.target);
    } else if (link.target != null) {
      outcomes.lost(link, reason);
    }
    Instant later = thread.instant().plus(BackOff.FIRST);
    for (Target target : targetsOf(link.id())) {
      target.fail(reason);
      if (link.target == null) {
        target.postpone(later); // who dialed before does so again, first
      }
    }
    passSoon();
  }

  /** This side has ended a connection: no failure of the peer's, and no reason to hurry back. */
  void dropped(Link link, String reason) {
    for (Target target : targetsOf(link.id())) {
      target.fail(reason);
      target.postpone(thread.instant().plus(BackOff.CAP));
    }
    passSoon();
  }

  /** The addresses of a peer that are not being dialed now. */
  private List<Target> targetsOf(PeerId peer) {
    return targets.all().stream()
        .filter(target -> target.dial == null && target.peer().equals(Optional.of(peer)))
        .toList();
  }

  /** Whether there is a transport to dial through. */
  boolean hasTransport() {
    return !transports.isEmpty();
  }

  void stop() {
    stopped = true;
    List.copyOf(dials).forEach(this::end);
    targets.all().forEach(target -> target.fail("the node stops"));
    transports.clear();
  }

  /** Looks at the addresses again, after the events that are queued already. */
  void passSoon() {
    if (!passDue && !transports.isEmpty()) {
      passDue =
          thread.execute(
              () -> {
                passDue = false;
                pass();
              });
    }
  }

  private void pass() {
    Instant now = thread.instant();
    Set<PeerId> busy = new HashSet<>();
    dials.forEach(dial -> dial.target().peer().ifPresent(busy::add));
    List<Target> wanted = new ArrayList<>(targets.all());
    wanted.removeIf(target -> !wanted(target, busy));
    Collections.shuffle(wanted, random);
    wanted.sort(
        Comparator.<Target, Boolean>comparing(target -> !target.reserved)
            .thenComparingInt(Target::failures));
    Instant earliest = Instant.MAX;
    for (Target target : wanted) {
      if (target.next.isAfter(now)) {
        earliest = target.next.isBefore(earliest) ? target.next : earliest;
      } else if (!transports.isEmpty()
          && dials.size() < MAX_DIALS
          && (target.reserved || owner.room(unreservedDials()))
          && target.peer().map(busy::add).orElse(true)) {
        dial(target);
      }
    }
    if (earliest.isBefore(Instant.MAX) && (!wake.isAfter(now) || earliest.isBefore(wake))) {
      wake = earliest;
      thread.schedule(Duration.between(now, earliest), this::passSoon);
    }
  }

  private boolean wanted(Target target, Set<PeerId> busy) {
    return !target.hopeless
        && target.dial == null
        && target
            .peer()
            .map(peer -> !busy.contains(peer) && !held.contains(peer) && welcome(peer))
            .orElse(true);
  }

  private boolean welcome(PeerId peer) {
    return owner.link(peer) == null && !owner.banned(peer);
  }

  private int unreservedDials() {
    return (int) dials.stream().filter(dial -> !dial.target().reserved).count();
  }

  private void dial(Target target) {
    Transport transport = transports.get(target.failures() % transports.size());
    Dial dial = new Dial(target, transport);
    target.dial = dial;
    dials.add(dial);
    thread.schedule(
        DIAL_TIMEOUT,
        () -> {
          if (end(dial)) {
            outcomes.failed(target, "no answer within " + DIAL_TIMEOUT.toSeconds() + " s");
            passSoon();
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
      connected(dial, connection);
    } else if (inTime) {
      failed(dial.target(), failure);
    } else if (connection != null) {
      connection.close(0, "the answer came too late");
    }
    passSoon();
  }

  private void failed(Target target, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof WrongPeerException) {
      outcomes.wrong(target, cause.getMessage());
    } else {
      outcomes.failed(target, cause instanceof IOException ? cause.getMessage() : "" + cause);
    }
  }

  private void connected(Dial dial, Connection connection) {
    Target target = dial.target();
    PeerId peer = connection.peer();
    if (peer.equals(self)) {
      connection.close(0, "connected to itself");
      outcomes.wrong(target, "that is this node itself");
    } else if (!target.address.admits(peer)) {
      connection.close(0, "another peer was expected");
      outcomes.wrong(
          target, new WrongPeerException(target.address.name().orElseThrow(), peer).getMessage());
    } else {
      target.found(peer);
      if (!target.waiters.isEmpty()) {
        held.remove(peer);
      }
      if (held.contains(peer)) {
        connection.close(0, "disconnected by the operator");
      } else {
        admit(new Link(connection, target, dial.transport(), thread.instant()));
      }
    }
  }

  private void admit(Link link) {
    Optional<String> refusal = owner.admit(link);
    Link standing = owner.link(link.id());
    if (refusal.isPresent()) {
      outcomes.failed(link.target, refusal.get());
    } else if (standing != null) {
      outcomes.connected(link.target, standing); // another one may have won, see Duplicates
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

  private boolean idle(Target target) {
    return target.dial == null
        && target.waiters.isEmpty()
        && target.peer().map(peer -> owner.link(peer) == null).orElse(true);
  }
}
