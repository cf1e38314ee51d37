package io.tessera.core.chain;

import io.tessera.chain.Adoption;
import io.tessera.chain.BlockExecutor;
import io.tessera.chain.BlockStore;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainImporter;
import io.tessera.chain.ChainStatistics;
import io.tessera.chain.SlotClock;
import io.tessera.net.NetworkIdentity;
import io.tessera.net.Problem;
import io.tessera.net.event.NodeEvents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which chain this node follows, starts it and registers it. Without a chain it waits for
 * an import to bring one; a node that is to run cannot, which is a {@link Problem}.
 */
@Component(
    name = ChainConfig.PID,
    configurationPid = ChainConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {},
    immediate = true)
@Designate(ocd = ChainConfig.class)
public final class ChainComponent {
  private static final Logger LOG = LoggerFactory.getLogger(ChainComponent.class);

  /** Exit status for wrong usage or configuration. */
  private static final int WRONG_CONFIGURATION = 2;

  private final BundleContext context;
  private final ChainConfig config;
  private final BlockStore store;
  private final BlockExecutor.Factory executors;
  private final DataDirectory directory;
  private final Whiteboard whiteboard;
  private final Time time;
  private final List<ServiceRegistration<?>> registrations = new CopyOnWriteArrayList<>();
  private ChainService chain;

  /** A component without a chain. */
  @Activate
  public ChainComponent(
      BundleContext context,
      ChainConfig config,
      @Reference BlockStore store,
      @Reference BlockExecutor.Factory executors,
      @Reference NodeEvents events) {
    this.context = context;
    this.config = config;
    this.store = store;
    this.executors = executors;
    directory = new DataDirectory(Path.of(config.node_data__path()), store);
    time = new Time(context);
    whiteboard = new Whiteboard(context, new DepthFinality(config.finality__depth()), events);
  }

  /** Starts the chain, if there is one; not in the constructor, see ADR 4. */
  @Activate
  void activate() {
    whiteboard.open();
    try {
      Optional<ChainSpec> spec = directory.open(config.node_chain__spec());
      if (spec.isPresent()) {
        start(spec.get());
      } else if ("run".equals(context.getProperty("tessera.mode"))) {
        throw new ChainSpecException(
            "data directory "
                + config.node_data__path()
                + " holds no chain yet; name a chain specification with --chain (chain_spec), or"
                + " import a trace first");
      } else {
        LOG.info("No chain yet: an import of a trace directory brings one");
      }
      register(ChainImporter.class, new FileImporter(this::running, this::adopt));
    } catch (ChainSpecException failure) {
      fail(failure.getMessage());
    }
  }

  /** All above would restart with the chain; nothing else of it changes while the node runs. */
  @Modified
  void modified(ChainConfig changed) {
    whiteboard.defaultRule(new DepthFinality(changed.finality__depth()));
  }

  private void fail(String line) {
    fail(line, Map.of(Problem.LINE, line, Problem.STATUS, WRONG_CONFIGURATION));
  }

  /** Everything is still read, so that nobody would notice that nothing is added. */
  private void broken(Throwable failure) {
    String line =
        "no block is imported any more: the import thread has ended ("
            + failure
            + "); restart the"
            + " node";
    fail(line, Map.of(Problem.LINE, line));
  }

  private void fail(String line, Map<String, Object> properties) {
    registrations.add(
        context.registerService(Problem.class, () -> line, FrameworkUtil.asDictionary(properties)));
  }

  /** Makes the empty data directory one of this chain and starts. */
  private synchronized ChainService adopt(ChainSpec spec, Path file) throws ChainSpecException {
    if (chain == null) {
      directory.adopt(spec, file);
      start(spec);
    }
    return chain;
  }

  private synchronized Optional<ChainService> running() {
    return Optional.ofNullable(chain);
  }

  private synchronized void start(ChainSpec spec) throws ChainSpecException {
    if (store.headersOnly()) {
      HeaderStart.complete(store);
    }
    if (!store.states().has(store.heads().finalized().ref().hash())) {
      throw new ChainSpecException(
          "data directory "
              + config.node_data__path()
              + " holds blocks but no states, as earlier versions left it; choose another directory"
              + " with --data and import or sync again");
    }
    chain =
        new ChainService(
            spec,
            store,
            time.source(),
            whiteboard.plugins(),
            Optional.of(executors.forChain(spec.parameters())),
            config.import__queue());
    whiteboard.publishTopology(chain);
    LOG.info(
        "Chain {} ({}): head {}, height {}, finalized {} ({})",
        spec.id(),
        spec.identity().genesisHash().toShortHex(),
        chain.best(),
        chain.height(),
        chain.finalized(),
        whiteboard.finality().description());
    register(NetworkIdentity.class, chain);
    register(Chain.class, chain);
    register(SlotClock.class, time.clock(spec.parameters().slotSeconds()));
    register(Adoption.class, chain.adoption());
    register(ChainStatistics.class, chain);
    var unused = chain.broken().thenAccept(this::broken);
  }

  private <T> void register(Class<T> type, T service) {
    registrations.add(context.registerService(type, service, null));
  }

  /** Takes the services back, finishes the imports that wait and ends. */
  @Deactivate
  public void stop() {
    for (int i = registrations.size() - 1; i >= 0; i--) {
      registrations.get(i).unregister();
    }
    running().ifPresent(ChainService::close);
    time.close();
    whiteboard.close();
  }
}
