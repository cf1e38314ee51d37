package io.tessera.operator.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Hash;
import io.tessera.net.event.ConnectionEvents.ConnectingIn;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallPartsTest {

  @Test
  void targets() {
    assertEquals(new Target("127.0.0.1", 9000), Target.parse("127.0.0.1:9000"));
    assertEquals(new Target("::1", 9000), Target.parse("[::1]:9000"));
    assertEquals("[::1]:9000", Target.parse("[::1]:9000").toString());
    assertEquals(new Target("tart.example", 1), Target.parse("tart.example:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", ":1", "host:", "host:0", "host:65536", "::1:9", "host:x"})
  void noTargets(String text) {
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> Target.parse(text));
    assertTrue(wrong.getMessage().contains("'" + text + "' is not HOST:PORT"));
  }

  @Test
  void theTimeBetweenAttemptsDoublesUpToALimit() {
    BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(1));
    for (int due : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      Duration wait = backOff.next();
      assertTrue(wait.compareTo(Duration.ofSeconds(due)) <= 0, wait + " of " + due);
      assertTrue(wait.multipliedBy(2).compareTo(Duration.ofSeconds(due)) >= 0, wait.toString());
    }
    for (int i = 0; i < 100; i++) {
      backOff.next();
    }
    assertTrue(backOff.next().toSeconds() <= 60);
    backOff.reset();
    assertTrue(backOff.next().toSeconds() <= 1);
  }

  @Test
  void eventsAreTheVeryObjects() {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    ConnectingIn one = new ConnectingIn(address);
    ConnectingIn other = new ConnectingIn(address);
    EventIds ids = new EventIds();
    ids.put(one, 5);
    ids.put(other, 6);
    assertEquals(OptionalLong.of(5), ids.of(one));
    assertEquals(OptionalLong.of(6), ids.of(other));
    assertEquals(OptionalLong.empty(), ids.of(new ConnectingIn(address)));
    assertEquals(2, ids.size());
  }

  @Test
  void submissionsAreBoundedAndTheFirstCounts() {
    Submissions submissions = new Submissions();
    submissions.add(Hash.ZERO, 1);
    submissions.add(Hash.ZERO, 2);
    assertEquals(OptionalLong.of(1), submissions.of(Hash.ZERO));
    for (int i = 0; i < Submissions.MOST; i++) {
      submissions.add(Hash.fromHex("%064x".formatted(i + 1)), i);
    }
    assertEquals(OptionalLong.empty(), submissions.of(Hash.ZERO));
  }
}
