package io.tessera.discovery.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.Peer;
import io.tessera.testing.testkit.VirtualClock;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AskPlanTest {
  private static final Duration INTERVAL = Duration.ofSeconds(100);

  private final VirtualClock clock = new VirtualClock();
  private int connections;
  private final AskPlan plan = new AskPlan(clock::nanoTime, new Random(5));

  /** A connection to a peer: another one each time. */
  private Peer connection(int number) {
    byte[] key = new byte[Ed25519Public.SIZE];
    ByteBuffer.wrap(key).putInt(number);
    PeerId id = new PeerId(Ed25519Public.wrap(key));
    int connection = connections++;
    return (Peer)
        Proxy.newProxyInstance(
            AskPlanTest.class.getClassLoader(),
            new Class<?>[] {Peer.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "id" -> id;
                  case "equals" -> arguments[0].hashCode() == connection;
                  case "hashCode" -> connection;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** How long it takes until the plan says that somebody is to be asked. */
  private Duration untilAsked() {
    Duration waited = Duration.ZERO;
    while (plan.take(9).isEmpty()) {
      clock.advance(Duration.ofMillis(10));
      waited = waited.plusMillis(10);
    }
    return waited;
  }

  @Test
  void soonAfterConnectingThenAtIntervalsWithJitter() {
    Peer peer = connection(1);
    plan.connected(List.of(peer));
    assertTrue(plan.take(9).isEmpty(), "not at once: the other side may not be ready");
    assertTrue(untilAsked().compareTo(AskPlan.SOON) <= 0);
    Duration least = INTERVAL.multipliedBy(2);
    Duration most = Duration.ZERO;
    for (int i = 0; i < 200; i++) {
      assertTrue(plan.take(9).isEmpty(), "not while it is being asked");
      plan.asked(peer, INTERVAL);
      plan.connected(List.of(peer));
      Duration waited = untilAsked();
      least = waited.compareTo(least) < 0 ? waited : least;
      most = waited.compareTo(most) > 0 ? waited : most;
    }
    assertTrue(least.toSeconds() >= 80 && least.toSeconds() < 85, least.toString());
    assertTrue(most.toSeconds() <= 120 && most.toSeconds() > 115, most.toString());
  }

  @Test
  void atMostSoManyAtATime() {
    plan.connected(List.of(connection(1), connection(2), connection(3)));
    clock.advance(AskPlan.SOON);
    assertEquals(2, plan.take(2).size());
    assertEquals(1, plan.take(2).size());
    assertEquals(0, plan.take(2).size());
  }

  @Test
  void whoHasGoneIsNotAsked() {
    plan.connected(List.of(connection(1)));
    plan.connected(List.of());
    clock.advance(AskPlan.SOON);
    assertTrue(plan.take(9).isEmpty());
  }

  @Test
  void aPeerThatResetsIsNeverAskedAgainOnItsConnection() {
    Peer peer = connection(1);
    plan.connected(List.of(peer));
    untilAsked();
    plan.reset(peer);
    plan.asked(peer, INTERVAL);
    for (int hour = 0; hour < 100; hour++) {
      clock.advance(Duration.ofHours(1));
      plan.connected(List.of(peer));
      assertTrue(plan.take(9).isEmpty());
    }
    assertEquals(1, plan.silent());
    assertEquals(0, plan.spokenTo());
  }

  @Test
  void itIsRememberedForATimeWhenItComesBack() {
    Peer peer = connection(1);
    plan.connected(List.of(peer));
    untilAsked();
    plan.reset(peer);
    plan.asked(peer, INTERVAL);
    plan.connected(List.of());
    clock.advance(AskPlan.MEMORY.minusSeconds(10));
    plan.connected(List.of(connection(1)));
    clock.advance(AskPlan.SOON);
    assertTrue(plan.take(9).isEmpty());
    plan.connected(List.of());
    clock.advance(Duration.ofSeconds(10));
    plan.connected(List.of(connection(1)));
    clock.advance(AskPlan.SOON);
    assertEquals(1, plan.take(9).size());
  }

  @Test
  void whoAsksItselfDoesSpeakIt() {
    Peer peer = connection(1);
    plan.connected(List.of(peer));
    untilAsked();
    plan.reset(peer);
    plan.asked(peer, INTERVAL);
    plan.speaks(peer.id());
    assertEquals(1, plan.spokenTo());
    assertTrue(untilAsked().compareTo(INTERVAL.multipliedBy(2)) < 0);
  }

  @Test
  void whoIsRememberedIsBounded() {
    for (int i = 0; i <= AskPlan.MOST_REMEMBERED; i++) {
      Peer peer = connection(i);
      plan.connected(List.of(peer));
      clock.advance(AskPlan.SOON);
      assertEquals(1, plan.take(1).size());
      plan.reset(peer);
    }
    plan.connected(List.of(connection(0), connection(1)));
    clock.advance(AskPlan.SOON);
    // The clock has moved on by 17 minutes: 0 is forgotten for room only, 1 is not.
    assertEquals(List.of(connection(0).id()), plan.take(9).stream().map(Peer::id).toList());
  }

  @Test
  void aReportOfAnOldConnectionDoesNotCount() {
    Peer old = connection(1);
    plan.connected(List.of(old));
    untilAsked();
    Peer now = connection(1);
    plan.connected(List.of(now));
    clock.advance(AskPlan.SOON);
    plan.asked(old, INTERVAL);
    assertEquals(List.of(now), plan.take(9));
  }
}
