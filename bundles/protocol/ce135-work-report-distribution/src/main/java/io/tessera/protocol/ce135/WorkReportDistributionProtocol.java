package io.tessera.protocol.ce135;

import io.tessera.chain.Chain;
import io.tessera.chain.SlotClock;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.ValidatorSignature;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.crypto.Blake2b;
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
import io.tessera.net.Workers;
import io.tessera.net.event.NodeEvents;
import io.tessera.work.CoreAssignments;
import io.tessera.work.GuaranteeDistributor;
import io.tessera.work.GuaranteePool;
import io.tessera.work.RefusedException;
import io.tessera.work.event.GuaranteeEvents.GuaranteeBuilt;
import io.tessera.work.event.GuaranteeEvents.GuaranteeDistributed;
import io.tessera.work.event.GuaranteeEvents.GuaranteeReceived;
import io.tessera.work.event.GuaranteeEvents.GuaranteeSending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes guaranteed reports from guarantors into the pool, which others are not told of; and
 * distributes those that this node guarantees itself.
 */
@Component(service = {StreamProtocol.class, GuaranteeDistributor.class, PeerListener.class})
@StreamKind(WorkReportDistributionProtocol.KIND)
public final class WorkReportDistributionProtocol
    implements StreamProtocol, GuaranteeDistributor, PeerListener {
  private static final Logger LOG = LoggerFactory.getLogger(WorkReportDistributionProtocol.class);

  static final int KIND = 135;

  /** How long the third guarantor is waited for. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Of a peer. A guarantor has one or two reports in a slot. */
  private static final int MOST_AT_ONCE = 4;

  /** All of a guarantee but the outputs that W_R bounds: some 3,300 bytes at most. */
  private static final int ALL_BUT_OUTPUTS = 4096;

  private final GuaranteePool pool;
  private final SlotClock clock;
  private final NodeKey self;
  private final Peers peers;
  private final Streams streams;
  private final Workers workers;
  private final NodeEvents events;
  private final Recipients recipients;
  private final int maxSize;
  private final Credentials credentials = new Credentials();
  private final Told told = new Told();
  private final Deliveries<Own> guarantees;

  /** Guarantees of this node that the next block may still bring. */
  private final List<Own> own = new CopyOnWriteArrayList<>();

  /**
   * One of them.
   *
   * @param built what watchers were told of it
   * @param sending who is sending it; when nobody is any more, it has been distributed
   */
  private record Own(Hash report, Guarantee guarantee, GuaranteeBuilt built, Phaser sending) {}

  /** Distributes through the streams given. */
  @Activate
  public WorkReportDistributionProtocol(
      @Reference GuaranteePool pool,
      @Reference CoreAssignments assignments,
      @Reference Chain chain,
      @Reference SlotClock clock,
      @Reference NodeKey self,
      @Reference Peers peers,
      @Reference Streams streams,
      @Reference Workers workers,
      @Reference NodeEvents events) {
    this.pool = pool;
    this.clock = clock;
    this.self = self;
    this.peers = peers;
    this.streams = streams;
    this.workers = workers;
    this.events = events;
    guarantees = new Deliveries<>("guarantee", MOST_AT_ONCE / 2, workers, new Sending());
    recipients = new Recipients(assignments, chain, clock);
    maxSize = chain.parameters().maxReportSize() + ALL_BUT_OUTPUTS;
  }

  @Deactivate
  void stop() {
    guarantees.close();
  }

  @Override
  public String name() {
    return "CE 135 work-report distribution";
  }

  @Override
  public Limits limits() {
    return new Limits(maxSize, TIMEOUT, MOST_AT_ONCE);
  }

  // ---- what guarantors bring

  @Override
  public void serve(PeerStream stream) throws StreamException {
    Guarantee guarantee = stream.read(Guarantee.CODEC, maxSize);
    stream.tell(new GuaranteeReceived(guarantee));
    stream.readFin();
    PeerId peer = stream.peer().id();
    try {
      if (!recipients.isDue(guarantee)) {
        throw new StreamException(Fault.REFUSED, "a guarantee of slot " + guarantee.slot());
      }
      if (!recipients.isGuarantor(peer, guarantee)) {
        throw new StreamException(Fault.REFUSED, "the peer is no guarantor of the report's core");
      }
      told.add(peer, workers.compute(() -> hash(guarantee.report())));
      boolean taken = pool.offer(guarantee, Optional.of(peer));
      LOG.debug(
          "Guarantee from {} {}", peer.shortName(), taken ? "is held" : "is known or in excess");
    } catch (RefusedException e) {
      throw e.toStreamException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while a guarantee was verified", e);
    }
    stream.finish();
  }

  // ---- what this node guarantees

  @Override
  public void signed(WorkReport report, long slot, ValidatorSignature signature) {
    var unused =
        workers.start(
            "guarantor's signature",
            () -> {
              Hash hash = workers.compute(() -> hash(report));
              switch (credentials.add(hash, report, slot, signature)) {
                case NOTHING -> {}
                case WAIT -> {
                  var ignored = clock.at(clock.instant().plus(PATIENCE), () -> begin(hash, slot));
                }
                case TAKE -> distribute(hash, slot);
              }
            });
  }

  /** The clock's thread has other things to do. */
  private void begin(Hash report, long slot) {
    var unused = workers.start("guarantee", () -> distribute(report, slot));
  }

  private void distribute(Hash report, long slot) throws InterruptedException {
    for (Guarantee guarantee : credentials.take(report, slot)) {
      try {
        pool.offer(guarantee, Optional.empty());
        own.removeIf(it -> !recipients.isDue(it.guarantee));
        Own added = built(report, guarantee);
        own.add(added);
        tellAll(peers.connected());
        added.sending.arriveAndDeregister();
      } catch (RefusedException e) {
        LOG.warn("Report {} is not distributed: {}", report, e.getMessage());
      }
    }
  }

  private Own built(Hash report, Guarantee guarantee) {
    GuaranteeBuilt built = new GuaranteeBuilt(guarantee);
    events.tell(built);
    Phaser sending =
        new Phaser(1) {
          @Override
          protected boolean onAdvance(int phase, int left) {
            events.tell(new GuaranteeDistributed(built));
            return true; // and whoever connects later makes no difference
          }
        };
    return new Own(report, guarantee, built, sending);
  }

  @Override
  public void connected(Peer peer) {
    if (!own.isEmpty()) {
      var unused =
          workers.start("guarantees to " + peer.id().shortName(), () -> tellAll(List.of(peer)));
    }
  }

  @Override
  public void disconnected(Peer peer, String reason) {
    guarantees.drop(peer.id());
  }

  private void tellAll(List<Peer> connected) throws InterruptedException {
    List<PeerId> ids = new ArrayList<>(connected.stream().map(Peer::id).toList());
    ids.retainAll(recipients.all());
    ids.remove(self.id());
    for (Own one : own) {
      for (PeerId peer : ids) {
        if (recipients.isDue(one.guarantee) && told.add(peer, one.report)) {
          one.sending.register();
          guarantees.add(peer, one);
        }
      }
    }
  }

  private static Hash hash(WorkReport report) {
    return Blake2b.hash(WorkReport.CODEC.encode(report));
  }

  private final class Sending implements Deliveries.Carrier<Own> {
    @Override
    public void send(PeerId peer, Own one) throws StreamException {
      try (PeerStream stream = streams.open(peer, KIND, TIMEOUT)) {
        stream.tell(new GuaranteeSending(one.built));
        stream.finish(Guarantee.CODEC, one.guarantee);
        stream.readFin();
      }
    }

    @Override
    public boolean isWanted(PeerId peer, Own one) {
      return recipients.isDue(one.guarantee);
    }

    @Override
    public void failed(PeerId peer, Own one, StreamException why) {
      LOG.debug("Report {} not taken by {}", one.report, peer.shortName(), why);
    }

    @Override
    public void ended(PeerId peer, Own one, boolean taken) {
      if (!taken) {
        told.remove(peer, one.report); // it may come back in time
      }
      one.sending.arriveAndDeregister();
    }
  }
}
