package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.PeerAddress;
import io.tessera.net.event.ConnectionEvents.ConnectInFailed;
import io.tessera.net.event.ConnectionEvents.ConnectingIn;
import io.tessera.net.transport.Connection;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;

/**
 * The protocol's name as it goes over the wire (JAMNP-S, "ALPN"), against peers that are not us.
 */
class ProtocolTest {
  private static final String PLAIN = "jamnp-s/0/2bf11dc5";
  private static final String BUILDER = "jamnp-s/0/2bf11dc5/builder";
  private static final String OTHER_CHAIN =
      "no common protocol (another chain or protocol version)";

  private final Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());

  @Test
  void aDialerOffersTheOneNameAndNothingElse() throws Exception {
    assertEquals("0013" + "12" + hex(PLAIN), hello(false).get(ClientHello.ALPN));
    assertEquals("001b" + "1a" + hex(BUILDER), hello(true).get(ClientHello.ALPN));
  }

  @Test
  void aDialerAsksForEd25519AndShowsNoServerName() throws Exception {
    Map<Integer, String> hello = hello(false);
    assertEquals("0002" + "0807", hello.get(ClientHello.SIGNATURE_ALGORITHMS));
    assertFalse(hello.containsKey(ClientHello.SERVER_NAME));
    assertFalse(hello.containsKey(ClientHello.EARLY_DATA));
  }

  /** What a dialer says first, to a socket that does not answer. */
  private static Map<Integer, String> hello(boolean builder) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Node node = new Node()) {
      socket.setSoTimeout(Node.SECONDS * 1000);
      var unused =
          node.transport.dial(
              new PeerAddress("127.0.0.1", socket.getLocalPort(), Optional.empty()), builder);
      DatagramPacket packet =
          new DatagramPacket(new byte[Sockets.MAX_DATAGRAM], Sockets.MAX_DATAGRAM);
      socket.receive(packet);
      byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
      return ClientHello.extensions(InitialPacket.crypto(datagram));
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void anAcceptorTakesBothNames() throws Exception {
    try (Node node = new Node()) {
      assertFalse(accepted(node, PLAIN).builder());
      assertTrue(accepted(node, BUILDER).builder());
    }
  }

  private Connection accepted(Node node, String protocol) throws Exception {
    try (RawPeer peer = RawPeer.client(Optional.of(manager()), protocol)) {
      assertEquals(protocol, Node.get(peer.dial(node)).sslEngine().getApplicationProtocol());
      return node.next();
    }
  }

  @Test
  void anAcceptorTakesNoOther() throws Exception {
    for (String other :
        new String[] {"jamnp-s/0/2bf11dc6", "jamnp-s/1/2bf11dc5", PLAIN + "/", PLAIN + "/other"}) {
      try (Node node = new Node();
          RawPeer peer = RawPeer.client(Optional.of(manager()), other)) {
        var unused = peer.dial(node);
        ConnectingIn begun = assertInstanceOf(ConnectingIn.class, node.event());
        assertEquals(new ConnectInFailed(begun, OTHER_CHAIN), node.event());
        assertTrue(node.accepted.isEmpty());
      }
    }
  }

  private X509ExtendedKeyManager manager() throws Exception {
    return Forgery.ed25519(keys, Forgery.dns(new PeerId(keys.publicKey()).name())).manager();
  }
}
