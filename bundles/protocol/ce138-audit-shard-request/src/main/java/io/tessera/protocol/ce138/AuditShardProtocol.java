package io.tessera.protocol.ce138;

import io.tessera.lib.erasure.Justification;
import io.tessera.lib.erasure.ShardProof;
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
import io.tessera.work.ShardRequest;
import io.tessera.work.StoredBlob;
import io.tessera.work.StoredShards;
import io.tessera.work.event.AvailabilityEvents.ShardsRequested;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Gives auditors the bundle shards that this node assures. */
@Component(service = {StreamProtocol.class, TopologyListener.class})
@StreamKind(AuditShardProtocol.KIND)
public final class AuditShardProtocol implements StreamProtocol, TopologyListener {
  static final int KIND = 138;

  /** An auditor has several bundles to put together at once. */
  private static final Limits LIMITS = new Limits(ShardRequest.SIZE, Duration.ofSeconds(15), 32);

  private final AvailabilityStore store;
  private final Workers workers;
  private volatile Topology topology = Topology.EMPTY;

  /** Serves from a store. */
  @Activate
  public AuditShardProtocol(@Reference AvailabilityStore store, @Reference Workers workers) {
    this.store = store;
    this.workers = workers;
  }

  @Override
  public String name() {
    return "CE 138 audit shard request";
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
    if (!topology.isValidator(stream.peer().id())) {
      throw new StreamException(Fault.REFUSED, "auditors are validators");
    }
    try (StoredShards found = find(request)) {
      try (MessageWriter out = stream.beginWrite(found.blob().size())) {
        found.blob().writeTo(out, workers);
      }
      stream.finish(
          Justification.codec(0), ShardProof.audit(found.justification(), found.sibling()));
    }
  }

  private StoredShards find(ShardRequest request) throws StreamException {
    return StoredBlob.onDisk(
            workers, () -> store.findBundleShard(request.erasureRoot(), request.shard()))
        .orElseThrow(
            () ->
                new StreamException(
                    Fault.UNAVAILABLE,
                    "no shard " + request.shard() + " of " + request.erasureRoot().toShortHex()));
  }
}
