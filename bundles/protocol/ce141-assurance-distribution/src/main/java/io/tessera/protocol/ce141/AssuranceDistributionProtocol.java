package io.tessera.protocol.ce141;

import io.tessera.chain.Chain;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Fault;
import io.tessera.net.NodeKey;
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
import io.tessera.work.AssuranceListener;
import io.tessera.work.AssurancePool;
import io.tessera.work.SignedAssurance;
import io.tessera.work.event.AvailabilityEvents.AssuranceDistributed;
import io.tessera.work.event.AvailabilityEvents.AssuranceReceived;
import io.tessera.work.event.AvailabilityEvents.AssuranceSending;
import io.tessera.work.event.AvailabilityEvents.DistributingAssurance;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes assurances of peers, and sends those of this node to all possible authors. */
@Component(service = {StreamProtocol.class, TopologyListener.class})
@StreamKind(AssuranceDistributionProtocol.KIND)
public final class AssuranceDistributionProtocol
    implements StreamProtocol, AssuranceListener, TopologyListener {
  private static final Logger LOG = LoggerFactory.getLogger(AssuranceDistributionProtocol.class);

  static final int KIND = 141;

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final AssurancePool pool;
  private final Peers peers;
  private final NodeKey self;
  private final Streams streams;
  private final Workers workers;
  private final NodeEvents events;
  private final Codec<SignedAssurance> codec;
  private final Limits limits;

  /** What each author was sent last. */
  private final Map<PeerId, SignedAssurance> sent = new ConcurrentHashMap<>();

  private volatile Topology topology = Topology.EMPTY;

  /** Exchanges assurances of a chain. */
  @Activate
  public AssuranceDistributionProtocol(
      @Reference Chain chain,
      @Reference AssurancePool pool,
      @Reference Peers peers,
      @Reference NodeKey self,
      @Reference Streams streams,
      @Reference Workers workers,
      @Reference NodeEvents events) {
    this.pool = pool;
    this.peers = peers;
    this.self = self;
    this.streams = streams;
    this.workers = workers;
    this.events = events;
    codec = SignedAssurance.codec(chain.parameters());
    // one a slot, and some patience with a peer whose streams end slowly
    limits = new Limits(SignedAssurance.size(chain.parameters()), TIMEOUT, 4);
  }

  @Activate
  void start() {
    pool.addListener(this);
  }

  @Deactivate
  void stop() {
    pool.removeListener(this);
  }

  @Override
  public String name() {
    return "CE 141 assurance distribution";
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public void topologyChanged(Topology changed) {
    topology = changed;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    if (!topology.isValidator(self.id())) {
      throw new StreamException(Fault.REFUSED, "this node authors no blocks");
    }
    SignedAssurance assurance = stream.read(codec);
    stream.tell(new AssuranceReceived(assurance.anchor()));
    stream.readFin();
    switch (offer(assurance, stream.peer().id())) {
      case HELD, KNOWN -> stream.finish();
      case LATE -> throw new StreamException(Fault.REFUSED, "an assurance that is late");
      case NO_ASSURER ->
          throw new StreamException(Fault.REFUSED, "its sender is no assurer for that block");
      case LIE ->
          throw new StreamException(
              Fault.MISBEHAVED, "an assurance that is not its sender's, or of an empty core");
    }
  }

  private AssurancePool.Outcome offer(SignedAssurance assurance, PeerId from)
      throws StreamException {
    try {
      return pool.offer(assurance, from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while an assurance was checked", e);
    }
  }

  @Override
  public void assured(SignedAssurance assurance, Collection<PeerId> authors) {
    sent.keySet().retainAll(Set.copyOf(authors)); // which may be a list of 1,023
    DistributingAssurance begun = new DistributingAssurance(assurance);
    events.tell(begun);
    Phaser sending = distributed(begun);
    for (PeerId author : authors) {
      if (peers.find(author).isPresent() // which this node itself is not
          && !assurance.equals(sent.put(author, assurance))) {
        sending.register();
        var unused =
            workers.start("assurance to " + author.shortName(), () -> send(author, begun, sending));
      }
    }
    sending.arriveAndDeregister();
  }

  /** Says so when nobody is sending any more. */
  private Phaser distributed(DistributingAssurance begun) {
    return new Phaser(1) {
      @Override
      protected boolean onAdvance(int phase, int left) {
        events.tell(new AssuranceDistributed(begun));
        return true;
      }
    };
  }

  private void send(PeerId author, DistributingAssurance begun, Phaser sending) {
    SignedAssurance assurance = begun.assurance();
    try (PeerStream stream = streams.open(author, KIND, TIMEOUT)) {
      stream.tell(new AssuranceSending(begun));
      stream.finish(codec, assurance);
      stream.readFin();
    } catch (StreamException e) {
      sent.remove(author, assurance);
      LOG.debug("Assurance not sent to {}", author.shortName(), e);
    } finally {
      sending.arriveAndDeregister();
    }
  }
}
