package io.tessera.core.streams;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerStanding;
import io.tessera.net.PeerStream;
import io.tessera.net.StreamException;
import io.tessera.net.StreamKind;
import io.tessera.net.StreamProtocol;
import io.tessera.net.StreamStatistics;
import io.tessera.net.Streams;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;
import io.tessera.net.event.NodeEvents;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.StreamHost;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link StreamRuntime} in the container: protocols come and go as services. */
@Component(
    service = {Streams.class, StreamStatistics.class, StreamHost.class, TopologyListener.class},
    immediate = true)
public final class StreamsComponent
    implements Streams, StreamStatistics, StreamHost, TopologyListener {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsComponent.class);

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("stream-timer").daemon().factory());
  private final StreamRuntime runtime;
  private final BundleContext context;

  /** Starts the runtime; protocols may be bound at once. */
  @Activate
  public StreamsComponent(
      BundleContext context, @Reference ErrorCounts errors, @Reference NodeEvents events) {
    this.context = context;
    runtime = new StreamRuntime(Settings.DEFAULT, System::nanoTime, timer, events);
    runtime.countErrors(errors::add);
    timer.setRemoveOnCancelPolicy(true);
  }

  @Deactivate
  void stop() {
    runtime.close();
    timer.shutdownNow();
  }

  /** A plugin brings a protocol. */
  @Reference(
      service = StreamProtocol.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindProtocol(StreamProtocol protocol, ServiceReference<StreamProtocol> reference) {
    Bundle bundle = reference.getBundle();
    if (!(reference.getProperty(StreamKind.PROPERTY) instanceof Integer kind)) {
      LOG.error(
          "A protocol of {} has no {}: it cannot serve",
          bundle.getSymbolicName(),
          StreamKind.PROPERTY);
      return;
    }
    int ranking =
        reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
    long id = (Long) reference.getProperty(Constants.SERVICE_ID);
    try {
      runtime.bind(
          kind,
          protocol,
          new Provider(bundle.getSymbolicName(), bundle.getVersion().toString(), ranking, id));
    } catch (IllegalArgumentException e) {
      LOG.error("A protocol of {} cannot serve: {}", bundle.getSymbolicName(), e.getMessage());
    }
  }

  /** A plugin takes its protocol away: returns when nothing of it is left. */
  void unbindProtocol(StreamProtocol protocol) {
    runtime.unbind(protocol);
  }

  /**
   * Binds the peer manager's standing when it is there: its reference only, since getting the
   * service would make the peer manager, which itself waits for this component.
   */
  @Reference(
      service = PeerStanding.class,
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC)
  void bindStanding(ServiceReference<PeerStanding> reference) {
    runtime.reportTo(new LazyStanding(context, reference));
  }

  void unbindStanding(ServiceReference<PeerStanding> reference) {
    runtime.stopReportingTo(new LazyStanding(context, reference));
  }

  @Override
  public Attachment attach(Peer peer, Connection connection) {
    return runtime.attach(peer, connection);
  }

  @Override
  public PeerStream open(PeerId peer, int kind, Duration timeout) throws StreamException {
    return runtime.open(peer, kind, timeout);
  }

  @Override
  public List<ProtocolInfo> protocols() {
    return runtime.protocols();
  }

  @Override
  public List<Counts> streams() {
    return runtime.streams();
  }

  @Override
  public void topologyChanged(Topology topology) {
    runtime.topologyChanged(topology);
  }
}
