package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.net.PeerAddress;
import io.tessera.net.event.ConnectionEvents.ConnectOutFailed;
import io.tessera.net.event.ConnectionEvents.ConnectedIn;
import io.tessera.net.event.ConnectionEvents.ConnectedOut;
import io.tessera.net.event.ConnectionEvents.ConnectingIn;
import io.tessera.net.event.ConnectionEvents.ConnectingOut;
import io.tessera.net.event.ConnectionEvents.Disconnected;
import io.tessera.net.event.Side;
import io.tessera.net.transport.Connection;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class QuicTransportTest {

  @Test
  void eachSideLearnsWhoTheOtherIs() throws Exception {
    try (Node a = new Node();
        Node b = new Node()) {
      Connection dialed = a.dial(b);
      Connection accepted = b.next();
      assertEquals(b.id, dialed.peer());
      assertEquals(a.id, accepted.peer());
      assertTrue(dialed.initiator());
      assertFalse(accepted.initiator());
      assertEquals(b.port(), dialed.remoteAddress().getPort());
      assertEquals(a.port(), accepted.remoteAddress().getPort(), "it dials from its own port");
      assertFalse(accepted.builder());
    }
  }

  @Test
  void watchersAreToldOfAttemptsConnectionsAndTheirEnds() throws Exception {
    try (Node a = new Node();
        Node b = new Node()) {
      Connection dialed = a.dial(b);
      b.next();
      dialed.close(0, "enough");
      ConnectingOut out = (ConnectingOut) a.events.take();
      assertEquals(Optional.of(b.id), out.peer());
      assertEquals(b.port(), out.address().getPort());
      assertEquals(new ConnectedOut(out, b.id), a.events.take());
      assertEquals(
          new Disconnected(b.id, Optional.of(Side.LOCAL), "closed by this side: enough"),
          a.events.take());
      ConnectingIn in = (ConnectingIn) b.events.take();
      assertEquals(a.port(), in.address().getPort());
      assertEquals(new ConnectedIn(in, a.id), b.events.take());
      Disconnected end = (Disconnected) b.events.take();
      assertEquals(a.id, end.peer());
      assertEquals(Optional.of(Side.REMOTE), end.terminator());

      PeerAddress other = b.address(Optional.of(a.id));
      assertThrows(ExecutionException.class, () -> Node.get(a.transport.dial(other, false)));
      ConnectingOut wrong = (ConnectingOut) a.events.take();
      assertSame(wrong, ((ConnectOutFailed) a.events.take()).attempt());
      ConnectingIn given = (ConnectingIn) b.events.take();
      if (b.events.take() instanceof ConnectedIn connected) { // the acceptor may be done first
        assertSame(given, connected.attempt());
      }
    }
  }

  @Test
  void twoNodesDialEachOtherOverTheSamePorts() throws Exception {
    try (Node a = new Node();
        Node b = new Node()) {
      Connection fromA = a.dial(b);
      Connection fromB = b.dial(a);
      Wires.echo(b.next());
      Wires.echo(a.next());
      for (Connection each : new Connection[] {fromA, fromB}) {
        Wire wire = Wires.start(each).open();
        wire.finish(new byte[] {1, 2, 3});
        assertArrayEquals(new byte[] {1, 2, 3}, Node.get(wire.fin));
      }
    }
  }

  @Test
  void aBuilderIsSeenAsOne() throws Exception {
    try (Node a = new Node();
        Node b = new Node()) {
      Connection dialed = Node.get(a.transport.dial(b.address(), true));
      assertTrue(dialed.builder());
      assertTrue(b.next().builder());
    }
  }

  @Test
  void aPeerThatIsNotNamedIsLearned() throws Exception {
    try (Node a = new Node();
        Node b = new Node()) {
      assertEquals(b.id, Node.get(a.transport.dial(b.address(Optional.empty()), false)).peer());
    }
  }

  @Test
  void largeDataGoesBothWaysUnchanged() throws Exception {
    byte[] data = new byte[8 << 20];
    new Random(1).nextBytes(data);
    try (Node a = new Node();
        Node b = new Node()) {
      Connection dialed = a.dial(b);
      Connection accepted = b.next();
      Wires.echo(accepted);
      Wire wire = Wires.start(dialed).open();
      wire.finish(data);
      assertArrayEquals(data, Node.get(wire.fin));
      assertEquals(data.length, dialed.bytesSent());
      assertEquals(data.length, dialed.bytesReceived());
      assertEquals(data.length, accepted.bytesReceived());
      assertEquals(0, wire.stream.queued());
      assertEquals(0, wire.ends.get());
    }
  }

  @Test
  void ipv6AndBothAtOnce() throws Exception {
    try (Node six = new Node(QuicSettings.listenOn("::1", 0));
        Node four = new Node();
        Node both = new Node(QuicSettings.listenOn("::", 0));
        Node otherBoth = new Node(QuicSettings.listenOn("::", 0))) {
      echoes(six, both, "::1");
      echoes(both, six, "::1");
      echoes(four, both, "127.0.0.1");
      echoes(both, four, "127.0.0.1");
      echoes(both, otherBoth, "127.0.0.1");
      echoes(otherBoth, both, "::1");
      Throwable unreachable = Node.failure(four.transport.dial(six.address(), false));
      assertTrue(unreachable.getMessage().contains("does not reach"), unreachable.getMessage());
    }
  }

  private static void echoes(Node from, Node to, String host) throws Exception {
    PeerAddress address = new PeerAddress(host, to.port(), Optional.of(to.id));
    Connection dialed = Node.get(from.transport.dial(address, false));
    Connection accepted = to.next();
    Wires.echo(accepted);
    Wire wire = Wires.start(dialed).open();
    wire.finish(new byte[100]);
    assertEquals(100, Node.get(wire.fin).length);
    assertEquals(
        host.contains(":") ? 16 : 4, accepted.remoteAddress().getAddress().getAddress().length);
    dialed.close(0, "done");
    assertTrue(Node.reason(accepted).contains("done"));
  }

  /** Whoever opens it must not take that for the peer's doing. */
  @Test
  void aStreamThatComesTooLateIsToldWhoClosed() throws Exception {
    try (Node a = new Node();
        Node b = new Node()) {
      Connection dialed = a.dial(b);
      Wires wires = Wires.start(dialed);
      b.next();
      dialed.close(0, "enough");
      assertEquals("closed by this side: enough", Node.get(wires.open().closed));
    }
  }

  @Test
  void withoutNativeInputAndOutput() throws Exception {
    QuicSettings nio = Settings.nio(QuicSettings.listenOn("127.0.0.1", 0));
    try (Node a = new Node(nio);
        Node b = new Node(nio)) {
      Wires wires = Wires.start(a.dial(b));
      Wires.echo(b.next());
      Wire wire = wires.open();
      wire.finish(new byte[1 << 20]);
      assertEquals(1 << 20, Node.get(wire.fin).length);
    }
  }

  @Test
  void aPortInUseIsNamedWithTheRemedy() throws Exception {
    try (Node a = new Node()) {
      QuicSettings same = QuicSettings.listenOn("127.0.0.1", a.port());
      String message = assertThrows(IOException.class, () -> new Node(same)).getMessage();
      assertTrue(message.contains("127.0.0.1"), message);
      assertTrue(message.contains("port " + a.port() + " is in use"), message);
      assertTrue(message.contains("network_config.listening_port"), message);
      assertFalse(message.contains("\n"), message);
    }
  }

  @Test
  void anAddressOfAnotherMachineIsNamedWithTheRemedy() {
    QuicSettings settings = QuicSettings.listenOn("192.0.2.1", 0);
    String message = assertThrows(IOException.class, () -> new Node(settings)).getMessage();
    assertTrue(message.contains("192.0.2.1"), message);
    assertTrue(message.contains("network_config.listening_address"), message);
  }

  @Test
  void nobodyThereIsAFailureInTime() throws Exception {
    PeerAddress address;
    try (Node gone = new Node()) {
      address = gone.address();
    }
    try (Node a = new Node(Settings.connectMillis(QuicSettings.listenOn("127.0.0.1", 0), 200))) {
      Throwable failure = Node.failure(a.transport.dial(address, false));
      assertTrue(failure instanceof IOException, failure.toString());
    }
  }

  @Test
  void aStoppedTransportTellsItsPeersAndLeavesNoThread() throws Exception {
    Node a = new Node();
    Node b = new Node();
    Connection dialed = a.dial(b);
    Connection accepted = b.next();
    Wires.start(accepted);
    Wire wire = Wires.start(dialed).open();
    wire.send(new byte[10]);
    a.close();
    a.close();
    assertTrue(Node.reason(accepted).contains("the node stops"));
    assertTrue(Node.get(wire.closed).contains("the node stops"));
    assertTrue(Node.failure(a.transport.dial(b.address(), false)).getMessage().contains("stopped"));
    Wire late = new Wire();
    late.stream = dialed.open(late);
    late.send(new byte[1]);
    assertEquals(1, Node.get(late.closed).lines().count(), "an end at once");
    assertEquals(1, wire.ends.get());
    b.close();
    assertEquals(
        0,
        Thread.getAllStackTraces().keySet().stream()
            .filter(each -> each.getName().startsWith("tessera-quic"))
            .count());
  }

  @Test
  void aVirtualThreadCanStopATransport() throws Exception {
    Node a = new Node();
    Thread stopper = Thread.ofVirtual().start(a::close);
    assertTrue(stopper.join(java.time.Duration.ofSeconds(Node.SECONDS)));
    assertTrue(Node.failure(a.transport.dial(a.address(), false)).getMessage().contains("stopped"));
  }
}
