package io.tessera.testing.itests;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.osgi.framework.ServiceRegistration;

/**
 * Tells when a node has the peers that a test waits for. It is a {@code PeerListener} in the node.
 */
final class PeersWatch implements AutoCloseable {
  private static final String LISTENER = "io.tessera.net.PeerListener";

  /** Somebody waits for peers. */
  private record Waiter(Predicate<Set<String>> wanted, CompletableFuture<Set<String>> there) {}

  private final List<Waiter> waiters = new CopyOnWriteArrayList<>();
  private final Object peers;
  private final ServiceRegistration<?> registration;

  PeersWatch(NodeUnderTest node) throws ClassNotFoundException, InterruptedException {
    peers = node.service("io.tessera.net.Peers");
    Class<?> type = node.bundle("io.tessera.api.net").loadClass(LISTENER);
    Object listener =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "connected", "disconnected" -> changed();
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> System.identityHashCode(proxy) == arguments[0].hashCode();
                  default -> LISTENER;
                });
    registration = node.context().registerService(LISTENER, listener, null);
  }

  private Object changed() {
    Set<String> now = connected();
    for (Waiter waiter : waiters) {
      if (waiter.wanted.test(now)) {
        waiter.there.complete(now);
      }
    }
    return null;
  }

  /** The names of the peers that are connected now. */
  Set<String> connected() {
    Set<String> names = new TreeSet<>();
    for (Object peer : (Collection<?>) Reflect.call(peers, "connected")) {
      names.add(Reflect.call(peer, "id").toString());
    }
    return names;
  }

  /** Waits until the connected peers are as wanted; who they are. */
  Set<String> await(String what, Duration atMost, Predicate<Set<String>> wanted)
      throws InterruptedException {
    Waiter waiter = new Waiter(wanted, new CompletableFuture<>());
    waiters.add(waiter);
    changed(); // they may be there already
    try {
      return waiter.there.get(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(
          what + ": only " + connected() + " within " + atMost + Wait.tail(Paths.log()), e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      waiters.remove(waiter);
    }
  }

  @Override
  public void close() {
    registration.unregister();
  }
}
