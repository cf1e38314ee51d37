package io.tessera.testing.itests;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * Makes a node accept everything and say nothing: protocols that outrank the others take every
 * stream and leave it open.
 */
final class Silence implements AutoCloseable {
  private static final List<Integer> KINDS = List.of(0, 128, 129, 250);

  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
  private final AtomicInteger streams = new AtomicInteger();

  Silence(NodeUnderTest node) throws ClassNotFoundException {
    BundleContext context = node.context();
    Class<?> protocol =
        node.bundle("io.tessera.api.net").loadClass("io.tessera.net.StreamProtocol");
    Class<?> persistent =
        node.bundle("io.tessera.api.net").loadClass("io.tessera.net.PersistentProtocol");
    for (int kind : KINDS) {
      Class<?> type = kind < 128 ? persistent : protocol;
      Object silent =
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "name" -> "silence " + kind;
                    case "wanted" -> true;
                    case "serve" -> keepOpen();
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> System.identityHashCode(proxy) == arguments[0].hashCode();
                    case "toString" -> "silence " + kind;
                    default -> InvocationHandler.invokeDefault(proxy, method, arguments);
                  });
      Map<String, Integer> properties = Map.of("stream.kind", kind, "service.ranking", 1000);
      registrations.add(
          context.registerService(
              protocol.getName(), silent, FrameworkUtil.asDictionary(properties)));
    }
  }

  private Object keepOpen() {
    streams.incrementAndGet();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  /** How many streams were opened with it. */
  int streams() {
    return streams.get();
  }

  @Override
  public void close() {
    registrations.forEach(ServiceRegistration::unregister);
  }
}
