package io.tessera.protocol.ce147;

import io.tessera.lib.codec.Hash;
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
import io.tessera.work.StoredBlob;
import io.tessera.work.StoredPackage;
import io.tessera.work.event.AvailabilityEvents.BundleRequested;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Gives auditors the bundles that this node has guaranteed. */
@Component(service = {StreamProtocol.class, TopologyListener.class})
@StreamKind(BundleRequestProtocol.KIND)
public final class BundleRequestProtocol implements StreamProtocol, TopologyListener {
  static final int KIND = 147;

  /** A bundle is large. */
  private static final Limits LIMITS = new Limits(Hash.SIZE, Duration.ofSeconds(30), 2);

  private final AvailabilityStore store;
  private final Workers workers;
  private volatile Topology topology = Topology.EMPTY;

  /** Serves from a store. */
  @Activate
  public BundleRequestProtocol(@Reference AvailabilityStore store, @Reference Workers workers) {
    this.store = store;
    this.workers = workers;
  }

  @Override
  public String name() {
    return "CE 147 bundle request";
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
    Hash erasureRoot = stream.read(Hash.CODEC);
    stream.tell(new BundleRequested(erasureRoot));
    stream.readFin();
    if (!topology.isValidator(stream.peer().id())) {
      throw new StreamException(Fault.REFUSED, "auditors are validators");
    }
    try (StoredPackage found = find(erasureRoot)) {
      StoredBlob bundle = found.bundle();
      try (MessageWriter out = stream.beginWrite(bundle.size())) {
        bundle.writeTo(out, workers);
      }
      stream.finish();
    }
  }

  private StoredPackage find(Hash erasureRoot) throws StreamException {
    return StoredBlob.onDisk(workers, () -> store.findPackage(erasureRoot))
        .orElseThrow(
            () ->
                new StreamException(Fault.UNAVAILABLE, "no bundle of " + erasureRoot.toShortHex()));
  }
}
