package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.event.ConnectionEvents.ConnectInFailed;
import io.tessera.net.event.ConnectionEvents.ConnectOutFailed;
import io.tessera.net.event.ConnectionEvents.ConnectingIn;
import io.tessera.net.event.ConnectionEvents.ConnectingOut;
import io.tessera.net.transport.TransportInfo;
import io.tessera.net.transport.WrongPeerException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

/**
 * A certificate that breaks a rule of JAMNP-S, "Encryption and handshake", refused in both
 * directions. Each refusal is told to the letter: to whoever dialed, to watchers, to operators and
 * in the log.
 */
class RefusalTest {
  private static final String REFUSED = "the peer's certificate is refused: ";
  private static final String LACKS =
      "the peer has no Ed25519 certificate"
          + " (TLS alert 40: no signature algorithm or key exchange in common)";

  /** What a peer is told when its certificate has been looked at, and when there is none. */
  private static final int LOOKED_AT = 336;

  private static final int ABSENT = 372;

  private final Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());
  private final String name = new PeerId(keys.publicKey()).name();

  @Test
  void anotherKeyType() throws Exception {
    for (Forgery forgery : new Forgery[] {Forgery.rsa(), Forgery.ecdsa()}) {
      refusesDialer(forgery.manager(), Skills.ALL, LACKS);
      refusesAcceptor(forgery.manager(), Skills.ALL, IOException.class, LACKS);
    }
  }

  @Test
  void aCertificateThatSomebodySignedOtherwise() throws Exception {
    refused(Forgery.ed25519SignedWithEcdsa(keys), "it is not signed with Ed25519");
  }

  @Test
  void anotherNumberOfNamesThanOne() throws Exception {
    GeneralName own = Forgery.dns(name);
    refused(Forgery.ed25519(keys, (GeneralName[]) null), "it has 0 alternative names, not one");
    refused(Forgery.ed25519(keys, own, own), "it has 2 alternative names, not one");
    refused(
        Forgery.ed25519(keys, own, Forgery.dns("example.org")),
        "it has 2 alternative names, not one");
  }

  @Test
  void anotherNameThanThatOfTheKey() throws Exception {
    String other = new PeerId(Ed25519KeyPair.generate(new SecureRandom()).publicKey()).name();
    for (String wrong : new String[] {"example.org", other}) {
      refused(
          Forgery.ed25519(keys, Forgery.dns(wrong)),
          "its alternative name '" + wrong + "' is not that of its key, " + name);
    }
    refused(
        Forgery.ed25519(keys, new GeneralName(GeneralName.rfc822Name, name)),
        "its alternative name is not a DNS name");
  }

  @Test
  void noCertificate() throws Exception {
    assertEquals(
        ABSENT, refusesDialer(new NoKey(), Skills.ALL, "the peer has shown no certificate"));
    refusesAcceptor(
        new NoKey(),
        Skills.ALL,
        IOException.class,
        "refused by the peer: TLS alert 80 (a certificate is refused, or the peer has none)");
  }

  /** TLS sees to these before there is a certificate to look at. */
  @Test
  void aPeerWithWhomTlsHasNothingInCommon() throws Exception {
    X509ExtendedKeyManager good = Forgery.ed25519(keys, Forgery.dns(name)).manager();
    refusesDialer(good, Skills.NO_ED25519, "the peer takes no Ed25519 certificate");
    refusesDialer(good, Skills.NO_X25519, "the peer has no X25519 key exchange");
  }

  private static void refused(Forgery forgery, String reason) throws Exception {
    assertEquals(LOOKED_AT, refusesDialer(forgery.manager(), Skills.ALL, REFUSED + reason));
    refusesAcceptor(forgery.manager(), Skills.ALL, WrongPeerException.class, REFUSED + reason);
  }

  /** The code that the dialer is told. */
  private static int refusesDialer(X509ExtendedKeyManager key, Skills skills, String reason)
      throws Exception {
    try (LogLines log = LogLines.of(QuicTransport.class);
        Node node = new Node();
        RawPeer peer = RawPeer.client(Optional.of(key), RawPeer.PROTOCOL, skills)) {
      var unused = peer.dial(node); // may be done on its side: what counts is what it is told
      told(node, log, peer, reason);
      ConnectingIn begun = assertInstanceOf(ConnectingIn.class, node.event());
      assertEquals(new ConnectInFailed(begun, reason), node.event());
      return reason.equals(LACKS) ? 0 : Node.get(peer.refused).error();
    }
  }

  private static void refusesAcceptor(
      X509ExtendedKeyManager key, Skills skills, Class<?> type, String reason) throws Exception {
    try (LogLines log = LogLines.of(QuicTransport.class);
        Node node = new Node();
        RawPeer peer =
            RawPeer.server(key, RawPeer.PROTOCOL, new ChannelInboundHandlerAdapter(), skills)) {
      Throwable failure = Node.failure(node.transport.dial(peer.address(), false));
      assertEquals(type, failure.getClass());
      assertEquals(reason, failure.getMessage());
      told(node, log, peer, reason);
      ConnectingOut begun = assertInstanceOf(ConnectingOut.class, node.event());
      assertEquals(new ConnectOutFailed(begun, reason), node.event());
    }
  }

  private static void told(Node node, LogLines log, RawPeer peer, String reason) throws Exception {
    String line = "127.0.0.1:" + peer.port() + ": " + reason;
    assertEquals("DEBUG No connection with " + line, log.next(Level.DEBUG));
    TransportInfo info = node.transport.info();
    assertEquals(Optional.of(line), info.lastRefusal());
    assertEquals(1, info.refused());
    assertEquals(0, info.connections() + info.accepted() + info.dialed());
    assertTrue(node.accepted.isEmpty());
  }
}
