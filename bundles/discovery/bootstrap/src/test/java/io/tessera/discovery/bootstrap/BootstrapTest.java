package io.tessera.discovery.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Hash;
import io.tessera.net.NetworkIdentity;
import io.tessera.net.PeerAddress;
import io.tessera.net.Peers;
import io.tessera.net.Workers;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

  private final List<PeerAddress> withdrawn = new ArrayList<>();

  private final Peers peers =
      proxy(
          Peers.class,
          (method, arguments) ->
              switch (method) {
                case "connected" -> List.of();
                case "offer" -> note(offered, arguments);
                case "withdraw" -> note(withdrawn, arguments);
                default -> throw new UnsupportedOperationException(method);
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

  private static Object note(List<PeerAddress> list, Object[] arguments) {
    assertEquals("bootstrap", arguments[1]);
    list.add((PeerAddress) arguments[0]);
    return null;
  }

  private Bootstrap started(Bootstrap.Config config) {
    Bootstrap bootstrap = new Bootstrap(peers, workers, config, () -> Instant.EPOCH, new Random(1));
    bootstrap.activate();
    return bootstrap;
  }

  @Test
  void whatIsConfiguredIsOffered() throws InterruptedException {
    Bootstrap bootstrap =
        started(config("/ip4/10.0.0.1/udp/30333/quic-v1/p2p/" + PEER, " 10.0.0.2:30333 "));
    round.run();
    assertEquals(List.of(FIRST, SECOND), offered);
    round.run();
    assertEquals(List.of(FIRST, SECOND), offered, "not again so soon");
    assertEquals(2, bootstrap.found());
    assertEquals("offers 2 configured, 0 of the chain", bootstrap.status());

    bootstrap.deactivate();
    assertTrue(repeating.isCancelled());
  }

  @Test
  void theChainsBootNodesAreOfferedAsLongAsItIsThere() throws InterruptedException {
    Bootstrap bootstrap = started(config("10.0.0.2:30333"));
    NetworkIdentity chain =
        new NetworkIdentity() {
          @Override
          public Hash genesisHash() {
            return Hash.ZERO;
          }

          @Override
          public List<PeerAddress> bootnodes() {
            return List.of(FIRST, SECOND);
          }
        };
    bootstrap.bindNetwork(chain);
    round.run();
    assertEquals(List.of(SECOND, FIRST), offered);
    assertEquals("offers 1 configured, 2 of the chain", bootstrap.status());
    bootstrap.unbindNetwork(chain);
    round.run();
    assertEquals(List.of(FIRST), withdrawn);
  }

  @Test
  void aBadAddressDoesNotTakeTheOthersAway() throws InterruptedException {
    Bootstrap bootstrap =
        started(config("", "nonsense", "10.0.0.1:70000", "e@10.0.0.1:1", "10.0.0.2:30333"));
    round.run();
    assertEquals(List.of(SECOND), offered);
    assertEquals(1, bootstrap.found());
  }

  @Test
  void aChangedConfigurationCountsFromTheNextLook() throws InterruptedException {
    Bootstrap bootstrap = started(config());
    assertEquals("no bootstrap node is configured", bootstrap.status());
    bootstrap.modified(config("10.0.0.2:30333"));
    round.run();
    assertEquals(List.of(SECOND), offered);
    bootstrap.modified(config());
    round.run();
    assertEquals(List.of(SECOND), withdrawn);
  }

  private static Bootstrap.Config config(String... addresses) {
    return proxy(
        Bootstrap.Config.class,
        (method, arguments) -> method.endsWith("max__peers") ? (Object) 50 : addresses);
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
