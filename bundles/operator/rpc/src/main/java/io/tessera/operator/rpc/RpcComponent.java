package io.tessera.operator.rpc;

import io.tessera.chain.BlockRef;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.net.Problem;
import io.tessera.net.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
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
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens while it is configured, and tells subscriptions that something has changed. */
@Component(
    service = ChainListener.class,
    immediate = true,
    configurationPid = RpcConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = RpcConfig.class)
public final class RpcComponent implements ChainListener {
  private static final Logger LOG = LoggerFactory.getLogger(RpcComponent.class);

  /** Nobody tells when a sync is complete, and no longer so. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Node node;
  private final Workers workers;
  private final RecentReports reports = new RecentReports(RecentReports.MOST);
  private volatile Optional<RpcServer> server = Optional.empty();
  private Future<?> looking;
  private Optional<ServiceRegistration<?>> problem = Optional.empty();

  /** A component that does not listen yet. */
  @Activate
  public RpcComponent(@Reference Node node, @Reference Workers workers) {
    this.node = node;
    this.workers = workers;
  }

  /** Listens, or says why it cannot, which ends nothing else. */
  @Activate
  void activate(BundleContext context, RpcConfig config) {
    Limits limits = Limits.of(config);
    try {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getByName(config.address()), config.port());
      Dispatcher dispatcher = new Dispatcher(Methods.of(node, reports), limits.batch());
      RpcServer opened = new RpcServer(limits, dispatcher, workers);
      opened.open(address);
      server = Optional.of(opened);
      looking = workers.repeat("rpc sync status", LOOK_EVERY, opened::changed);
      LOG.info("RPC (JIP-2) listens on ws://{}", text(opened.address()));
      if (!address.getAddress().isLoopbackAddress()) {
        LOG.warn(
            "RPC can be reached from other machines, by anybody: set address of {} to 127.0.0.1, or"
                + " see to it that a firewall lets in who may",
            RpcConfig.PID);
      }
    } catch (UnknownHostException e) {
      LOG.error(
          "RPC does not listen: '{}' is no address; set address of {}",
          config.address(),
          RpcConfig.PID);
      fail(context, "'%s' is no address".formatted(config.address()));
    } catch (IOException e) {
      LOG.error(
          "RPC does not listen on {} port {}: {}; set another address or port of {}",
          config.address(),
          config.port(),
          e.getMessage(),
          RpcConfig.PID);
      fail(
          context,
          "cannot listen on %s port %d: %s"
              .formatted(config.address(), config.port(), e.getMessage()));
    }
  }

  /** Shown for as long as it lasts; whoever changes the configuration is told by it. */
  private void fail(BundleContext context, String why) {
    String line = "no RPC: " + why + "; set address and port of " + RpcConfig.PID;
    problem =
        Optional.of(
            context.registerService(
                Problem.class,
                () -> line,
                FrameworkUtil.asDictionary(Map.of(Problem.LINE, line, Problem.GOES_ON, true))));
  }

  /** Ends all connections; nothing is left. */
  @Deactivate
  void deactivate() {
    if (looking != null) {
      looking.cancel(true);
    }
    Optional<RpcServer> open = server;
    server = Optional.empty();
    open.ifPresent(RpcServer::close);
    open.ifPresent(closed -> LOG.info("RPC listens no more"));
    problem.ifPresent(ServiceRegistration::unregister);
    problem = Optional.empty();
  }

  @Override
  public void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    reports.imported(blocks);
    server.ifPresent(RpcServer::changed);
  }

  private static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
