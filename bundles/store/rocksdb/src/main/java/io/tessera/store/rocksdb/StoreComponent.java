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
  private final RocksBlockStore store;
  private final ServiceRegistration<?> registration;
  private final Optional<ServiceRegistration<?>> peers;
  private final Optional<ServiceRegistration<?>> usage;

  /** Opens the store that the configuration names. */
  @Activate
  public StoreComponent(BundleContext context, StoreConfig config) {
    RocksBlockStore opened = null;
    ServiceRegistration<?> registered;
    try {
      opened = open(config);
      registered = context.registerService(BlockStore.class, opened, null);
    } catch (StoreException failure) {
      String line = failure.getMessage();
      registered =
          context.registerService(
              Problem.class, () -> line, FrameworkUtil.asDictionary(Map.of(Problem.LINE, line)));
    }
    store = opened;
    registration = registered;
    peers =
        Optional.ofNullable(opened)
            .map(open -> context.registerService(PeerStore.class, open.peers(), null));
    usage =
        Optional.ofNullable(opened)
            .map(open -> context.registerService(StorageUsage.class, open.usage(), null));
  }

  private static RocksBlockStore open(StoreConfig config) {
    Path data = Path.of(config.node_data__path());
    return config.network__config_sync__mode().equals(SyncMode.LIGHT)
        ? RocksBlockStore.ofHeaders(data)
        : new RocksBlockStore(
            data, config.cache__mib(), config.write__buffer__mib(), config.state__window());
  }

  /** Takes the store back, waits for calls under way and closes it. */
  @Deactivate
  public void stop() {
    usage.ifPresent(ServiceRegistration::unregister);
    peers.ifPresent(ServiceRegistration::unregister);
    registration.unregister();
    if (store != null) {
      store.close();
    }
  }
}
