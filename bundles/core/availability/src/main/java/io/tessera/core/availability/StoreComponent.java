package io.tessera.core.availability;

import io.tessera.chain.BlockRef;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainListener;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.SlotClock;
import io.tessera.chain.StorageUsage;
import io.tessera.net.Problem;
import io.tessera.net.Workers;
import io.tessera.work.AvailabilityStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** Opens the store in the data directory, and lets go of what need not be kept as time passes. */
@Component(
    name = AvailabilityConfig.PID,
    configurationPid = AvailabilityConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {},
    immediate = true)
@Designate(ocd = AvailabilityConfig.class)
public final class StoreComponent {
  private static final Logger LOG = LoggerFactory.getLogger(StoreComponent.class);

  /** Name of the store's directory in the data directory. */
  static final String DIRECTORY = "availability";

  private final BundleContext context;
  private final SlotClock time;
  private final Workers workers;
  private final Quota quota;
  private final DiskStore store;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

  /** Does nothing yet. */
  @Activate
  public StoreComponent(
      BundleContext context,
      AvailabilityConfig config,
      @Reference Chain chain,
      @Reference SlotClock time,
      @Reference Workers workers) {
    this.context = context;
    this.time = time;
    this.workers = workers;
    quota = new Quota(config.max__bytes(), config.max__files());
    store =
        new DiskStore(
            chain.parameters(), Path.of(config.node_data__path()).resolve(DIRECTORY), quota);
  }

  /** Opens the store; not in the constructor, see ADR 4. */
  @Activate
  void activate() {
    String mode = context.getProperty("tessera.mode");
    if (mode != null && !mode.equals("run")) {
      return;
    }
    try {
      store.open();
      registrations.add(context.registerService(AvailabilityStore.class, store, null));
      registrations.add(context.registerService(StorageUsage.class, store, null));
      ChainListener expiry = this::imported;
      registrations.add(context.registerService(ChainListener.class, expiry, null));
    } catch (IOException unusable) {
      String line = "No availability store: " + unusable.getMessage();
      LOG.error("No availability store: {}", unusable.getMessage());
      Problem problem = () -> line;
      registrations.add(
          context.registerService(
              Problem.class, problem, FrameworkUtil.asDictionary(Map.of(Problem.LINE, line))));
    }
  }

  /** Whoever reads the store goes on; nothing of it is read again. */
  @Modified
  void modified(AvailabilityConfig config) {
    quota.bound(config.max__bytes(), config.max__files());
  }

  @Deactivate
  void deactivate() {
    registrations.forEach(ServiceRegistration::unregister);
  }

  private void imported(List<EncodedBlock> blocks, BlockRef best, BlockRef finalized) {
    var unused =
        workers.start(
            "availability expiry",
            () -> {
              try {
                workers.compute(() -> expire(finalized.slot()));
              } catch (IOException e) {
                LOG.warn("Expired shards cannot be deleted, look at the disk: {}", e.toString());
              }
            });
  }

  private Void expire(long finalized) throws IOException {
    store.expire(finalized, time.slot());
    return null;
  }
}
