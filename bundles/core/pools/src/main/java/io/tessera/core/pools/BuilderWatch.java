package io.tessera.core.pools;

import io.tessera.chain.Chain;
import io.tessera.chain.SlotClock;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerListener;
import io.tessera.net.Peers;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;
import io.tessera.work.PackageListener;
import io.tessera.work.PackagePool;
import io.tessera.work.Submission;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Drops builders that bring no valid work-package, so that their connections are there for others
 * (JAMNP-S, "Required connectivity"): the first must come soon, later ones once an epoch, and
 * several bad ones in a row end it at once.
 */
@Component(service = {PeerListener.class, TopologyListener.class})
public final class BuilderWatch implements PeerListener, TopologyListener, PackageListener {
  /** Slots from the connection to the first valid package at most. */
  static final int FIRST_SLOTS = 10;

  /** Packages in a row that break a rule. */
  static final int MOST_BAD = 3;

  private final PackagePool pool;
  private final Peers peers;
  private final SlotClock clock;
  private final Duration first;
  private final Duration later;
  private final Map<PeerId, Watched> watched = new HashMap<>();
  private volatile Topology topology = Topology.EMPTY;

  /** A builder's connection, how it did, and what ends it. Guarded by the map's owner. */
  private static final class Watched {
    private final Peer peer;
    private int bad;
    private Future<?> end;

    private Watched(Peer peer) {
      this.peer = peer;
    }
  }

  /** Watches who brings packages to a pool. */
  @Activate
  public BuilderWatch(
      @Reference PackagePool pool,
      @Reference Peers peers,
      @Reference SlotClock clock,
      @Reference Chain chain) {
    this.pool = pool;
    this.peers = peers;
    this.clock = clock;
    int slotSeconds = chain.parameters().slotSeconds();
    first = Duration.ofSeconds((long) FIRST_SLOTS * slotSeconds);
    later = Duration.ofSeconds((long) chain.parameters().epochLength() * slotSeconds);
  }

  @Activate
  void start() {
    pool.addListener(this);
    peers.connected().forEach(this::connected);
  }

  @Deactivate
  synchronized void stop() {
    pool.removeListener(this);
    watched.values().forEach(it -> it.end.cancel(false));
    watched.clear();
  }

  @Override
  public void topologyChanged(Topology changed) {
    topology = changed;
  }

  @Override
  public synchronized void connected(Peer peer) {
    if (peer.builder() && !peer.initiator()) {
      forget(watched.get(peer.id()));
      Watched added = new Watched(peer);
      watched.put(peer.id(), added);
      endIn(first, added);
    }
  }

  @Override
  public synchronized void disconnected(Peer peer, String reason) {
    Watched gone = watched.get(peer.id());
    if (gone != null && gone.peer.equals(peer)) {
      watched.remove(peer.id());
      forget(gone);
    }
  }

  @Override
  public synchronized void held(Submission submission, PeerId builder) {
    Watched good = watched.get(builder);
    if (good != null) {
      good.bad = 0;
      forget(good);
      endIn(later, good);
    }
  }

  @Override
  public synchronized void refused(PeerId builder, String why) {
    Watched bad = watched.get(builder);
    if (bad != null && ++bad.bad >= MOST_BAD) {
      drop(bad, MOST_BAD + " bad work-packages, the last one for: " + why);
    }
  }

  private void endIn(Duration time, Watched builder) {
    builder.end =
        clock.at(
            clock.instant().plus(time),
            () -> drop(builder, "a builder without a work-package for " + time.toSeconds() + " s"));
  }

  private static void forget(Watched builder) {
    if (builder != null) {
      builder.end.cancel(false);
    }
  }

  /** Validators stay: they are connected for other reasons too. */
  private void drop(Watched builder, String reason) {
    PeerId id = builder.peer.id();
    if (builder.peer.connected() && !topology.isValidator(id)) {
      peers.disconnect(id, reason);
    }
  }
}
