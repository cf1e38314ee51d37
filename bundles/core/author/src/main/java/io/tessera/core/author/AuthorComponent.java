package io.tessera.core.author;

import io.tessera.chain.BlockExecutor;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.ExtrinsicSource;
import io.tessera.chain.SlotClock;
import io.tessera.chain.Sync;
import io.tessera.chain.TicketPool;
import io.tessera.lib.authoring.DevGenesis;
import io.tessera.lib.authoring.Sealer;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.TicketEnvelope;
import io.tessera.lib.crypto.bandersnatch.BandersnatchKeyPair;
import io.tessera.net.Problem;
import io.tessera.net.event.NodeEvents;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the author when the configuration names validators and the node runs. */
@Component(
    name = AuthorConfig.PID,
    configurationPid = AuthorConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {},
    immediate = true)
@Designate(ocd = AuthorConfig.class)
public final class AuthorComponent {
  private static final Logger LOG = LoggerFactory.getLogger(AuthorComponent.class);
  private static final int WRONG_CONFIGURATION = 2;

  /** Slots that a fast author takes with one write to disk. */
  private static final int FAST_ADVANCE = 127;

  private final BundleContext context;
  private final AuthorConfig config;
  private final Chain chain;
  private final SlotClock time;
  private final BlockExecutor.Factory executors;
  private final NodeEvents events;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
  private final List<AutoCloseable> parts = new ArrayList<>();

  /** Knows what peers claim; without one the node is alone. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Sync sync;

  /** What blocks bring, from the pools. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  volatile List<ExtrinsicSource> sources = List.of();

  private Optional<OwnTickets> ownTickets = Optional.empty();
  private Optional<TicketPool> pool = Optional.empty();

  /** A component that does nothing yet. */
  @Activate
  public AuthorComponent(
      BundleContext context,
      AuthorConfig config,
      @Reference Chain chain,
      @Reference SlotClock time,
      @Reference BlockExecutor.Factory executors,
      @Reference NodeEvents events) {
    this.context = context;
    this.config = config;
    this.chain = chain;
    this.time = time;
    this.executors = executors;
    this.events = events;
  }

  /** Others bring this node's tickets into their blocks, once the pool has sent them on. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void bindPool(TicketPool added) {
    pool = Optional.of(added);
    ownTickets.ifPresent(tickets -> tickets.shareWith(added));
  }

  synchronized void unbindPool(TicketPool removed) {
    pool = pool.filter(it -> !it.equals(removed));
    ownTickets.ifPresent(tickets -> tickets.unshare(removed));
  }

  private synchronized void share(OwnTickets tickets) {
    ownTickets = Optional.of(tickets);
    pool.ifPresent(tickets::shareWith);
  }

  /** Starts the author; not in the constructor, see ADR 4. */
  @Activate
  void activate() {
    String mode = context.getProperty("tessera.mode");
    if (config.dev__validators().isBlank() || (mode != null && !mode.equals("run"))) {
      return;
    }
    try {
      start(AuthorSettings.of(config, chain.parameters().validators()));
    } catch (IllegalArgumentException wrong) {
      fail(AuthorConfig.PID + ": " + wrong.getMessage());
    } catch (UncheckedIOException unreadable) {
      fail(AuthorConfig.PID + ": " + unreadable.getCause().getMessage());
    }
  }

  private void start(AuthorSettings settings) {
    ProtocolParameters parameters = chain.parameters();
    List<BandersnatchKeyPair> keys =
        settings.validators().stream().map(it -> DevGenesis.secrets(it).bandersnatch()).toList();
    ExecutorService provers =
        Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            threads("tessera-author-prover-"));
    OwnTickets tickets = new OwnTickets(parameters, keys, provers, new SecureRandom(), events);
    share(tickets);
    Sealer sealer = new Sealer(parameters, keys);
    SealedSlots sealed =
        new SealedSlots(Path.of(config.node_data__path()), settings.fast() ? FAST_ADVANCE : 0);
    Author author =
        new Author(
            chain,
            settings,
            sealer,
            time,
            sealed,
            new BlockContents(
                () -> sources,
                view ->
                    !settings.tickets()
                        ? List.<TicketEnvelope>of()
                        : settings.fast() ? tickets.all(view) : tickets.made(view)),
            new Trial(chain, executors.forChain(parameters), sealer),
            this::behind,
            events);
    ExecutorService thread = Executors.newSingleThreadExecutor(threads("tessera-author-"));
    Stopped stopped = new Stopped(context);
    AuthorLoop loop = new AuthorLoop(author::step, time, thread, stopped::because);
    parts.addAll(List.of(stopped, loop, tickets, thread, provers, sealed));
    registrations.add(context.registerService(ChainListener.class, loop, null));
    LOG.info(
        "Authoring blocks of {} as validators {}{}",
        chain.id(),
        settings.validators(),
        settings.fast() ? ", fast" : "");
    loop.start();
  }

  private boolean behind() {
    Sync now = sync;
    return now != null && now.status().state() == Sync.State.SYNCING;
  }

  private static ThreadFactory threads(String name) {
    return Thread.ofPlatform().daemon().name(name, 0).factory();
  }

  private void fail(String line) {
    registrations.add(
        context.registerService(
            Problem.class,
            () -> line,
            FrameworkUtil.asDictionary(
                Map.of(Problem.LINE, line, Problem.STATUS, WRONG_CONFIGURATION))));
  }

  /** Ends after the block that is being made; the threads have ended then. */
  @Deactivate
  void stop() throws Exception {
    registrations.forEach(ServiceRegistration::unregister);
    for (AutoCloseable part : parts) {
      part.close();
    }
  }
}
