package io.tessera.protocol.ce136;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.net.Fault;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;
import io.tessera.net.Workers;
import io.tessera.work.ReportSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Serves reports to validators, out of all sources that there are. */
@Component(service = {StreamProtocol.class, TopologyListener.class})
@StreamKind(WorkReportRequestProtocol.KIND)
public final class WorkReportRequestProtocol implements StreamProtocol, TopologyListener {
  static final int KIND = 136;

  /** A report may have to be read from a large block, so that few are asked for at once. */
  private static final Limits LIMITS = new Limits(Hash.SIZE, Duration.ofSeconds(10), 2);

  private final Workers workers;
  private final List<ReportSource> sources = new CopyOnWriteArrayList<>();
  private volatile Topology topology = Topology.EMPTY;

  /** Serves nothing yet. */
  @Activate
  public WorkReportRequestProtocol(@Reference Workers workers) {
    this.workers = workers;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindSource(ReportSource source) {
    sources.add(source);
  }

  void unbindSource(ReportSource source) {
    sources.remove(source);
  }

  @Override
  public void topologyChanged(Topology changed) {
    topology = changed;
  }

  @Override
  public String name() {
    return "CE 136 work-report request";
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public void serve(PeerStream stream) throws StreamException {
    Hash hash = stream.read(Hash.CODEC);
    stream.readFin();
    if (!topology.isValidator(stream.peer().id())) {
      throw new StreamException(Fault.REFUSED, "reports are for auditors");
    }
    WorkReport report =
        find(hash)
            .orElseThrow(
                () -> new StreamException(Fault.UNAVAILABLE, "no report " + hash.toShortHex()));
    stream.finish(WorkReport.CODEC, report);
  }

  private Optional<WorkReport> find(Hash hash) throws StreamException {
    try {
      return workers.compute(
          () ->
              sources.stream()
                  .map(source -> source.find(hash))
                  .flatMap(Optional::stream)
                  .findFirst());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(Fault.CANCELLED, "stopped while a report was read", e);
    }
  }
}
