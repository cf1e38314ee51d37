package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.net.PeerAddress;
import io.tessera.testing.testkit.VirtualClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamesTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private Names names;

  @AfterEach
  void stop() {
    names.close();
    timer.shutdownNow();
  }

  @Test
  void theFamilyOfTheAddressChooses() throws UnknownHostException {
    InetAddress four = InetAddress.getByName("192.0.2.7");
    InetAddress six = InetAddress.getByName("2001:db8::7");
    names = new Names(name -> new InetAddress[] {six, four}, timer, Duration.ofSeconds(10));
    assertEquals(four, resolve("/dns4/a.example/udp/1/quic-v1").join());
    assertEquals(six, resolve("/dns6/a.example/udp/1/quic-v1").join());
    assertEquals(six, resolve("/dns/a.example/udp/1/quic-v1").join());
    assertEquals(
        four,
        names.resolve(PeerAddress.parse("a.example:1"), host -> host.equals(four)).join(),
        "what the socket does not reach is passed over");
  }

  @Test
  void aNameWithoutAnAddressOfTheFamilySaysSo() throws UnknownHostException {
    InetAddress four = InetAddress.getByName("192.0.2.7");
    names = new Names(name -> new InetAddress[] {four}, timer, Duration.ofSeconds(10));
    assertEquals(
        "'a.example' has no IPv6 address to dial",
        failure(resolve("/dns6/a.example/udp/1/quic-v1")));
  }

  @Test
  void aLiteralIsNotLookedUp() throws UnknownHostException {
    names =
        new Names(
            name -> {
              throw new UnknownHostException(name);
            },
            timer,
            Duration.ofSeconds(10));
    assertEquals(
        InetAddress.getByName("2001:db8::1"), resolve("/ip6/2001:db8::1/udp/1/quic-v1").join());
    assertEquals("no address is known for 'a.example'", failure(resolve("a.example:1")));
  }

  @Test
  void aLookupHasADeadlineAndHoldsNobodyUp() throws UnknownHostException {
    CountDownLatch never = new CountDownLatch(1);
    VirtualClock clock = new VirtualClock();
    InetAddress four = InetAddress.getByName("192.0.2.7");
    names =
        new Names(
            name -> {
              if (name.startsWith("slow")) {
                awaitOrStop(never);
              }
              return new InetAddress[] {four};
            },
            clock.timer(),
            Duration.ofSeconds(10));
    CompletableFuture<InetAddress> slow = resolve("slow.example:1");
    assertEquals(four, resolve("fast.example:1").join());
    assertFalse(slow.isDone());
    clock.advance(Duration.ofSeconds(10));
    assertTrue(failure(slow).startsWith("looking up 'slow.example' takes longer than"));
  }

  private static void awaitOrStop(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<InetAddress> resolve(String address) {
    return names.resolve(PeerAddress.parse(address), host -> true);
  }

  private static String failure(CompletableFuture<?> future) {
    try {
      return "completed with " + future.join();
    } catch (CompletionException e) {
      return e.getCause().getMessage();
    }
  }
}
