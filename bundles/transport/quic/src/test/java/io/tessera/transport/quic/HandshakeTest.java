package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerName;
import io.tessera.net.transport.Connection;
import io.tessera.net.transport.TransportInfo;
import io.tessera.net.transport.WrongPeerException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private final Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
  private final GeneralName name = Forgery.dns(new PeerId(keys.publicKey()).name());

  @Test
  void aStrangerThatKeepsTheRulesIsAccepted() throws Exception {
    try (Node node = new Node();
        RawPeer peer =
            RawPeer.client(Optional.of(Forgery.ed25519(keys, name).manager()), RawPeer.PROTOCOL)) {
      Node.get(peer.dial(node));
      assertEquals(new PeerId(keys.publicKey()), node.next().peer());
      TransportInfo info = node.transport.info();
      assertEquals(0, info.refused());
      assertEquals(1, info.connections());
      assertEquals(1, info.accepted());
      assertEquals(0, info.dialed());
    }
  }

  @Test
  void anotherPeerThanTheExpectedIsRefused() throws Exception {
    PeerId other = new PeerId(keys.publicKey());
    try (Node a = new Node();
        Node b = new Node()) {
      Throwable failure = Node.failure(a.transport.dial(b.address(Optional.of(other)), false));
      assertInstanceOf(WrongPeerException.class, failure);
      assertTrue(failure.getMessage().contains(b.id.shortName()), failure.getMessage());
    }
  }

  @Test
  void aDigestAdmitsThePeerWhoseKeyItIsOfOnly() throws Exception {
    try (Node a = new Node();
        Node b = new Node()) {
      PeerAddress right = digest(b, b.id);
      assertEquals(b.id, Node.get(a.transport.dial(right, false)).peer());
      PeerAddress wrong = digest(b, a.id);
      Throwable failure = Node.failure(a.transport.dial(wrong, false));
      assertInstanceOf(WrongPeerException.class, failure);
    }
  }

  private static PeerAddress digest(Node at, PeerId of) {
    PeerAddress address = at.address();
    Optional<PeerName> name = Optional.of(PeerName.Digest.of(of));
    return new PeerAddress(address.host(), address.family(), address.port(), name);
  }

  @Test
  void anotherChainIsRefusedAtOnce() throws Exception {
    Hash otherChain = Hash.fromHex("aa".repeat(32));
    try (Node a = new Node();
        Node b = new Node(QuicSettings.listenOn("127.0.0.1", 0), otherChain)) {
      Throwable failure = Node.failure(a.transport.dial(b.address(), false));
      assertInstanceOf(WrongPeerException.class, failure);
      assertTrue(failure.getMessage().contains("no common protocol"), failure.getMessage());
      assertEquals(0, b.accepted.size());
    }
  }

  @Test
  void aRefusalAfterTheDialersHandshakeEndsTheConnection() throws Exception {
    Forgery acceptor = Forgery.ed25519(keys, name);
    try (Node a = new Node();
        RawPeer b =
            RawPeer.server(
                acceptor.manager(), RawPeer.PROTOCOL, new ChannelInboundHandlerAdapter())) {
      Connection dialed = Node.get(a.transport.dial(b.address(), false));
      Node.get(b.accepted).close(true, 33, io.netty.buffer.Unpooled.EMPTY_BUFFER).sync();
      assertEquals("closed by the peer: code 33", Node.reason(dialed));
    }
  }

  @Test
  void withRetryEveryDialerProvesItsAddress() throws Exception {
    QuicSettings settings = Settings.retryAlways(QuicSettings.listenOn("127.0.0.1", 0));
    try (Node a = new Node();
        Node b = new Node(settings)) {
      assertEquals(b.id, a.dial(b).peer());
      Connection accepted = b.next();
      assertEquals(a.id, accepted.peer());
      Wires.echo(accepted);
      Connection again = a.dial(b);
      Wires.echo(b.next());
      Wire wire = Wires.start(again).open();
      wire.finish(new byte[] {1});
      assertEquals(1, Node.get(wire.fin).length);
    }
  }

  @Test
  void manyDialersAtOnceMeetRetryAndGetThrough() throws Exception {
    int dials = 100;
    try (Node a = new Node();
        Node b = new Node()) {
      var futures =
          java.util.stream.IntStream.range(0, dials)
              .mapToObj(i -> a.transport.dial(b.address(), false))
              .toList();
      for (var each : futures) {
        assertEquals(b.id, each.get(30, TimeUnit.SECONDS).peer());
      }
      for (int i = 0; i < dials; i++) {
        b.next();
      }
    }
  }
}
