package io.tessera.operator.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.net.Endpoint;
import io.tessera.testing.testkit.TelemetryDecoder.Event;
import io.tessera.testing.testkit.TelemetryReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a receiver that decodes everything, over real sockets. */
@Timeout(60)
class SenderTest {
  private static final NodeInformation NODE =
      new NodeInformation(
          ProtocolParameters.TINY,
          Hash.ZERO,
          new PeerId(Ed25519Public.wrap(new byte[32])),
          Endpoint.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 30333)),
          "0.1.0",
          "test");

  private final Recorder recorder = new Recorder(InstantSource.system(), 1 << 20);

  private Sender sender(int port) {
    return sender(new Target("127.0.0.1", port));
  }

  private Sender sender(Target target) {
    BackOff quick = new BackOff(Duration.ofMillis(1), Duration.ofMillis(4), new Random(1));
    Sender sender = new Sender(target, recorder, () -> NODE, quick);
    sender.start();
    return sender;
  }

  private void record(int count) {
    for (int i = 0; i < count; i++) {
      recorder.record(new StatusMessages.BestBlockChanged(i, Hash.ZERO));
    }
  }

  @Test
  void theNodeSaysWhoItIsAndThenWhatHappens() throws Exception {
    record(2); // before there is anybody
    try (TelemetryReceiver receiver = new TelemetryReceiver();
        Sender sender = sender(receiver.port())) {
      TelemetryReceiver.Connection connection = receiver.connection(0);
      record(1);
      connection.await(event -> event.id() == 2);
      assertEquals("Tessera", connection.node().name());
      assertEquals("0.7.2", connection.node().grayPaper());
      assertEquals("00".repeat(32), connection.node().genesis());
      assertTrue(sender.isConnected());
    }
    assertFalse(threads().contains("tessera-telemetry"));
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .toList();
  }

  /** A receiver that goes and comes back at the same port gets the rest, with what it missed. */
  @Test
  void itConnectsAgain() throws Exception {
    int port;
    TelemetryReceiver first = new TelemetryReceiver();
    port = first.port();
    try (Sender sender = sender(port)) {
      record(3);
      first.connection(0).await(event -> event.id() == 2);
      first.close();
      while (sender.isConnected()) { // a broken connection shows when it is written to
        record(1);
        Thread.onSpinWait();
      }
      try (TelemetryReceiver second = new TelemetryReceiver(port)) {
        record(1);
        TelemetryReceiver.Connection connection = second.connection(0);
        Event dropped = connection.await(0);
        assertEquals(0, dropped.id());
        long missed = (Long) dropped.fields().get(1);
        assertTrue(missed >= 3, "the first three went to the other connection");
        assertEquals(missed, connection.await(11).id());
        connection.close();
        while (second.connections() < 2) {
          record(1);
          Thread.onSpinWait();
        }
        second.connection(1).await(0);
        second.check();
      }
    }
  }

  /** Whoever records never waits; the receiver learns how much it has missed. */
  @Test
  void aReceiverThatDoesNotReadHoldsNobodyUp() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Sender sender = sender(deaf.getLocalPort());
        Socket socket = deaf.accept()) {
      long recorded = 0;
      // The kernel takes some megabytes first.
      while (recorder.lost() < 1000 || !sender.isConnected()) {
        record(1000);
        recorded += 1000;
      }
      assertTrue(socket.isConnected());
      assertTrue(recorded > recorder.lost());
    }
    // What was lost until then may have been told to who does not read.
    long told = recorder.lost();
    while (recorder.lost() == told) {
      record(1000);
    }
    try (TelemetryReceiver receiver = new TelemetryReceiver();
        Sender sender = sender(receiver.port())) {
      TelemetryReceiver.Connection connection = receiver.connection(0);
      assertEquals(0, connection.await(0).id());
      record(1);
      connection.await(11);
      assertTrue(sender.isConnected());
      receiver.check();
    }
  }

  @Test
  void whereNobodyIsItTriesAgain() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (Sender sender = sender(port)) {
      assertFalse(sender.isConnected());
      try (TelemetryReceiver late = new TelemetryReceiver(port)) {
        record(1);
        assertEquals(0, late.connection(0).await(11).id());
      }
    }
  }

  /** RFC 2606 keeps this name from being anybody's. */
  @Test
  void aNameWithoutAddressEndsNothing() throws IOException {
    try (Sender sender = sender(new Target("nobody.invalid", 1))) {
      record(1);
      assertFalse(sender.isConnected());
    }
    assertFalse(threads().contains("tessera-telemetry"));
  }
}
