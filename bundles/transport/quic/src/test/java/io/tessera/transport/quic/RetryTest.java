package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.net.event.ConnectionEvents.ConnectInFailed;
import io.tessera.net.event.ConnectionEvents.ConnectedIn;
import io.tessera.net.event.ConnectionEvents.ConnectingIn;
import java.io.IOException;
import java.net.DatagramSocket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When a dialer has to prove its address (RFC 9000, section 8.1), seen from between the two. */
class RetryTest {
  private static final QuicSettings ANY = QuicSettings.listenOn("127.0.0.1", 0);

  @Test
  void aRetryIsAskedForAboveTheLoadAndNotBelow() throws Exception {
    try (Node dialer = new Node();
        Node acceptor = new Node(Settings.retryAbove(ANY, 1))) {
      assertEquals(0, retries(dialer, acceptor));
      assertEquals(0, retries(dialer, acceptor), "a handshake that is done is no load");
      fail(acceptor);
      assertEquals(0, retries(dialer, acceptor), "nor is one that has failed");
      try (Relay deaf = new Deaf(acceptor)) {
        var unused = dialer.transport.dial(deaf.address(), false);
        connecting(acceptor, deaf.port());
        assertTrue(retries(dialer, acceptor) > 0, "one handshake is under way");
      }
    }
  }

  /** How many the acceptor sends until the connection is there. */
  private static int retries(Node dialer, Node acceptor) throws Exception {
    try (Relay relay = new Relay(acceptor)) {
      assertEquals(acceptor.id, Node.get(dialer.transport.dial(relay.address(), false)).peer());
      assertEquals(dialer.id, acceptor.next().peer());
      connecting(acceptor, relay.port());
      assertInstanceOf(ConnectedIn.class, acceptor.event());
      return relay.retries.get();
    }
  }

  private static void fail(Node acceptor) throws Exception {
    try (RawPeer peer = RawPeer.client(Optional.of(new NoKey()), RawPeer.PROTOCOL)) {
      var unused = peer.dial(acceptor);
      connecting(acceptor, peer.port());
      assertInstanceOf(ConnectInFailed.class, acceptor.event());
    }
  }

  /** Lets no answer through: the acceptor waits for the dialer. */
  private static final class Deaf extends Relay {
    Deaf(Node acceptor) throws IOException {
      super(acceptor);
    }

    @Override
    boolean back(byte[] datagram) {
      return false;
    }
  }

  @Test
  void aTokenIsOfUseToTheAddressThatItWasSentToOnly() throws Exception {
    try (Node dialer = new Node();
        Node acceptor = new Node(Settings.retryAlways(ANY));
        Holding relay = new Holding(acceptor);
        DatagramSocket elsewhere = Relay.socket()) {
      var unused = dialer.transport.dial(relay.address(), false);
      byte[] withToken = Node.get(relay.held);
      Relay.send(elsewhere, withToken, acceptor);
      relay.send(withToken, acceptor);
      connecting(acceptor, relay.port()); // and none before, from elsewhere
      assertEquals(dialer.id, acceptor.next().peer());
    }
  }

  @Test
  void aTokenIsOfUseWithTheAcceptorThatMadeItOnly() throws Exception {
    try (Node dialer = new Node();
        Node acceptor = new Node(Settings.retryAlways(ANY));
        Node other = new Node(Settings.retryAlways(ANY));
        Holding relay = new Holding(acceptor)) {
      var unused = dialer.transport.dial(relay.address(), false);
      byte[] withToken = Node.get(relay.held);
      relay.send(withToken, other);
      dialer.dial(other);
      connecting(other, dialer.port()); // and none before, from the relay
      relay.send(withToken, acceptor);
      connecting(acceptor, relay.port());
    }
  }

  private static void connecting(Node acceptor, int port) throws Exception {
    ConnectingIn begun = assertInstanceOf(ConnectingIn.class, acceptor.event());
    assertEquals(port, begun.address().getPort());
  }

  /** Keeps the first packet with a token to itself, and lets all others through. */
  private static final class Holding extends Relay {
    final CompletableFuture<byte[]> held = new CompletableFuture<>();

    Holding(Node acceptor) throws IOException {
      super(acceptor);
    }

    @Override
    boolean there(byte[] datagram) {
      return !hasToken(datagram) || !held.complete(datagram);
    }
  }
}
