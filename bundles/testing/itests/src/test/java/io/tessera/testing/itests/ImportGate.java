package io.tessera.testing.itests;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/**
 * Stops a node's import at a slot until it is told to go on, so that a test can do something in the
 * middle of a sync however fast that is. It is a {@code ChainListener}, which the chain calls on
 * the one thread that imports.
 */
final class ImportGate implements AutoCloseable {
  private static final String LISTENER = "io.tessera.chain.ChainListener";

  private final CompletableFuture<Long> reached = new CompletableFuture<>();
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final ServiceRegistration<?> registration;
  private final long slot;

  /** A gate that closes once the head is at the slot or above it. */
  ImportGate(NodeUnderTest node, long slot) throws ClassNotFoundException {
    this.slot = slot;
    BundleContext context = node.context();
    // The chain's bundle takes a listener of its own interface only: that of the API bundle.
    Class<?> type = node.bundle("io.tessera.api.chain").loadClass(LISTENER);
    Object listener =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "imported" -> imported(arguments);
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> System.identityHashCode(proxy) == arguments[0].hashCode();
                  default -> LISTENER;
                });
    registration = context.registerService(LISTENER, listener, null);
  }

  private Object imported(Object... arguments) {
    List<?> blocks = (List<?>) arguments[0];
    long head = slotOf(arguments[1]);
    if (!blocks.isEmpty() && head >= slot) {
      reached.complete(head);
      opened.join();
    }
    return null;
  }

  private static long slotOf(Object blockRef) {
    try {
      return (long) blockRef.getClass().getMethod("slot").invoke(blockRef);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Completes with the head's slot when the import waits at the gate. */
  CompletionStage<Long> reached() {
    return reached;
  }

  /** Lets the import go on. */
  @Override
  public void close() {
    opened.complete(null);
    registration.unregister();
  }
}
