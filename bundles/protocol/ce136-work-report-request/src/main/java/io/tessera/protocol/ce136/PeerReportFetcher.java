package io.tessera.protocol.ce136;

import io.tessera.chain.Chain;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Codec;
import io.tessera.lib.codec.CodecException;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.crypto.Blake2b;
import io.tessera.net.Fault;
import io.tessera.net.Peer;
import io.tessera.net.PeerStanding;
import io.tessera.net.PeerStream;
import io.tessera.net.Peers;
import io.tessera.net.StreamException;
import io.tessera.net.Streams;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;
import io.tessera.net.Workers;
import io.tessera.work.ReportFetcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one auditor after the other, first one that is free, and hashes what comes before anybody
 * sees it.
 */
@Component(service = {ReportFetcher.class, TopologyListener.class})
public final class PeerReportFetcher implements ReportFetcher, TopologyListener {
  private static final Logger LOG = LoggerFactory.getLogger(PeerReportFetcher.class);

  /** Who has it has it at hand; so long may one who has not keep the others from being asked. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Peers asked for one report at most. */
  static final int MOST_ASKED = 16;

  /** A message as it is. */
  private static final Codec<Bytes> WHOLE =
      Codec.of(
          "report",
          in -> Bytes.wrap(in.bytes(Math.toIntExact(in.remaining()))),
          (bytes, out) -> out.bytes(bytes));

  private final Chain chain;
  private final Peers peers;
  private final Streams streams;
  private final PeerStanding standing;
  private final Workers workers;
  private final AskedPeers asked = new AskedPeers();
  private volatile Topology topology = Topology.EMPTY;

  /** Asks through the streams given. */
  @Activate
  public PeerReportFetcher(
      @Reference Chain chain,
      @Reference Peers peers,
      @Reference Streams streams,
      @Reference PeerStanding standing,
      @Reference Workers workers) {
    this.chain = chain;
    this.peers = peers;
    this.streams = streams;
    this.standing = standing;
    this.workers = workers;
  }

  @Override
  public void topologyChanged(Topology changed) {
    topology = changed;
  }

  @Override
  public WorkReport fetch(Hash report, List<PeerId> holders) throws StreamException {
    Set<PeerId> candidates = candidates(report, holders);
    try {
      for (Optional<PeerId> peer = asked.next(candidates);
          peer.isPresent();
          peer = asked.next(candidates)) {
        Optional<WorkReport> found = ask(peer.get(), report);
        if (found.isPresent()) {
          return found.get();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while a report was requested", e);
    }
    throw new StreamException(Fault.UNAVAILABLE, "nobody asked has report " + report.toShortHex());
  }

  private Optional<WorkReport> ask(PeerId peer, Hash report) throws InterruptedException {
    try {
      return Optional.of(fetch(report, peer));
    } catch (StreamException e) {
      LOG.debug("Report {} does not come from {}", report, peer.shortName(), e);
      if (e.fault() == Fault.MISBEHAVED) {
        standing.misbehaved(peer, e.getMessage());
      }
      return Optional.empty();
    } finally {
      asked.free(peer);
    }
  }

  /** The holders, then other validators, not always the same ones first; in this order. */
  private Set<PeerId> candidates(Hash report, List<PeerId> holders) {
    Topology now = topology;
    List<PeerId> others = new ArrayList<>();
    for (Peer peer : peers.connected()) {
      if (now.isValidator(peer.id())) {
        others.add(peer.id());
      }
    }
    Collections.rotate(others, report.get(0));
    Set<PeerId> candidates = new LinkedHashSet<>(holders);
    candidates.addAll(others);
    return candidates.stream()
        .limit(MOST_ASKED)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private WorkReport fetch(Hash report, PeerId peer) throws StreamException, InterruptedException {
    try (PeerStream stream = streams.open(peer, WorkReportRequestProtocol.KIND, TIMEOUT)) {
      stream.finish(Hash.CODEC, report);
      Bytes encoded = stream.read(WHOLE, maxSize(chain.parameters()));
      stream.readFin();
      return workers.compute(() -> decode(encoded.toByteArray(), report));
    }
  }

  /**
   * Most bytes of a report's encoding: W_R for blobs (Gray Paper, section "Work Report"), and what
   * else there is: some 300 bytes, 126 for each result, 64 for each dependency.
   */
  static int maxSize(ProtocolParameters parameters) {
    return parameters.maxReportSize()
        + 512
        + 128 * parameters.maxPackageItems()
        + 64 * parameters.maxReportDependencies();
  }

  private static WorkReport decode(byte[] encoded, Hash report) throws StreamException {
    if (!Blake2b.hash(encoded).equals(report)) {
      throw new StreamException(
          Fault.MISBEHAVED, "what came has not the hash " + report.toShortHex());
    }
    try {
      return WorkReport.CODEC.decode(encoded);
    } catch (CodecException e) {
      throw new StreamException(Fault.MALFORMED, "what has this hash is no report", e);
    }
  }
}
