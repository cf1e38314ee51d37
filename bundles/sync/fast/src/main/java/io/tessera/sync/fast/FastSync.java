package io.tessera.sync.fast;

import io.tessera.chain.Adoption;
import io.tessera.chain.Checkpoint;
import io.tessera.chain.StateFetcher;
import io.tessera.chain.SyncContext;
import io.tessera.chain.SyncMode;
import io.tessera.lib.codec.Hash;
import io.tessera.net.Workers;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Catches up by taking a state from peers, and lets the full sync go on from there. A node that is
 * no more than L slots behind does without.
 */
@Component(
    service = SyncMode.class,
    property = SyncMode.PROPERTY + "=fast",
    configurationPid = FastConfig.PID)
@Designate(ocd = FastConfig.class)
public final class FastSync implements SyncMode {
  private final Adoption adoption;
  private final Workers workers;
  private final StateFetcher fetcher;
  private final Settings settings;
  private final LongSupplier nanoTime;
  private final FullFollower full = new FullFollower();

  /** Fast sync as a node runs it. */
  @Activate
  public FastSync(
      @Reference Adoption adoption,
      @Reference Workers workers,
      @Reference(target = StateFetcher.FACADE) StateFetcher fetcher,
      FastConfig config) {
    this(adoption, workers, fetcher, Settings.of(config), System::nanoTime);
  }

  /** Fast sync with bounds and a clock of its own. */
  FastSync(
      Adoption adoption,
      Workers workers,
      StateFetcher fetcher,
      Settings settings,
      LongSupplier nanoTime) {
    this.adoption = adoption;
    this.workers = workers;
    this.fetcher = fetcher;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      target = "(" + SyncMode.PROPERTY + "=full)")
  void bindFull(SyncMode mode) {
    full.bind(mode);
  }

  void unbindFull(SyncMode mode) {
    full.unbind(mode);
  }

  @Override
  public void run(SyncContext context) throws InterruptedException {
    // What a light run took for final is no reason to believe in a state.
    Optional<Hash> trusted =
        context.checkpoint().filter(Checkpoint::configured).map(Checkpoint::block);
    Settings bounds = settings.trusting(trusted);
    new CatchUp(context, adoption, workers, fetcher, bounds, nanoTime).run();
    full.run(context);
  }
}
