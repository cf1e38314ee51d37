package io.tessera.discovery.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.discovery.bootstrap.BootNodes.Marks;
import io.tessera.discovery.bootstrap.BootNodes.Step;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.net.PeerAddress;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootNodesTest {
  private static final Marks MARKS = Marks.of(20);
  private static final PeerAddress NAMED = PeerAddress.of(socket(1), id(1));
  private static final PeerAddress NAMELESS = PeerAddress.parse("10.0.0.2:30333");
  private static final List<PeerAddress> ALL = List.of(NAMED, NAMELESS);

  private Instant now = Instant.EPOCH;
  private final BootNodes nodes = new BootNodes(() -> now, new Random(11));

  private static InetSocketAddress socket(int number) {
    return new InetSocketAddress("10.0.0." + number, 30333);
  }

  private static PeerId id(int number) {
    byte[] key = new byte[Ed25519Public.SIZE];
    Arrays.fill(key, (byte) number);
    return new PeerId(Ed25519Public.wrap(key));
  }

  private static Peer peer(int id, int socket) {
    return (Peer)
        Proxy.newProxyInstance(
            BootNodesTest.class.getClassLoader(),
            new Class<?>[] {Peer.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "id" -> id(id);
                  case "address" -> socket(socket);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** So many peers that are no boot nodes. */
  private static List<Peer> others(int count) {
    return IntStream.range(100, 100 + count).mapToObj(i -> peer(i, i)).toList();
  }

  private Step step(List<Peer> connected) {
    return nodes.step(ALL, connected, MARKS);
  }

  @Test
  void offersAtOnceThenWithGrowingWaitsAndJitter() {
    assertEquals(ALL, step(List.of()).offer());
    List<Duration> waits = new ArrayList<>();
    Instant last = now;
    while (waits.size() < 12) {
      now = now.plusMillis(100);
      if (step(List.of()).offer().contains(NAMED)) {
        waits.add(Duration.between(last, now));
        last = now;
      }
    }
    for (int i = 0; i < waits.size(); i++) {
      long most = Math.min(BootNodes.FIRST.toMillis() << i, BootNodes.CAP.toMillis());
      long wait = waits.get(i).toMillis();
      assertTrue(wait >= most / 2 && wait <= most + 100, i + ": " + wait + " of " + most);
    }
    assertEquals(waits.size(), waits.stream().distinct().count(), waits.toString());
  }

  @Test
  void whoIsConnectedIsNotOfferedAndComesBackAtOnce() {
    step(List.of());
    List<Peer> both = List.of(peer(1, 77), peer(66, 2));
    for (int i = 0; i < 1000; i++) {
      now = now.plusSeconds(10);
      assertEquals(new Step(List.of(), List.of()), step(both));
    }
    assertEquals(List.of(NAMED), step(List.of(peer(66, 2))).offer());
  }

  @Test
  void restsWhileHalfOfThePeersAreOthers() {
    assertEquals(ALL, step(others(9)).offer());
    // A boot node is none of the others, whether it is known by its key or by its socket.
    List<Peer> withBootNodes = new ArrayList<>(others(9));
    withBootNodes.add(peer(1, 77));
    withBootNodes.add(peer(66, 2));
    assertEquals(List.of(), step(withBootNodes).withdraw());
    assertEquals(new Step(List.of(), ALL), step(others(10)));
    assertTrue(nodes.resting());
    now = now.plus(Duration.ofDays(1));
    assertEquals(new Step(List.of(), ALL), step(others(5)));
  }

  @Test
  void comesBackBelowAQuarter() {
    step(others(10));
    assertEquals(List.of(), step(others(5)).offer());
    assertEquals(new Step(ALL, List.of()), step(others(4)));
    assertFalse(nodes.resting());
    assertEquals(List.of(), step(others(9)).withdraw());
  }

  @Test
  void anAddressThatIsNoLongerConfiguredIsWithdrawn() {
    step(List.of());
    assertEquals(List.of(NAMELESS), nodes.step(List.of(NAMED), List.of(), MARKS).withdraw());
    assertEquals(List.of(), nodes.step(List.of(NAMED), List.of(), MARKS).withdraw());
  }

  @Test
  void aNodeThatWantsNoPeersMakesNoFuss() {
    assertEquals(new Marks(1, 1), Marks.of(0));
    assertEquals(new Marks(25, 12), Marks.of(50));
  }
}
