package io.tessera.operator.telemetry;

import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.PreimagePool;
import io.tessera.chain.SlotClock;
import io.tessera.chain.Sync;
import io.tessera.net.Endpoint;
import io.tessera.net.NodeKey;
import io.tessera.net.Peers;
import io.tessera.net.Problem;
import io.tessera.net.Streams;
import io.tessera.net.Topology;
import io.tessera.net.TopologyListener;
import io.tessera.net.Workers;
import io.tessera.net.event.NodeEventListener;
import io.tessera.net.transport.Transport;
import io.tessera.work.AvailabilityStore;
import io.tessera.work.GuaranteePool;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends telemetry while an endpoint is configured. Its listeners are registered here and not by the
 * component runtime: whoever tells them is what this component refers to.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = TelemetryConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = TelemetryConfig.class)
public final class TelemetryComponent {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryComponent.class);

  /** JIP-3: approximately every two seconds. */
  private static final Duration STATUS = Duration.ofSeconds(2);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofMinutes(1);

  private final Chain chain;
  private final SlotClock clock;
  private final NodeKey key;
  private final Streams streams;
  private final Workers workers;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
  private volatile Topology topology = Topology.EMPTY;
  private Optional<Telemetry> running = Optional.empty();
  private Future<?> ticking;

  /** For the status. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Peers peers;

  /** For the status. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Sync sync;

  /** For the status. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile GuaranteePool guarantees;

  /** For the status. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile AvailabilityStore availability;

  /** For the status. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile PreimagePool preimages;

  /** Where this node listens. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  volatile List<Transport> transports = List.of();

  /** A component that does nothing yet. */
  @Activate
  public TelemetryComponent(
      @Reference Chain chain,
      @Reference SlotClock clock,
      @Reference NodeKey key,
      @Reference Streams streams,
      @Reference Workers workers) {
    this.chain = chain;
    this.clock = clock;
    this.key = key;
    this.streams = streams;
    this.workers = workers;
  }

  /** Begins to listen and to send, if that is configured; not in the constructor, see ADR 4. */
  @Activate
  void activate(BundleContext context, TelemetryConfig config) {
    if (config.endpoint().isBlank()) {
      return;
    }
    try {
      start(context, Target.parse(config.endpoint().strip()), config);
    } catch (IllegalArgumentException wrong) {
      LOG.error("plugins.{}: {}; nothing is sent", TelemetryConfig.PID, wrong.getMessage());
      fail(context, TelemetryConfig.PID + ": " + wrong.getMessage() + "; nothing is sent");
    }
  }

  /** Shown for as long as it lasts; whoever changes the configuration is told by it. */
  private void fail(BundleContext context, String line) {
    registrations.add(
        context.registerService(
            Problem.class,
            () -> line,
            FrameworkUtil.asDictionary(Map.of(Problem.LINE, line, Problem.GOES_ON, true))));
  }

  private void start(BundleContext context, Target target, TelemetryConfig config) {
    Recorder recorder = new Recorder(clock, config.buffer__kib() * 1024);
    String version = context.getBundle().getVersion().toString();
    Telemetry telemetry =
        new Telemetry(
            recorder,
            new StatusSource(
                chain.parameters().cores(),
                streams,
                () -> topology,
                () -> Optional.ofNullable(peers),
                () -> Optional.ofNullable(sync),
                () -> Optional.ofNullable(guarantees),
                () -> Optional.ofNullable(availability),
                () -> Optional.ofNullable(preimages)),
            new Heads(recorder, chain.best(), chain.finalized()),
            new Sender(
                target,
                recorder,
                () -> information(version, config.note()),
                new BackOff(FIRST_RETRY, LAST_RETRY, new SecureRandom())));
    running = Optional.of(telemetry);
    registrations.add(
        context.registerService(TopologyListener.class, changed -> topology = changed, null));
    registrations.add(context.registerService(ChainListener.class, telemetry.heads(), null));
    registrations.add(context.registerService(NodeEventListener.class, telemetry.watch(), null));
    telemetry.start();
    ticking = workers.repeat("telemetry status", STATUS, telemetry::tick);
  }

  private NodeInformation information(String version, String note) {
    InetSocketAddress address =
        transports.stream()
            .flatMap(transport -> transport.localAddresses().stream())
            .findFirst()
            .orElse(new InetSocketAddress(0));
    return new NodeInformation(
        chain.parameters(),
        chain.identity().genesisHash(),
        key.id(),
        Endpoint.of(address),
        version,
        note);
  }

  /** Whatever has changed, the server is told from the beginning who this is. */
  @Modified
  void modified(BundleContext context, TelemetryConfig config) {
    deactivate();
    activate(context, config);
  }

  /** Takes the listeners back and closes the connection; no thread is left then. */
  @Deactivate
  void deactivate() {
    registrations.forEach(ServiceRegistration::unregister);
    registrations.clear();
    if (running.isPresent()) {
      ticking.cancel(true);
      running.get().close();
      running = Optional.empty();
    }
  }
}
