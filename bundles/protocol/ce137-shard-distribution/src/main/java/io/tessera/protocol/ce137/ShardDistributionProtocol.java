package io.tessera.protocol.ce137;

import io.tessera.chain.Chain;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.erasure.ErasureCode;
import io.tessera.lib.erasure.Justification;
import io.tessera.net.Fault;
import io.tessera.net.MessageWriter;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;
import io.tessera.net.Workers;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.Coding;
import io.tessera.work.ShardRequest;
import io.tessera.work.StoredBlob;
import io.tessera.work.StoredPackage;
import io.tessera.work.event.AvailabilityEvents.ShardsRequested;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Gives validators the shards that they are to keep of what this node has guaranteed. */
@Component(service = {StreamProtocol.class, TopologyListener.class})
@StreamKind(ShardDistributionProtocol.KIND)
public final class ShardDistributionProtocol implements StreamProtocol, TopologyListener {
  static final int KIND = 137;

  /** A guarantor is asked for the reports of one core, which are few at a time. */
  private static final Limits LIMITS = new Limits(ShardRequest.SIZE, Duration.ofSeconds(15), 8);

  private final AvailabilityStore store;
  private final Workers workers;
  private final ErasureCode code;
  private volatile Topology topology = Topology.EMPTY;

  /** Serves from a store. */
  @Activate
  public ShardDistributionProtocol(
      @Reference Chain chain, @Reference AvailabilityStore store, @Reference Workers workers) {
    this.store = store;
    this.workers = workers;
    code = Coding.of(chain.parameters()).code();
  }

  @Override
  public String name() {
    return "CE 137 shard distribution";
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public void topologyChanged(Topology changed) {
    topology = changed;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    ShardRequest request = stream.read(ShardRequest.CODEC);
    stream.tell(new ShardsRequested(request));
    stream.readFin();
    PeerId peer = stream.peer().id();
    if (!topology.isValidator(peer)) {
      throw new StreamException(Fault.REFUSED, "shards are for validators");
    }
    try (StoredPackage found = find(request)) {
      if (!isAssigned(peer, found.core(), request.shard())) {
        throw new StreamException(Fault.REFUSED, "not the index of who asks: " + request.shard());
      }
      send(stream, found.bundleShard(request.shard()));
      send(stream, found.segmentShards(request.shard()));
      Justification justification =
          StoredBlob.onDisk(workers, () -> found.justification(request.shard()));
      stream.finish(Justification.codec(0), justification);
    }
  }

  private StoredPackage find(ShardRequest request) throws StreamException {
    return StoredBlob.onDisk(workers, () -> store.findPackage(request.erasureRoot()))
        .orElseThrow(
            () ->
                new StreamException(
                    Fault.UNAVAILABLE,
                    "no package with erasure-root " + request.erasureRoot().toShortHex()));
  }

  /** At the change of epochs, the validators of either may be those that assure a report. */
  private boolean isAssigned(PeerId peer, int core, int shard) {
    Topology now = topology;
    for (List<Ed25519Public> set : List.of(now.previous(), now.current(), now.next())) {
      int validator = set.indexOf(peer.key());
      if (validator >= 0 && code.shardOf(core, validator) == shard) {
        return true;
      }
    }
    return false;
  }

  private void send(PeerStream stream, StoredBlob blob) throws StreamException {
    try (MessageWriter out = stream.beginWrite(blob.size())) {
      blob.writeTo(out, workers);
    }
  }
}
