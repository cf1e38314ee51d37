package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerStatistics.Ending;
import io.tessera.net.transport.StreamHost;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections, one a peer, each handed to the stream runtime while it stands. Changed on the
 * manager's thread only, read by any.
 */
final class Links {
  /** How long a dialer that holds two connections waits for the acceptor to close one. */
  static final Duration RESERVE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Links.class);

  /** Is told of what becomes of connections, on the manager's thread. */
  interface Events {
    /** A connection stands. */
    void connected(Link link);

    /** It has ended; another to the peer may follow at once. */
    void disconnected(Link link, String reason);

    /** The last one to a peer has ended, though this node wanted it. */
    void lost(Link link, String reason);

    /** The last one to a peer has been ended by this node. */
    void dropped(Link link, String reason);
  }

  private final PeerId self;
  private final EventThread thread;
  private final StreamHost streams;
  private final Events events;
  private final Tally tally;
  private final ConcurrentMap<PeerId, Link> links = new ConcurrentHashMap<>();
  private final Map<PeerId, Link> spares = new HashMap<>();

  Links(PeerId self, EventThread thread, StreamHost streams, Events events, Tally tally) {
    this.tally = tally;
    this.self = self;
    this.thread = thread;
    this.streams = streams;
    this.events = events;
  }

  /** The connections that stand, as a view; from any thread. */
  Collection<Link> all() {
    return links.values();
  }

  /** The same as a list of what plugins see. */
  List<Peer> connected() {
    return List.copyOf(links.values());
  }

  /** The connection to a peer, or null; from any thread. */
  Link find(PeerId peer) {
    return links.get(peer);
  }

  /** The connection to a peer that really stands: one that has just ended is lost before. */
  Link alive(PeerId peer) {
    Link link = links.get(peer);
    if (link != null && !link.connected()) {
      lose(link, link.end(), Tally.ending(link.end()));
    }
    return links.get(peer);
  }

  /** Takes a connection in that has a seat; of two with one peer, one stays. */
  void take(Link link) {
    Link older = links.get(link.id());
    link.connection
        .closed()
        .whenComplete(
            (reason, failure) -> {
              link.ended(String.valueOf(reason));
              thread.execute(() -> ended(link));
            });
    if (older == null) {
      install(link);
      return;
    }
    switch (Duplicates.judge(self, older, link)) {
      case KEEP_OLDER -> link.close(0, "there is a connection already");
      case TAKE_NEWER -> {
        closeSpare(link.id(), 0, "there is a connection already");
        remove(older, 0, "another connection took its place", Ending.REPLACED);
        install(link);
      }
      case RESERVE_NEWER -> reserve(link);
    }
  }

  private void install(Link link) {
    links.put(link.id(), link);
    tally.opened(link);
    streams.attach(link, link.connection);
    LOG.trace("Connected: {}", link);
    events.connected(link);
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
            remove(current, 0, "another connection took its place", Ending.REPLACED);
            install(link);
          }
        });
  }

  private void ended(Link link) {
    if (!spares.remove(link.id(), link) && links.get(link.id()) == link) {
      lose(link, link.end(), Tally.ending(link.end()));
    }
  }

  /**
   * A connection has ended that this node wanted: the reserve takes its place, or it is redialed.
   */
  void lose(Link link, String reason, Ending ending) {
    remove(link, 0, reason, ending);
    Link spare = spares.remove(link.id());
    if (spare != null && spare.connected()) {
      install(spare);
    } else {
      events.lost(link, reason);
    }
  }

  /** Ends all that there is with a peer, by this node's own decision. */
  void drop(PeerId peer, long code, String reason, Ending ending) {
    closeSpare(peer, code, reason);
    Link link = links.get(peer);
    if (link != null) {
      remove(link, code, reason, ending);
      events.dropped(link, reason);
    }
  }

  private void closeSpare(PeerId peer, long code, String reason) {
    Link spare = spares.remove(peer);
    if (spare != null) {
      spare.close(code, reason);
    }
  }

  private void remove(Link link, long code, String reason, Ending ending) {
    tally.closed(link, ending, () -> links.remove(link.id(), link));
    link.close(code, reason);
    LOG.trace("Disconnected: {}: {}", link, reason);
    events.disconnected(link, reason);
  }
}
