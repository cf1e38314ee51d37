package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Endpoint;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerBans;
import io.tessera.net.PeerListener;
import io.tessera.net.PeerRecord;
import io.tessera.net.PeerStanding;
import io.tessera.net.PeerStatistics;
import io.tessera.net.Peers;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;
import io.tessera.net.event.ConnectionEvents.Misbehaved;
import io.tessera.net.event.NodeEvents;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.ConnectionListener;
import io.tessera.net.transport.StreamHost;
import io.tessera.net.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whom this node is connected to: who gets a seat, who is kept away, who is told what.
 * Public methods come from any thread and post to the manager's; the rest runs there.
 */
class PeerManager
    implements Peers, PeerStanding, PeerBans, PeerStatistics, ConnectionListener, TopologyListener {
  private static final Logger LOG = LoggerFactory.getLogger(PeerManager.class);

  private final PeerId self;
  private final EventThread thread;
  private final NodeEvents events;
  private final Standing standing;
  private final Book book;
  private final Validators validators;
  private final Links links;
  private final Seats seats;
  private final Dialer dialer;
  private final Listeners listeners = new Listeners();
  private final Tally tally = new Tally();
  private volatile Settings settings = new Settings(0, 0, List.of());
  private boolean stopped;

  PeerManager(
      PeerId self,
      EventThread thread,
      Random random,
      StreamHost streams,
      OwnRecord own,
      NodeEvents events) {
    this.self = self;
    this.thread = thread;
    this.events = events;
    standing = new Standing(thread);
    book = new Book(self, thread, random, standing, own, this::offer);
    validators = new Validators(self);
    links = new Links(self, thread, streams, new OfLinks(), tally);
    seats = new Seats(links.all(), validators, standing::of);
    dialer = new Dialer(self, thread, random, new ForDialer(), tally);
  }

  @Override
  public List<Peer> connected() {
    return links.connected();
  }

  @Override
  public Optional<Peer> find(PeerId peer) {
    return Optional.ofNullable(links.find(peer));
  }

  @Override
  public CompletableFuture<Peer> connect(PeerAddress address) {
    CompletableFuture<Peer> result = new CompletableFuture<>();
    if (!thread.execute(() -> dialer.connect(address, result))) {
      result.completeExceptionally(new IOException("the node stops"));
    }
    return result;
  }

  @Override
  public void disconnect(PeerId peer, String reason) {
    thread.execute(
        () -> {
          dialer.hold(peer);
          links.drop(peer, 0, reason, Ending.ON_REQUEST);
        });
  }

  @Override
  public void offer(PeerAddress address, String source) {
    thread.execute(() -> dialer.offer(address, source));
  }

  @Override
  public void withdraw(PeerAddress address, String source) {
    thread.execute(() -> dialer.withdraw(address, source));
  }

  private void offer(PeerRecord record, String source) {
    for (Endpoint endpoint : record.endpoints()) {
      endpoint.dial(record.peer()).ifPresent(address -> offer(address, source));
    }
  }

  @Override
  public List<Candidate> candidates() {
    return dialer.candidates();
  }

  @Override
  public Snapshot snapshot() {
    List<Candidate> candidates = candidates();
    Tally.Bytes bytes = tally.bytes(links.all());
    return new Snapshot(
        tally.dialed(),
        tally.accepted(),
        tally.refused(),
        tally.closed(),
        tally.dials(),
        tally.handshakes(),
        bytes.received(),
        bytes.sent(),
        candidates.size(),
        (int) candidates.stream().filter(each -> each.failures() > 0).count(),
        book.size(),
        standing.bans());
  }

  // Standing and bans

  @Override
  public void misbehaved(PeerId peer, String reason) {
    events.tell(new Misbehaved(peer, reason));
    boolean banned = standing.lower(peer, isNeeded(peer) ? 1 : 0);
    book.judged(peer);
    LOG.debug("Peer {} misbehaved: {}", peer.shortName(), reason);
    if (banned) {
      LOG.debug("Peer {} is banned for {}", peer.shortName(), Standing.BAN);
      thread.execute(() -> keepAway(peer, "misbehaved: " + reason));
    }
  }

  /** Whether a peer is never banned but by the operator: without it the node is of less use. */
  private boolean isNeeded(PeerId peer) {
    return settings.reserves(peer) || validators.required().contains(peer);
  }

  @Override
  public int of(PeerId peer) {
    return standing.of(peer);
  }

  @Override
  public void ban(PeerId peer, Duration time, String reason) {
    standing.ban(peer, time);
    book.judged(peer);
    thread.execute(() -> keepAway(peer, reason));
  }

  @Override
  public boolean unban(PeerId peer) {
    boolean banned = standing.forgive(peer);
    book.judged(peer);
    thread.execute(dialer::passSoon);
    return banned;
  }

  private void keepAway(PeerId peer, String reason) {
    links.drop(peer, Fault.MISBEHAVED.code(), reason, Ending.BANNED);
    standing
        .bannedUntil(peer)
        .ifPresent(
            end -> thread.schedule(Duration.between(thread.instant(), end), dialer::passSoon));
  }

  // What comes and goes

  @Override
  public void accepted(Connection connection) {
    boolean taken =
        thread.execute(
            () -> {
              Optional<String> refusal = admit(new Link(connection, null, null, thread.instant()));
              refusal.ifPresent(
                  reason -> LOG.trace("Refused {}: {}", connection.peer().shortName(), reason));
            });
    if (!taken) {
      connection.close(0, "the node stops");
    }
  }

  @Override
  public void topologyChanged(Topology topology) {
    thread.execute(
        () -> {
          Set<PeerId> added =
              validators.changed(topology, thread.instant(), peer -> links.find(peer) != null);
          for (PeerId peer : added) {
            book.addressesOf(peer).forEach(at -> dialer.offer(at, "book"));
          }
          dialer.requiredChanged(added);
          dropSurplus();
        });
  }

  void configure(Settings changed) {
    settings = changed;
    thread.execute(
        () -> {
          seats.configure(changed);
          dialer.reserve(changed.reserved());
          dropSurplus();
        });
  }

  private void dropSurplus() {
    seats
        .surplus()
        .forEach(link -> links.drop(link.id(), 0, "too many peers", Ending.TOO_MANY_PEERS));
  }

  void transportAdded(Transport transport) {
    thread.execute(() -> dialer.transportAdded(transport));
  }

  /** Its connections are closed; those that peers dialed go with the last transport. */
  void transportRemoved(Transport transport) {
    thread.execute(
        () -> {
          dialer.transportRemoved(transport);
          Predicate<Link> gone =
              link ->
                  transport.equals(link.transport)
                      || (link.transport == null && !dialer.hasTransport());
          links.all().stream()
              .filter(gone)
              .forEach(link -> links.lose(link, "the transport stopped", Ending.TRANSPORT_STOPPED));
        });
  }

  void listenerAdded(PeerListener listener) {
    listeners.add(listener);
  }

  void listenerRemoved(PeerListener listener) {
    listeners.remove(listener);
  }

  /** What is known of peers. */
  final Book book() {
    return book;
  }

  /** The book has been read: peers that were good before are dialed again. */
  final void bookLoaded() {
    for (PeerAddress address : book.best(Targets.PER_SOURCE)) {
      offer(address, "book");
    }
  }

  /** Closes all connections. */
  void stop() {
    thread.execute(
        () -> {
          stopped = true;
          dialer.stop();
          links.all().forEach(link -> links.drop(link.id(), 0, "the node stops", Ending.STOPPING));
        });
  }

  private Optional<String> admit(Link link) {
    Link old = links.alive(link.id());
    if (old == null || !seats.sameSeat(old, link)) {
      Optional<Refusal> refusal = refusal(link);
      if (refusal.isPresent()) {
        tally.refused(refusal.get());
        link.close(Fault.REFUSED.code(), text(refusal.get()));
        return refusal.map(PeerManager::text);
      }
    }
    links.take(link);
    return Optional.empty();
  }

  private static String text(Refusal refusal) {
    return switch (refusal) {
      case TOO_MANY_PEERS -> "too many peers";
      case ADDRESS_RANGE_FULL -> "too many peers of one address range";
      case NO_BUILDER_SLOT -> "no builder slot is free";
      case TOO_MANY_VALIDATORS -> "too many validators";
      case BANNED -> "banned for misbehaviour";
      case SELF -> "connected to itself";
      case STOPPING -> "the node stops";
    };
  }

  private Optional<Refusal> refusal(Link link) {
    if (stopped) {
      return Optional.of(Refusal.STOPPING);
    }
    if (link.id().equals(self)) {
      return Optional.of(Refusal.SELF);
    }
    if (standing.banned(link.id())) {
      return Optional.of(Refusal.BANNED);
    }
    Optional<Refusal> full = seats.refusal(link);
    Optional<Link> worse = full.flatMap(reason -> seats.givesWay(link));
    worse.ifPresent(
        worst -> links.drop(worst.id(), 0, "a better peer took its place", Ending.BETTER_PEER));
    return worse.isPresent() ? seats.refusal(link) : full;
  }

  /** Tells the others what the connections do. */
  private final class OfLinks implements Links.Events {
    @Override
    public void connected(Link link) {
      validators.connected(link.id());
      book.connected(
          link.id(), link.address(), link.target == null ? "itself" : link.target.source);
      listeners.tell(listener -> listener.connected(link));
      dialer.admitted(link);
    }

    @Override
    public void disconnected(Link link, String reason) {
      validators.lost(link.id(), thread.instant());
      book.disconnected(link.id());
      listeners.tell(listener -> listener.disconnected(link, reason));
    }

    @Override
    public void lost(Link link, String reason) {
      dialer.lost(link, reason);
    }

    @Override
    public void dropped(Link link, String reason) {
      dialer.dropped(link, reason);
    }
  }

  private final class ForDialer implements Dialer.Owner {
    @Override
    public Link link(PeerId peer) {
      return links.find(peer);
    }

    @Override
    public boolean lonely() {
      return links.all().isEmpty();
    }

    @Override
    public boolean banned(PeerId peer) {
      return standing.banned(peer);
    }

    @Override
    public boolean required(PeerId peer) {
      return validators.required().contains(peer);
    }

    @Override
    public Instant dialFrom(PeerId peer) {
      return validators.dialFrom(peer);
    }

    @Override
    public void failed(PeerId peer) {
      book.failed(peer);
    }

    @Override
    public void wrong(PeerId peer, PeerAddress at) {
      if (links.find(peer) == null && !isNeeded(peer) && book.isOwnWord(peer, at)) {
        ban(peer, Book.LIE, "it is not where its signed record says");
      }
    }

    @Override
    public int room() {
      return seats.roomToDial();
    }

    @Override
    public boolean roomInRange(PeerAddress address, List<PeerAddress> dialing) {
      return seats.roomInRange(address, dialing);
    }

    @Override
    public Optional<String> admit(Link link) {
      return PeerManager.this.admit(link);
    }
  }
}
