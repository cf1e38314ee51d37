package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.Peers.Candidate;
import io.tessera.net.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Decides which address to dial and when. Confined to the manager's thread; a pass over the
 * addresses follows whatever may have changed the answer, and a timer the earliest wait.
 */
final class Dialer {
  /** Least time between two passes: many dials may end together. */
  static final Duration GAP = Duration.ofMillis(10);

  /** What the dialer asks and tells the owner of the connections. */
  interface Owner {
    /** The connection to a peer, or null. */
    Link link(PeerId peer);

    /** Whether there is no connection at all. */
    boolean lonely();

    /** Whether a peer is banned. */
    boolean banned(PeerId peer);

    /** Whether a peer is a validator that this one must be connected to. */
    boolean required(PeerId peer);

    /** From when on a peer may be dialed: another's turn may come first. */
    Instant dialFrom(PeerId peer);

    /** An attempt to reach a peer has failed. */
    void failed(PeerId peer);

    /** Somebody else answered at an address of a peer, or somebody of another network. */
    void wrong(PeerId peer, PeerAddress at);

    /** How many ordinary peers may be dialed, those included that are being dialed. */
    int room();

    /** Whether an ordinary address may be dialed while others are: a range has its share. */
    boolean roomInRange(PeerAddress address, List<PeerAddress> dialing);

    /**
     * Takes a connection over.
     *
     * @return why not; then it has been closed
     */
    Optional<String> admit(Link link);
  }

  private final PeerId self;
  private final EventThread thread;
  private final Owner owner;
  private final Choice choice;
  private final Outcomes outcomes;
  private final Attempts attempts;
  private final Targets targets;
  private final Held held = new Held();

  /** Targets that somebody waits for, and some that nobody waits for any more. */
  private final Set<Target> asked = new HashSet<>();

  private Instant wake = Instant.MIN;
  private Instant passed = Instant.EPOCH;
  private boolean passDue;
  private boolean stopped;

  Dialer(PeerId self, EventThread thread, Random random, Owner owner, Tally tally) {
    this.self = self;
    this.thread = thread;
    this.owner = owner;
    targets = new Targets(this::idle, owner::required);
    choice = new Choice(owner, held, random);
    outcomes = new Outcomes(thread, new BackOff(random), owner);
    attempts =
        new Attempts(
            thread,
            new Answers(self, thread, owner, outcomes, targets, held, tally, this::passSoon));
  }

  /** For tables; from any thread. */
  List<Candidate> candidates() {
    return targets.all().stream().map(Target::candidate).toList();
  }

  void offer(PeerAddress address, String source) {
    if (!stopped && !isSelf(address)) {
      targets.offer(address, source, thread.instant());
      address.peer().ifPresent(this::mark);
      passSoon();
    }
  }

  /** A source has second thoughts about an address. */
  void withdraw(PeerAddress address, String source) {
    targets.all().stream()
        .filter(target -> target.address.equals(address) && target.source.equals(source))
        .filter(target -> !target.reserved && idle(target))
        .findFirst()
        .ifPresent(targets::remove);
  }

  void connect(PeerAddress address, CompletableFuture<Peer> waiter) {
    if (isSelf(address)) {
      waiter.completeExceptionally(new IOException(address + ": that is this node itself"));
      return;
    }
    Target target = targets.demand(address, "connect", thread.instant());
    target.waiters.add(waiter);
    asked.add(target);
    target.peer().ifPresent(this::mark);
    target.peer().ifPresent(held::remove);
    Link link = target.peer().map(owner::link).orElse(null);
    if (link != null) {
      outcomes.connected(target, link);
    } else if (stopped || !attempts.possible()) {
      target.fail("there is no transport to dial through");
    } else if (target.peer().filter(owner::banned).isPresent()) {
      target.fail("the peer is banned for a time");
    } else {
      target.hopeless = false;
      if (target.dial == null) {
        attempts.begin(target);
      }
    }
  }

  private boolean isSelf(PeerAddress address) {
    return address.name().isPresent() && address.admits(self);
  }

