package io.tessera.core.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.chain.BlockRef;
import io.tessera.chain.ChainListener;
import io.tessera.chain.SlotClock;
import io.tessera.core.streams.BundleWorkers;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.net.Problem;
import io.tessera.testing.testkit.ChainBuilder;
import io.tessera.testing.testkit.MemoryAvailability;
import io.tessera.testing.testkit.MemoryChain;
import io.tessera.testing.testkit.TestPackage;
import io.tessera.testing.testkit.VirtualClock;
import io.tessera.work.AssignedShards;
import io.tessera.work.AvailabilityStore;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** The store is a service while it runs, and what has expired goes as the chain grows. */
@Timeout(30)
class StoreComponentTest {
  private static final TestPackage PACKAGE = TestPackage.of(ProtocolParameters.TINY, 0, 1, 3, 1);

  @TempDir private Path directory;
  private final VirtualClock clock = new VirtualClock();
  private final BundleWorkers workers =
      new BundleWorkers("test", Thread::sleep, Duration.ofSeconds(2));
  private final Map<Class<?>, Object> services = new ConcurrentHashMap<>();

  @AfterEach
  void close() {
    workers.close();
  }

  private StoreComponent component(String mode) {
    BundleContext context =
        proxy(
            BundleContext.class,
            (method, arguments) -> {
              if (method.equals("getProperty")) {
                return mode;
              }
              Class<?> type = (Class<?>) arguments[0];
              services.put(type, arguments[1]);
              return proxy(
                  ServiceRegistration.class,
                  (end, none) -> {
                    services.remove(type);
                    return null;
                  });
            });
    return new StoreComponent(
        context,
        new Config(directory),
        new MemoryChain(ChainBuilder.tiny(1), 1),
        new SlotClock(clock, clock.timer(), 6),
        workers);
  }

  /** What is configured. */
  private record Config(Path directory) implements AvailabilityConfig {
    @Override
    public String node_data__path() {
      return directory.toString();
    }

    @Override
    public long max__bytes() {
      return 1L << 20;
    }

    @Override
    public int max__files() {
      return 10;
    }

    @Override
    public Class<? extends Annotation> annotationType() {
      return AvailabilityConfig.class;
    }
  }

  private interface Call {
    Object of(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object result = call.of(method.getName(), arguments);
              return method.getReturnType() == void.class ? null : result;
            }));
  }

  @Test
  void whatHasExpiredGoesAsTheChainGrows() throws Exception {
    StoreComponent component = component(null);
    component.activate();
    AvailabilityStore store = (AvailabilityStore) services.get(AvailabilityStore.class);
    Hash root = PACKAGE.report().packageSpec().erasureRoot();
    store.keep(
        new AssignedShards(
            PACKAGE.report().packageSpec(), 2, 0, MemoryAvailability.shardsOf(PACKAGE.coded(), 2)));
    ChainListener listener = (ChainListener) services.get(ChainListener.class);
    BlockRef head = new BlockRef(Hash.ZERO, 2_000);
    listener.imported(List.of(), head, new BlockRef(Hash.ZERO, 606));
    while (store.holds(root, 2)) {
      Thread.onSpinWait();
    }
    assertTrue(store.findSegmentShards(root, 2).isPresent());
    clock.advance(Duration.ofSeconds(6 * 12 * 673));
    listener.imported(List.of(), head, new BlockRef(Hash.ZERO, 606));
    while (store.findSegmentShards(root, 2).isPresent()) {
      Thread.onSpinWait();
    }
    component.deactivate();
    assertEquals(Map.of(), services);
  }

  @Test
  void aNodeThatDoesNotRunHasNoStore() {
    component("import").activate();
    assertEquals(Map.of(), services);
    assertTrue(Files.notExists(directory.resolve(StoreComponent.DIRECTORY)));
  }

  @Test
  void aDirectoryThatIsNoneIsAProblem() throws Exception {
    Files.write(directory.resolve(StoreComponent.DIRECTORY), new byte[1]);
    component(null).activate();
    assertEquals(List.of(Problem.class), List.copyOf(services.keySet()));
  }
}
