package io.tessera.store.rocksdb;

import io.tessera.chain.BlockStore;
import io.tessera.chain.StorageUsage;
import io.tessera.chain.SyncMode;
import io.tessera.net.PeerStore;
import io.tessera.net.Problem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Opens the store and registers it, and the peers beside it; a store that cannot be opened ends the
 * node. Registers by hand, since a declared service would be announced before the store is known to
 * be good.
 */
@Component(
    name = StoreConfig.PID,
    configurationPid = StoreConfig.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {},
    immediate = true)
@Designate(ocd = StoreConfig.class)
public final class StoreComponent {
  private final BundleContext context;
  private StoreConfig config;
  private RocksBlockStore store;
  private ServiceRegistration<?> registration;
  private Optional<ServiceRegistration<?>> peers = Optional.empty();
  private Optional<ServiceRegistration<?>> usage = Optional.empty();

  /** Opens the store that the configuration names. */
  @Activate
  public StoreComponent(BundleContext context, StoreConfig config) {
    this.context = context;
    begin(config);
  }

  private void begin(StoreConfig wanted) {
    config = wanted;
    try {
      store = open(wanted);
      registration = context.registerService(BlockStore.class, store, null);
      peers = Optional.of(context.registerService(PeerStore.class, store.peers(), null));
      usage = Optional.of(context.registerService(StorageUsage.class, store.usage(), null));
    } catch (StoreException failure) {
      String line = failure.getMessage();
      registration =
          context.registerService(
              Problem.class, () -> line, FrameworkUtil.asDictionary(Map.of(Problem.LINE, line)));
    }
  }

  /**
   * All that stands on the store restarts with it: it is opened anew only where it must be, so that
   * another mode of sync that keeps the same finds the same store.
   */
  @Modified
  void modified(StoreConfig changed) {
    boolean same = store != null && headers(changed) == headers(config);
    if (!same) {
      stop();
      begin(changed);
      return;
    }
    config = changed;
    if (!headers(changed)) {
      store.stateWindow(changed.state__window());
    }
  }

  private static boolean headers(StoreConfig config) {
    return config.network__config_sync__mode().equals(SyncMode.LIGHT);
  }

  private static RocksBlockStore open(StoreConfig config) {
    Path data = Path.of(config.node_data__path());
    return headers(config)
        ? RocksBlockStore.ofHeaders(data)
        : new RocksBlockStore(
            data, config.cache__mib(), config.write__buffer__mib(), config.state__window());
  }

  /** Takes the store back, waits for calls under way and closes it. */
  @Deactivate
  public void stop() {
    usage.ifPresent(ServiceRegistration::unregister);
    usage = Optional.empty();
    peers.ifPresent(ServiceRegistration::unregister);
    peers = Optional.empty();
    registration.unregister();
    if (store != null) {
      store.close();
      store = null;
    }
  }
}
