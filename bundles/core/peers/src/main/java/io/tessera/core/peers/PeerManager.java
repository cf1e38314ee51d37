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
import io.tessera.net.Peers;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.ConnectionListener;
import io.tessera.net.transport.StreamHost;
import io.tessera.net.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the connections: one a peer, within the limits, handed to the stream runtime while it
 * stands. Public methods come from any thread and post to the manager's; the rest runs there.
 */
class PeerManager implements Peers, PeerStanding, PeerBans, ConnectionListener {
  /** How long a dialer that holds two connections waits for the acceptor to close one. */
  static final Duration RESERVE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(PeerManager.class);

  private final PeerId self;
  private final EventThread thread;
  private final StreamHost streams;
  private final Standing standing;
  private final Book book;
  private final Dialer dialer;
  private final List<PeerListener> listeners = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<PeerId, Link> links = new ConcurrentHashMap<>();
  private final Map<PeerId, Link> spares = new HashMap<>();
  private volatile Set<PeerId> reserved = Set.of();
  private final Seats seats = new Seats(links.values());
  private boolean stopped;

  PeerManager(PeerId self, EventThread thread, Random random, StreamHost streams, OwnRecord own) {
    this.self = self;
    this.thread = thread;
    this.streams = streams;
    standing = new Standing(thread);
    book = new Book(self, thread, random, standing, own, this::offer);
    dialer = new Dialer(self, thread, random, new ForDialer());
  }

  @Override
  public List<Peer> connected() {
    return List.copyOf(links.values());
  }

