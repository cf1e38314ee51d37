package io.tessera.testing.itests;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.framework.ServiceRegistration;

/** Follows whom a node is connected to: a {@code PeerListener} in its container. */
final class PeerWatch implements AutoCloseable {
  private static final String LISTENER = "io.tessera.net.PeerListener";

  private final Set<String> connected = new TreeSet<>();
  private final ServiceRegistration<?> registration;
  private int wanted = Integer.MAX_VALUE;
  private CompletableFuture<Void> reached = new CompletableFuture<>();

  /** Begins with those that are connected now. */
  PeerWatch(NodeUnderTest node) throws ClassNotFoundException, InterruptedException {
    Class<?> type = node.bundle("io.tessera.api.net").loadClass(LISTENER);
    Object listener =
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (self, m, args) -> called(self, m, args));
    Object peers = node.service("io.tessera.net.Peers");
    registration = node.context().registerService(LISTENER, listener, null);
    ((Collection<?>) Reflect.call(peers, "connected")).forEach(peer -> note(peer, true));
  }

  private Object called(Object self, Method method, Object... arguments) {
    return switch (method.getName()) {
      case "connected" -> note(arguments[0], true);
      case "disconnected" -> note(arguments[0], false);
      case "hashCode" -> System.identityHashCode(self);
      case "equals" -> System.identityHashCode(self) == arguments[0].hashCode();
      default -> LISTENER;
    };
  }

  private synchronized Object note(Object peer, boolean there) {
    String id = Reflect.call(peer, "id").toString();
    if (there) {
      connected.add(id);
    } else {
      connected.remove(id);
    }
    if (connected.size() >= wanted) {
      reached.complete(null);
    }
    return null;
  }

  /** Who is connected. */
  synchronized Set<String> connected() {
    return new TreeSet<>(connected);
  }

  /** Completes when so many peers are connected at once. */
  synchronized CompletionStage<Void> reached(int count) {
    wanted = count;
    reached = new CompletableFuture<>();
    if (connected.size() >= count) {
      reached.complete(null);
    }
    return reached;
  }

  @Override
  public void close() {
    registration.unregister();
  }
}
