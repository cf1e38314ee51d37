package io.tessera.testing.itests;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.ServiceRegistration;

/** Knows a node's best head from the moment it is made. */
final class HeadWatch implements AutoCloseable {
  private static final String LISTENER = "io.tessera.chain.ChainListener";

  private final Map<Long, CompletableFuture<String>> waiting = new HashMap<>();
  private final ServiceRegistration<?> registration;
  private long slot;
  private String hash = "";

  HeadWatch(NodeUnderTest node) throws ClassNotFoundException {
    Class<?> type = node.bundle("io.tessera.api.chain").loadClass(LISTENER);
    Object listener =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "imported" -> imported(arguments[1]);
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> System.identityHashCode(proxy) == arguments[0].hashCode();
                  default -> LISTENER;
                });
    registration = node.context().registerService(LISTENER, listener, null);
  }

  private synchronized Object imported(Object best) {
    slot = (long) value(best, "slot");
    hash = value(best, "hash").toString();
    waiting
        .entrySet()
        .removeIf(
            entry -> {
              boolean there = slot >= entry.getKey();
              return there && entry.getValue().complete(hash);
            });
    return null;
  }

  private static Object value(Object blockRef, String name) {
    try {
      return blockRef.getClass().getMethod(name).invoke(blockRef);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Waits until the head is at a slot or above it; its hash. */
  String await(long atLeast) throws InterruptedException {
    CompletableFuture<String> there;
    synchronized (this) {
      there =
          slot >= atLeast
              ? CompletableFuture.completedFuture(hash)
              : waiting.computeIfAbsent(atLeast, any -> new CompletableFuture<>());
    }
    return Wait.until("the head of slot " + atLeast, there);
  }

  @Override
  public void close() {
    registration.unregister();
  }
}
