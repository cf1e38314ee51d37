package io.tessera.discovery.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.net.PeerAddress;
import io.tessera.net.Peers;
import io.tessera.net.Workers;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final String PEER = "e" + "a".repeat(52);
  private static final PeerAddress FIRST = PeerAddress.parse(PEER + "@10.0.0.1:30333");
  private static final PeerAddress SECOND = PeerAddress.parse("10.0.0.2:30333");

  private final List<PeerAddress> offered = new ArrayList<>();
  private final CompletableFuture<Void> repeating = new CompletableFuture<>();
  private Workers.Task round;

  private final Peers peers =
      proxy(
          Peers.class,
          (method, arguments) -> {
            assertEquals("offer", method);
            assertEquals("bootstrap", arguments[1]);
            return offered.add((PeerAddress) arguments[0]) ? null : offered;
          });

  private final Workers workers =
      new Workers() {
        @Override
        public Future<?> start(String name, Task task) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Future<?> repeat(String name, Duration period, Task task) {
          round = task;
          return repeating;
        }
      };

  @Test
  void whatIsConfiguredIsOfferedAgainAndAgain() throws InterruptedException {
    Bootstrap bootstrap =
        new Bootstrap(
            peers,
            workers,
            config("/ip4/10.0.0.1/udp/30333/quic-v1/p2p/" + PEER, " 10.0.0.2:30333 "));
    bootstrap.activate();
    round.run();
    assertEquals(List.of(FIRST, SECOND), offered);
    round.run();
    assertEquals(List.of(FIRST, SECOND, FIRST, SECOND), offered);
    assertEquals(2, bootstrap.found());
    assertTrue(bootstrap.status().contains("2"));

    bootstrap.deactivate();
    assertTrue(repeating.isCancelled());
  }

  @Test
  void aBadAddressDoesNotTakeTheOthersAway() throws InterruptedException {
    Bootstrap bootstrap =
        new Bootstrap(
            peers,
            workers,
            config("", "nonsense", "10.0.0.1:70000", "e@10.0.0.1:1", "10.0.0.2:30333"));
    bootstrap.activate();
    round.run();
    assertEquals(List.of(SECOND), offered);
    assertEquals(1, bootstrap.found());
  }

  @Test
  void aChangedConfigurationIsOfferedAtOnce() {
    Bootstrap bootstrap = new Bootstrap(peers, workers, config());
    assertEquals("no bootstrap node is configured", bootstrap.status());
    bootstrap.modified(config("10.0.0.2:30333"));
    assertEquals(List.of(SECOND), offered);
  }

  private static Bootstrap.Config config(String... addresses) {
    return proxy(Bootstrap.Config.class, (method, arguments) -> addresses);
  }

  private interface Call {
    Object answer(String method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call.answer(method.getName(), arguments)));
  }
}
