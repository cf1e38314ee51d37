package io.tessera.protocol.ce144;

import io.tessera.chain.Chain;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Ed25519Signature;
import io.tessera.lib.codec.PeerId;
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
import io.tessera.work.AuditAnnouncement;
import io.tessera.work.AuditAnnouncement.Claim;
import io.tessera.work.AuditEvidence;
import io.tessera.work.AuditListener;
import io.tessera.work.AuditPool;
import io.tessera.work.AuditPool.Own;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes announcements of auditors, and sends this node's own to all other auditors. */
@Component(service = {StreamProtocol.class, PeerListener.class, TopologyListener.class})
@StreamKind(AuditAnnouncementProtocol.KIND)
public final class AuditAnnouncementProtocol
    implements StreamProtocol, AuditListener, PeerListener, TopologyListener {
  private static final Logger LOG = LoggerFactory.getLogger(AuditAnnouncementProtocol.class);

  static final int KIND = 144;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final Limits LIMITS = new Limits(64 * 1024, TIMEOUT, 4);

  /** Announcements on their way to a peer. */
  private static final int AT_ONCE = LIMITS.maxPerPeer() / 2;

  /**
   * Most bytes of evidence. Of 1,023 auditors some 30 audit each of 341 reports: were none of them
   * to show up, an auditor would have to prove 12 kB for each of some 20 reports.
   */
  static final int MOST_EVIDENCE = 1 << 20;

  private final AuditPool pool;
  private final Chain chain;
  private final Peers peers;
  private final NodeKey self;
  private final Streams streams;
  private final Told<Ed25519Signature> told = new Told<>();
  private final Deliveries<Own> sending;
  private volatile Topology topology = Topology.EMPTY;

  /** Announces what is published in a pool. */
  @Activate
  public AuditAnnouncementProtocol(
      @Reference AuditPool pool,
      @Reference Chain chain,
      @Reference Peers peers,
      @Reference NodeKey self,
      @Reference Streams streams,
      @Reference Workers workers) {
    this.pool = pool;
    this.chain = chain;
    this.peers = peers;
    this.self = self;
    this.streams = streams;
    sending = new Deliveries<>("audit", AT_ONCE, workers, new Announcing());
  }

  @Activate
  void start() {
    pool.addListener(this);
    tell(pool.own(), peers.connected());
  }

  @Deactivate
  void stop() {
    pool.removeListener(this);
    sending.close();
  }

  @Override
  public String name() {
    return "CE 144 audit announcement";
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  // ---- what auditors announce

  @Override
  public void serve(PeerStream stream) throws StreamException {
    PeerId peer = stream.peer().id();
    Claim claim = stream.read(Claim.CODEC, Claim.maxSize(chain.parameters().cores()));
    if (!topology.isValidator(peer)) {
      throw new StreamException(Fault.REFUSED, "announcements come from auditors");
    }
    AuditEvidence evidence = readEvidence(stream, claim);
    stream.readFin();
    try {
      pool.offer(new AuditAnnouncement(claim, evidence), peer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while an audit was verified", e);
    }
    stream.finish();
  }

  private static AuditEvidence readEvidence(PeerStream stream, Claim claim) throws StreamException {
    return claim.tranche() == 0
        ? stream.read(AuditEvidence.First.CODEC)
        : stream.read(AuditEvidence.Later.codec(claim.statement().reports().size()), MOST_EVIDENCE);
  }

  // ---- what this node announces

  @Override
  public void published(Own own) {
    tell(List.of(own), peers.connected());
  }

  @Override
  public void connected(Peer peer) {
    tell(pool.own(), List.of(peer));
  }

  /** When it comes back, it may have lost what it knew. */
  @Override
  public void disconnected(Peer peer, String reason) {
    told.forget(peer.id());
    sending.drop(peer.id());
  }

  @Override
  public void topologyChanged(Topology changed) {
    topology = changed;
  }

  private void tell(List<Own> announcements, List<Peer> whom) {
    for (Own own : announcements) {
      Set<Ed25519Public> auditors = new HashSet<>(own.auditors());
      auditors.remove(self.id().key());
      for (Peer peer : whom) {
        PeerId id = peer.id();
        if (auditors.contains(id.key()) && told.add(id, subject(own))) {
          sending.add(id, own);
        }
      }
    }
  }

  private static Ed25519Signature subject(Own own) {
    return own.announcement().claim().statement().signature();
  }

  private final class Announcing implements Deliveries.Carrier<Own> {
    @Override
    public void send(PeerId peer, Own own) throws StreamException {
      try (PeerStream stream = streams.open(peer, KIND, TIMEOUT)) {
        stream.write(Claim.CODEC, own.announcement().claim());
        switch (own.announcement().evidence()) {
          case AuditEvidence.First first -> stream.finish(AuditEvidence.First.CODEC, first);
          case AuditEvidence.Later later ->
              stream.finish(AuditEvidence.Later.codec(later.reports().size()), later);
        }
        stream.readFin();
      }
    }

    @Override
    public boolean isWanted(PeerId peer, Own own) {
      return pool.own().contains(own);
    }

    @Override
    public void failed(PeerId peer, Own own, StreamException why) {
      LOG.debug("Audits of {} not taken by {}", own.announcement().claim().block(), peer, why);
    }

    @Override
    public void ended(PeerId peer, Own own, boolean taken) {
      if (!taken) {
        told.remove(peer, subject(own));
      }
    }
  }
}
