package io.tessera.protocol.ce145;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
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
import io.tessera.work.JudgmentPool.Audience;
import io.tessera.work.JudgmentPool.Held;
import io.tessera.work.PublishedJudgment;
import io.tessera.work.ReportCredential;
import io.tessera.work.ReportFetcher;
import io.tessera.work.ReportPool;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  private final JudgmentPool pool;
  private final Peers peers;
  private final NodeKey self;
  private final Streams streams;
  private final Workers workers;
  private final Told<Subject> told = new Told<>();
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
      var unused = workers.start("judgment", () -> spread(held, peers.connected()));
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
  }

  @Override
  public void topologyChanged(Topology changed) {
    topology = changed;
    tell(peers.connected());
  }

  private void tell(List<Peer> whom) {
    List<Held> held = pool.held();
    if (!held.isEmpty()) {
      var unused =
          workers.start(
              "judgments",
              () -> {
                for (Held each : held) {
                  spread(each, whom);
                }
              });
    }
  }

  private void look(Held held) throws InterruptedException {
    PublishedJudgment judgment = held.judgment();
    Optional<Audience> audience = workers.compute(() -> pool.audience(judgment.epoch()));
    if (audience.isPresent() && audience.get().auditors().contains(self.id().key())) {
      disputed.look(judgment, held.from());
    }
  }

  /** To those who should hear of it from this node and do not know it. */
  private void spread(Held held, List<Peer> whom) throws InterruptedException {
    PublishedJudgment judgment = held.judgment();
    Optional<Audience> audience = workers.compute(() -> pool.audience(judgment.epoch()));
    if (audience.isEmpty()) {
      return; // no block can include it any more
    }
    Set<Ed25519Public> listeners = listeners(held, audience.get());
    for (Peer peer : whom) {
      PeerId id = peer.id();
      boolean toHear =
          listeners.contains(id.key())
              && (held.from().isEmpty() || topology.neighbours(self.id(), id));
      if (toHear && told.add(id, Subject.of(judgment))) {
        var unused = workers.start("judgment to " + id.shortName(), () -> send(id, held));
      }
    }
  }

  /**
   * This node's own go to the auditors and their successors; others' to auditors, from one of them,
   * but not back to who has made it.
   */
  private Set<Ed25519Public> listeners(Held held, Audience audience) {
    Set<Ed25519Public> listeners = new HashSet<>(audience.auditors());
    if (held.from().isEmpty()) {
      listeners.addAll(audience.successors());
      return listeners;
    }
    listeners.remove(audience.auditors().get(held.judgment().validator()));
    return listeners.contains(self.id().key()) ? listeners : Set.of();
  }

  private void send(PeerId peer, Held held) {
    try (PeerStream stream = streams.open(peer, KIND, TIMEOUT)) {
      if (held.guarantee().isPresent()) {
        stream.write(PublishedJudgment.CODEC, held.judgment());
        stream.finish(ReportCredential.CODEC, held.guarantee().get());
      } else {
        stream.finish(PublishedJudgment.CODEC, held.judgment());
      }
      stream.readFin();
    } catch (StreamException e) {
      told.remove(peer, Subject.of(held.judgment()));
      LOG.debug("Judgment of {} not taken by {}", held.judgment().report(), peer.shortName(), e);
    }
  }
}
