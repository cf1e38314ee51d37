package io.tessera.protocol.ce145;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
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
import io.tessera.work.Auditor;
import io.tessera.work.JudgmentListener;
import io.tessera.work.JudgmentPool;
import io.tessera.work.JudgmentPool.Held;
import io.tessera.work.PublishedJudgment;
import io.tessera.work.ReportCredential;
import io.tessera.work.ReportFetcher;
import io.tessera.work.ReportPool;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Takes judgments, passes negative ones on, and sends this node's own to all who audit or may
 * include them.
 */
@Component(service = {StreamProtocol.class, PeerListener.class, TopologyListener.class})
@StreamKind(JudgmentProtocol.KIND)
public final class JudgmentProtocol
    implements StreamProtocol, JudgmentListener, PeerListener, TopologyListener {
  private static final Logger LOG = LoggerFactory.getLogger(JudgmentProtocol.class);

  static final int KIND = 145;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final Limits LIMITS =
      new Limits(Math.max(PublishedJudgment.SIZE, ReportCredential.MAX_SIZE), TIMEOUT, 16);

  /** Judgments on their way to a peer. */
  private static final int AT_ONCE = LIMITS.maxPerPeer() / 2;

  private final JudgmentPool pool;
  private final Peers peers;
  private final NodeKey self;
  private final Streams streams;
  private final Workers workers;
  private final Told<Subject> told = new Told<>();
  private final Deliveries<Held> judgments;
  private final Disputed disputed;
  private volatile Topology topology = Topology.EMPTY;

  /** What a peer can know: who has judged what how. */
  private record Subject(Hash report, long epoch, int validator, boolean valid) {
    static Subject of(PublishedJudgment judgment) {
      return new Subject(
          judgment.report(), judgment.epoch(), judgment.validator(), judgment.valid());
    }
  }

  /** Publishes what a pool holds. */
  @Activate
  public JudgmentProtocol(
      @Reference JudgmentPool pool,
      @Reference ReportPool reports,
      @Reference Peers peers,
      @Reference NodeKey self,
      @Reference Streams streams,
      @Reference Workers workers) {
    this.pool = pool;
    this.peers = peers;
    this.self = self;
    this.streams = streams;
    this.workers = workers;
    judgments = new Deliveries<>("judgment", AT_ONCE, workers, new Publishing());
    disputed = new Disputed(reports, workers);
  }

  @Activate
  void start() {
    pool.addListener(this);
    pool.held().forEach(this::held);
  }

  @Deactivate
  void stop() {
    pool.removeListener(this);
    judgments.close();
  }

  /** CE 136, a plugin of its own; without it reports that are not here are not audited. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindFetcher(ReportFetcher added) {
    disputed.bindFetcher(added);
  }

  void unbindFetcher(ReportFetcher removed) {
    disputed.unbindFetcher(removed);
  }

  /** What judges reports; without one this node judges none. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindAuditor(Auditor added) {
    disputed.bindAuditor(added);
  }

  void unbindAuditor(Auditor removed) {
    disputed.unbindAuditor(removed);
  }

  @Override
  public String name() {
    return "CE 145 judgment publication";
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  // ---- what peers publish

  @Override
  public void serve(PeerStream stream) throws StreamException {
    PublishedJudgment judgment = stream.read(PublishedJudgment.CODEC);
    Optional<ReportCredential> guarantee =
        judgment.valid() ? Optional.empty() : Optional.of(stream.read(ReportCredential.CODEC));
    stream.readFin();
    PeerId peer = stream.peer().id();
    if (!topology.isValidator(peer)) {
      throw new StreamException(Fault.REFUSED, "judgments come from validators");
    }
    try {
      if (!pool.offer(judgment, guarantee, peer)) {
        told.add(peer, Subject.of(judgment));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while a judgment was verified", e);
    }
    stream.finish();
  }

  // ---- what this node publishes and passes on

  @Override
  public void held(Held held) {
    held.from().ifPresent(peer -> told.add(peer, Subject.of(held.judgment())));
    if (held.from().isEmpty() || !held.judgment().valid()) {
      var unused = workers.start("judgment", () -> tell(List.of(held), peers.connected()));
    }
    if (held.from().isPresent() && !held.judgment().valid()) {
      var unused = workers.start("disputed report", () -> look(held));
    }
  }

  @Override
  public void connected(Peer peer) {
    tell(List.of(peer));
  }

  /** When it comes back, it may have lost what it knew. */
  @Override
  public void disconnected(Peer peer, String reason) {
    told.forget(peer.id());
    judgments.drop(peer.id());
  }

  @Override
  public void topologyChanged(Topology changed) {
    topology = changed;
    tell(peers.connected());
  }

  private void tell(List<Peer> whom) {
    List<Held> held = pool.held();
    if (!held.isEmpty()) {
      var unused = workers.start("judgments", () -> tell(held, whom));
    }
  }

  /** Many judgments are of one epoch, whose validators need not be looked up for each. */
  private void tell(List<Held> held, List<Peer> whom) throws InterruptedException {
    Map<Long, Optional<Hearers>> byEpoch = new HashMap<>();
    for (Held each : held) {
      long epoch = each.judgment().epoch();
      if (!byEpoch.containsKey(epoch)) {
        byEpoch.put(epoch, hearers(epoch));
      }
      byEpoch.get(epoch).ifPresent(hearers -> spread(each, whom, hearers));
    }
  }

  /** Empty when no block can include judgments of the epoch any more. */
  private Optional<Hearers> hearers(long epoch) throws InterruptedException {
    return workers.compute(() -> pool.audience(epoch)).map(Hearers::of);
  }

  private void look(Held held) throws InterruptedException {
    PublishedJudgment judgment = held.judgment();
    Optional<Hearers> hearers = hearers(judgment.epoch());
    if (hearers.isPresent() && hearers.get().auditors().contains(self.id().key())) {
      disputed.look(judgment, held.from());
    }
  }

  /** To those who should hear of it from this node and do not know it. */
  private void spread(Held held, List<Peer> whom, Hearers hearers) {
    for (Peer peer : whom) {
      PeerId id = peer.id();
      if (isToHear(held, id, hearers) && told.add(id, Subject.of(held.judgment()))) {
        judgments.add(id, held);
      }
    }
  }

  /**
   * This node's own go to the auditors and their successors; others' to neighbours among the
   * auditors, from one of them, but not back to who has made it.
   */
  private boolean isToHear(Held held, PeerId peer, Hearers hearers) {
    if (held.from().isEmpty()) {
      return hearers.all().contains(peer.key());
    }
    Ed25519Public judge = hearers.judges().get(held.judgment().validator());
    return hearers.auditors().contains(peer.key())
        && !judge.equals(peer.key())
        && hearers.auditors().contains(self.id().key())
        && topology.neighbours(self.id(), peer);
  }

  private final class Publishing implements Deliveries.Carrier<Held> {
    @Override
    public void send(PeerId peer, Held held) throws StreamException {
      try (PeerStream stream = streams.open(peer, KIND, TIMEOUT)) {
        if (held.guarantee().isPresent()) {
          stream.write(PublishedJudgment.CODEC, held.judgment());
          stream.finish(ReportCredential.CODEC, held.guarantee().get());
        } else {
          stream.finish(PublishedJudgment.CODEC, held.judgment());
        }
        stream.readFin();
      }
    }

    @Override
    public boolean isWanted(PeerId peer, Held held) throws InterruptedException {
      return hearers(held.judgment().epoch())
          .filter(hearers -> isToHear(held, peer, hearers))
          .isPresent();
    }

    @Override
    public void failed(PeerId peer, Held held, StreamException why) {
      LOG.debug("Judgment of {} not taken by {}", held.judgment().report(), peer.shortName(), why);
    }

    @Override
    public void ended(PeerId peer, Held held, boolean taken) {
      if (!taken) {
        told.remove(peer, Subject.of(held.judgment()));
      }
    }
  }
}
