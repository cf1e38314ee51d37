package io.tessera.operator.metrics;

import io.tessera.chain.ChainListener;
import io.tessera.net.Problem;
import io.tessera.net.TopologyListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves figures and the page while its configuration is there. Its listeners are registered by
 * hand: who binds them may be one of its sources.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = MetricsConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = MetricsConfig.class)
public final class MetricsComponent {
  /** Longest time for a request. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(MetricsComponent.class);

  private final BundleContext context;
  private final Sources sources;
  private final Roles roles = new Roles();
  private final RecentBlocks blocks = new RecentBlocks();
  private final FrameworkErrors errors = new FrameworkErrors();
  private final RequestCounts requests = new RequestCounts();
  private final Health health;
  private final Components components;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
  private HttpServer server;
  private Optional<ServiceRegistration<?>> problem = Optional.empty();

  /** A component that serves nothing yet. */
  @Activate
  public MetricsComponent(
      BundleContext context,
      @Reference Sources sources,
      @Reference ServiceComponentRuntime runtime,
      @Reference ServiceReference<ServiceComponentRuntime> runtimeReference) {
    this.context = context;
    this.sources = sources;
    components =
        new Components(runtime, () -> runtimeReference.getProperty(Constants.SERVICE_CHANGECOUNT));
    health = new Health(sources, blocks, System::nanoTime);
  }

  /** Listens; not in the constructor, see ADR 4. */
  @Activate
  void activate(MetricsConfig config) {
    context.addFrameworkListener(errors);
    open(config);
    registrations.add(context.registerService(ChainListener.class, blocks, null));
    registrations.add(context.registerService(TopologyListener.class, roles, null));
  }

  /** Counts go on. */
  @Modified
  void modified(MetricsConfig config) {
    closeServer();
    open(config);
  }

  @Deactivate
  void deactivate() {
    closeServer();
    registrations.forEach(ServiceRegistration::unregister);
    context.removeFrameworkListener(errors);
  }

  private void closeServer() {
    if (server != null) {
      server.close();
      server = null;
    }
    problem.ifPresent(ServiceRegistration::unregister);
    problem = Optional.empty();
  }

  private void open(MetricsConfig config) {
    try {
      InetSocketAddress wanted =
          new InetSocketAddress(InetAddress.getByName(config.address()), config.port());
      server =
          new HttpServer(
              wanted, pages(config), requests::refusedConnection, StatusPage.POLICY, LIMIT);
      LOG.info("Metrics and status page at http://{}/", text(server.address()));
      if (!wanted.getAddress().isLoopbackAddress()) {
        LOG.warn(
            "The status page can be read from other machines, by anybody: set address of {} to"
                + " 127.0.0.1, or see to it that a firewall lets in who may",
            MetricsConfig.PID);
      }
    } catch (IOException | IllegalArgumentException failure) {
      LOG.error(
          "No metrics: cannot listen on {} port {}: {}; set address and port of {}",
          config.address(),
          config.port(),
          failure.getMessage(),
          MetricsConfig.PID);
      fail(
          "no metrics: cannot listen on %s port %d: %s; set address and port of %s"
              .formatted(config.address(), config.port(), failure.getMessage(), MetricsConfig.PID));
    }
  }

  /** Shown for as long as it lasts; whoever changes the configuration is told by it. */
  private void fail(String line) {
    problem =
        Optional.of(
            context.registerService(
                Problem.class,
                () -> line,
                FrameworkUtil.asDictionary(Map.of(Problem.LINE, line, Problem.GOES_ON, true))));
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private Pages pages(MetricsConfig config) {
    String version = context.getBundle().getVersion().toString();
    NodeMetrics node = new NodeMetrics(sources, components, errors, requests, version);
    Scrape scrape =
        new Scrape(
            List.of(
                node::collect,
                new PeerMetrics(sources, roles)::collect,
                new StreamMetrics(sources)::collect,
                new ChainMetrics(sources)::collect,
                new JvmMetrics()::collect));
    StatusReader status =
        new StatusReader(sources, roles, blocks, health, components, node, version);
    return new Pages(
        sources, scrape, status, blocks, health, new HostNames(config.host__names()), requests);
  }
}
