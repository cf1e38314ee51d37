package io.tessera.protocol.ce142;

import io.tessera.chain.PreimageFetcher;
import io.tessera.chain.PreimageListener;
import io.tessera.chain.PreimagePool;
import io.tessera.chain.PreimagePool.Request;
import io.tessera.chain.event.PreimageEvents.AnnouncedPreimageForgotten;
import io.tessera.chain.event.PreimageEvents.ForgetReason;
import io.tessera.chain.event.PreimageEvents.PreimageAnnounced;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Preimage;
import io.tessera.net.Deliveries;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
import io.tessera.net.Peer;
import io.tessera.net.PeerListener;
import io.tessera.net.PeerStream;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Streams;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;
import io.tessera.net.Workers;
import io.tessera.net.event.NodeEvents;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes announcements and fetches what is wanted; announces what is held to those validators that
 * should hear of it from this node: its neighbours in the grid, or all when it is no validator.
 */
@Component(service = {StreamProtocol.class, PeerListener.class, TopologyListener.class})
@StreamKind(PreimageAnnouncementProtocol.KIND)
public final class PreimageAnnouncementProtocol
    implements StreamProtocol, PreimageListener, PeerListener, TopologyListener {
  private static final Logger LOG = LoggerFactory.getLogger(PreimageAnnouncementProtocol.class);

  static final int KIND = 142;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Each may take as long as a fetch does. */
  private static final Limits LIMITS = new Limits(Request.SIZE, TIMEOUT, 16);

  /** Announcements on their way to a peer. */
  private static final int AT_ONCE = LIMITS.maxPerPeer() / 2;

  private final PreimagePool pool;
  private final Peers peers;
  private final NodeKey self;
  private final Streams streams;
  private final NodeEvents events;
  private final Told told = new Told();
  private final Fetches fetches = new Fetches();
  private final Deliveries<Request> announcements;
  private final AtomicReference<PreimageFetcher> fetcher = new AtomicReference<>();
  private volatile Topology topology = Topology.EMPTY;

  /** Announces what a pool holds. */
  @Activate
  public PreimageAnnouncementProtocol(
      @Reference PreimagePool pool,
      @Reference Peers peers,
      @Reference NodeKey self,
      @Reference Streams streams,
      @Reference Workers workers,
      @Reference NodeEvents events) {
    this.pool = pool;
    this.peers = peers;
    this.self = self;
    this.streams = streams;
    this.events = events;
    announcements = new Deliveries<>("preimage", AT_ONCE, workers, new Announcing());
  }

  @Activate
  void start() {
    pool.addListener(this);
  }

  @Deactivate
  void stop() {
    pool.removeListener(this);
    announcements.close();
  }

  /** CE 143, a plugin of its own; without it announcements come to nothing. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindFetcher(PreimageFetcher added) {
    fetcher.set(added);
  }

  void unbindFetcher(PreimageFetcher removed) {
    fetcher.compareAndSet(removed, null);
  }

  @Override
  public String name() {
    return "CE 142 preimage announcement";
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  // ---- what peers announce

  @Override
  public void serve(PeerStream stream) throws StreamException {
    Request request = stream.read(Request.CODEC);
    stream.tell(new PreimageAnnounced(request));
    stream.readFin();
    PeerId peer = stream.peer().id();
    told.add(peer, request); // before it can know that it was heard
    stream.finish();
    try {
      if (pool.isWanted(request)) {
        fetch(peer, request);
      } else if (pool.find(request.hash()).isEmpty()) {
        ForgetReason why =
            pool.hasRoomFor(request) ? ForgetReason.NOT_REQUESTED : ForgetReason.TOO_MANY;
        events.tell(new AnnouncedPreimageForgotten(request, why));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.debug("Stopped before preimage {} was fetched", request.hash());
    } catch (StreamException e) {
      if (pool.find(request.hash()).isEmpty()) {
        events.tell(new AnnouncedPreimageForgotten(request, ForgetReason.NOT_ACQUIRED));
      }
      if (e.fault() == Fault.MISBEHAVED) {
        throw e; // who lies is reported
      }
      LOG.debug("Preimage {} does not come from {}", request.hash(), peer.shortName(), e);
    }
  }

  private void fetch(PeerId peer, Request request) throws StreamException, InterruptedException {
    if (!fetches.begin(peer, request)) {
      return; // it says the same again
    }
    boolean fetched = false;
    try {
      PreimageFetcher from = fetcher.get();
      if (from != null && pool.isWanted(request)) {
        Bytes blob = from.fetch(peer, request.hash(), request.length());
        fetched = true;
        pool.offer(new Preimage(request.service(), blob), Optional.of(peer));
      }
    } finally {
      fetches.end(peer, request, fetched);
    }
  }

  // ---- what this node announces

  @Override
  public void held(Request request, Optional<PeerId> from) {
    from.ifPresent(peer -> told.add(peer, request));
    peers.connected().forEach(peer -> tell(peer, request));
  }

  @Override
  public void connected(Peer peer) {
    pool.held().forEach(request -> tell(peer, request));
  }

  /** When it comes back, it may have lost what it knew. */
  @Override
  public void disconnected(Peer peer, String reason) {
    told.forget(peer.id());
    announcements.drop(peer.id());
  }

  @Override
  public void topologyChanged(Topology changed) {
    topology = changed;
    peers.connected().forEach(this::connected);
  }

  private void tell(Peer peer, Request request) {
    if (isToHear(peer.id()) && told.add(peer.id(), request)) {
      announcements.add(peer.id(), request);
    }
  }

  /** Announcements go to validators, those of a validator to its neighbours. */
  private boolean isToHear(PeerId peer) {
    Topology now = topology;
    return now.isValidator(peer)
        && (!now.isValidator(self.id()) || now.neighbours(self.id(), peer));
  }

  private final class Announcing implements Deliveries.Carrier<Request> {
    @Override
    public void send(PeerId peer, Request request) throws StreamException {
      try (PeerStream stream = streams.open(peer, KIND, TIMEOUT)) {
        stream.tell(new PreimageAnnounced(request));
        stream.finish(Request.CODEC, request);
        stream.readFin();
      }
    }

    @Override
    public boolean isWanted(PeerId peer, Request request) {
      return isToHear(peer) && pool.held().contains(request);
    }

    @Override
    public void failed(PeerId peer, Request request, StreamException why) {
      LOG.debug("Preimage {} not announced to {}", request.hash(), peer.shortName(), why);
    }

    @Override
    public void ended(PeerId peer, Request request, boolean taken) {
      if (!taken) {
        told.remove(peer, request);
      }
    }
  }
}