  /** Does not dial a peer any more, until {@link #connect} asks for it. */
  void hold(PeerId peer) {
    held.add(peer);
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
        address.peer().ifPresent(this::mark);
      }
    }
    passSoon();
  }

  /** Other validators are required; earlier failures do not keep the new ones waiting. */
  void requiredChanged(Set<PeerId> peers) {
    targets.requiredChanged();
    for (PeerId peer : peers) {
      targets.of(peer).forEach(target -> target.next = thread.instant());
    }
    passSoon();
  }

  void transportAdded(Transport transport) {
    attempts.add(transport);
    passSoon();
  }

  /** Attempts that were under way are no failures: they are made again through another one. */
  void transportRemoved(Transport transport) {
    attempts.remove(transport).forEach(target -> target.fail("the transport stopped"));
    passSoon();
  }

  /** Notes at a peer's addresses whether it is connected. */
  private void mark(PeerId peer) {
    boolean linked = owner.link(peer) != null;
    targets.of(peer).forEach(target -> target.linked = linked);
  }

  /** A connection stands from now on. */
  void admitted(Link link) {
    mark(link.id());
    asked.removeIf(target -> target.waiters.isEmpty());
    Optional<PeerId> peer = Optional.of(link.id());
    for (Target target : List.copyOf(asked)) {
      if (target.peer().equals(peer)) {
        outcomes.connected(target, link);
      }
    }
  }

  /** A connection has ended, and there is no other to the peer. */
  void lost(Link link, String reason) {
    mark(link.id());
    if (link.target != null && !attempts.has(link.transport)) {
      outcomes.transportLost(link.target);
    } else if (link.target != null) {
      outcomes.lost(link, reason);
    }
    Instant later = thread.instant().plus(BackOff.FIRST);
    for (Target target : targetsOf(link.id())) {
      outcomes.closed(target, reason);
      if (link.target == null) {
        target.postpone(later); // who dialed before does so again, first
      }
    }
    passSoon();
  }

  /** This side has ended a connection: no failure of the peer's, and no reason to hurry back. */
  void dropped(Link link, String reason) {
    mark(link.id());
    for (Target target : targetsOf(link.id())) {
      target.fail(reason);
      target.postpone(thread.instant().plus(BackOff.CAP));
    }
    passSoon();
  }

  /** The addresses of a peer that are not being dialed now. */
  private List<Target> targetsOf(PeerId peer) {
    return targets.of(peer).stream().filter(target -> target.dial == null).toList();
  }

  /** Whether there is a transport to dial through. */
  boolean hasTransport() {
    return attempts.possible();
  }

  void stop() {
    stopped = true;
    attempts.stop();
    targets.all().forEach(target -> target.fail("the node stops"));
  }

  /** Looks at the addresses again, after the events that are queued already, and not too often. */
  void passSoon() {
    if (passDue || !attempts.possible()) {
      return;
    }
    Duration since = Duration.between(passed, thread.instant());
    if (since.compareTo(GAP) >= 0) {
      passDue = thread.execute(this::pass);
    } else {
      passDue = true;
      thread.schedule(GAP.minus(since), this::pass);
    }
  }

  private void pass() {
    Instant now = thread.instant();
    passDue = false;
    passed = now;
    List<Target> dialing = attempts.targets();
    Set<PeerId> busy = new HashSet<>();
    dialing.forEach(target -> target.peer().ifPresent(busy::add));
    Choice.Budget budget = choice.budget(dialing);
    Instant earliest = Instant.MAX;
    for (Target target : choice.inOrder(targets.all(), busy)) {
      Instant from = choice.from(target);
      if (from.isAfter(now)) {
        earliest = from.isBefore(earliest) ? from : earliest;
      } else if (!budget.isSpent()
          && attempts.possible()
          && target.peer().filter(busy::contains).isEmpty()
          && budget.take(target)) {
        target.peer().ifPresent(busy::add);
        attempts.begin(target);
      }
    }
    if (earliest.isBefore(Instant.MAX) && (!wake.isAfter(now) || earliest.isBefore(wake))) {
      wake = earliest;
      thread.schedule(Duration.between(now, earliest), this::passSoon);
    }
  }

  private boolean idle(Target target) {
    return target.dial == null
        && target.waiters.isEmpty()
        && target.peer().map(peer -> owner.link(peer) == null).orElse(true);
  }
}