  @Override
  public Optional<Peer> find(PeerId peer) {
    return Optional.ofNullable(links.get(peer));
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
          drop(peer, 0, reason);
        });
  }

  @Override
  public void offer(PeerAddress address, String source) {
    thread.execute(() -> dialer.offer(address, source));
  }

  private void offer(PeerRecord record, String source) {
    for (Endpoint endpoint : record.endpoints()) {
      endpoint.dial(record.peer()).ifPresent(address -> offer(address, source));
    }
  }

  /** What is known of peers. */
  final Book book() {
    return book;
  }

  /** The book has been read: peers that were good before are dialed again. */
  final void bookLoaded() {
    for (Known known : book.best(Targets.PER_SOURCE / 2)) {
      known.addresses().forEach(address -> offer(address, "book"));
    }
  }

  @Override
  public List<Candidate> candidates() {
    return dialer.candidates();
  }

  @Override
  public void misbehaved(PeerId peer, String reason) {
    boolean banned = standing.lower(peer, reserved.contains(peer) ? 1 : 0);
    book.judged(peer);
    LOG.debug("Peer {} misbehaved: {}", peer.shortName(), reason);
    if (banned) {
      LOG.debug("Peer {} is banned for {}", peer.shortName(), Standing.BAN);
      thread.execute(() -> keepAway(peer, "misbehaved: " + reason));
    }
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
    drop(peer, Fault.MISBEHAVED.code(), reason);
    standing
        .bannedUntil(peer)
        .ifPresent(
            end -> thread.schedule(Duration.between(thread.instant(), end), dialer::passSoon));
  }

  @Override
  public int of(PeerId peer) {
    return standing.of(peer);
  }

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

  void configure(Settings changed) {
    reserved = changed.reservedPeers();
    thread.execute(
        () -> {
          seats.configure(changed);
          dialer.reserve(changed.reserved());
          seats.surplus().forEach(link -> drop(link.id(), 0, "too many peers"));
        });
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
          links.values().stream().filter(gone).forEach(link -> lose(link, "the transport stopped"));
        });
  }

  void listenerAdded(PeerListener listener) {
    listeners.add(listener);
  }

  void listenerRemoved(PeerListener listener) {
    listeners.remove(listener);
  }

  /** Closes all connections. */
  void stop() {
    thread.execute(
        () -> {
          stopped = true;
          dialer.stop();
          links.keySet().forEach(peer -> drop(peer, 0, "the node stops"));
        });
  }

  private Optional<String> admit(Link link) {
    PeerId peer = link.id();
    Link older = links.get(peer);
    if (older != null && !older.connected()) {
      lose(older, older.end());
      older = links.get(peer);
    }
    Optional<String> refusal = older == null ? refusal(link) : Optional.empty();
    if (refusal.isPresent()) {
      link.close(Fault.REFUSED.code(), refusal.get());
      return refusal;
    }
    link.connection
        .closed()
        .whenComplete(
            (reason, failure) -> {
              link.ended(String.valueOf(reason));
              thread.execute(() -> ended(link));
            });
    if (older == null) {
      install(link);
      return refusal;
    }
    switch (Duplicates.judge(self, older, link)) {
      case KEEP_OLDER -> link.close(0, "there is a connection already");
      case TAKE_NEWER -> {
        closeSpare(peer, 0, "there is a connection already");
        remove(older, 0, "another connection took its place");
        install(link);
      }
      case RESERVE_NEWER -> reserve(link);
    }
    return refusal;
  }

  private Optional<String> refusal(Link link) {
    if (stopped) {
      return Optional.of("the node stops");
    }
    if (link.id().equals(self)) {
      return Optional.of("connected to itself");
    }
    if (standing.banned(link.id())) {
      return Optional.of("banned for misbehaviour");
    }
    return seats.refusal(link);
  }

  private void install(Link link) {
    links.put(link.id(), link);
    book.connected(link.id(), link.address(), link.target == null ? "itself" : link.target.source);
    streams.attach(link, link.connection);
    LOG.trace("Connected: {}", link);
    tell(listener -> listener.connected(link));
    dialer.admitted(link);
  }

  /** See {@link Duplicates}: when the acceptor closes neither, the newer takes the place. */
  private void reserve(Link link) {
    closeSpare(link.id(), 0, "there is a connection already");
    spares.put(link.id(), link);
    thread.schedule(
        RESERVE,
        () -> {
          Link current = links.get(link.id());
          if (current != null && spares.remove(link.id(), link)) {
            remove(current, 0, "another connection took its place");
            install(link);
          }
        });
  }

  private void ended(Link link) {
    if (!spares.remove(link.id(), link) && links.get(link.id()) == link) {
      lose(link, link.end());
    }
  }

  /**
   * A connection has ended that this node wanted: the reserve takes its place, or it is redialed.
   */
  private void lose(Link link, String reason) {
    remove(link, 0, reason);
    Link spare = spares.remove(link.id());
    if (spare != null && spare.connected()) {
      install(spare);
    } else {
      dialer.lost(link, reason);
    }
  }

  /** Ends all that there is with a peer, by our own decision. */
  private void drop(PeerId peer, long code, String reason) {
    closeSpare(peer, code, reason);
    Link link = links.get(peer);
    if (link != null) {
      remove(link, code, reason);
      dialer.dropped(link, reason);
    }
  }

  private void closeSpare(PeerId peer, long code, String reason) {
    Link spare = spares.remove(peer);
    if (spare != null) {
      spare.close(code, reason);
    }
  }

  private void remove(Link link, long code, String reason) {
    links.remove(link.id(), link);
    book.disconnected(link.id());
    link.close(code, reason);
    LOG.trace("Disconnected: {}: {}", link, reason);
    tell(listener -> listener.disconnected(link, reason));
  }

  /** A plugin's failure is its own: the others are told all the same. */
  private void tell(Consumer<PeerListener> event) {
    for (PeerListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException failure) {
        LOG.error("{} failed on a peer's event", listener.getClass().getName(), failure);
      }
    }
  }

  private final class ForDialer implements Dialer.Owner {
    @Override
    public Link link(PeerId peer) {
      return links.get(peer);
    }

    @Override
    public boolean lonely() {
      return links.isEmpty();
    }

    @Override
    public boolean banned(PeerId peer) {
      return standing.banned(peer);
    }

    @Override
    public void failed(PeerId peer) {
      book.failed(peer);
    }

    @Override
    public void wrong(PeerId peer, PeerAddress at) {
      boolean exempt = links.containsKey(peer) || reserved.contains(peer);
      if (!exempt && book.isOwnWord(peer, at.host(), at.port())) {
        ban(peer, Book.LIE, "it is not where its signed record says");
      }
    }

    @Override
    public boolean room(int dialing) {
      return seats.roomToDial(dialing);
    }

    @Override
    public Optional<String> admit(Link link) {
      return PeerManager.this.admit(link);
    }
  }
}
