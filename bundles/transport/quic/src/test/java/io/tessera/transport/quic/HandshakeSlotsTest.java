package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.event.ConnectionEvents.ConnectInFailed;
import io.tessera.net.event.NodeEvent;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who holds the places for accepted handshakes, and for how long. */
class HandshakeSlotsTest {
  private final Ed25519KeyPair keys = Ed25519KeyPair.generate(new SecureRandom());

  /** The dialer's own idle timeout ends it before the time for a handshake is over. */
  @Test
  void aDialerThatFallsSilentGivesItsPlaceBackWhateverItsIdleTimeoutIs() throws Exception {
    Forgery certificate = Forgery.ed25519(keys, Forgery.dns(new PeerId(keys.publicKey()).name()));
    QuicSettings one = Settings.maxHandshakes(QuicSettings.listenOn("127.0.0.1", 0), 1);
    try (Node node = new Node(one);
        Node honest = new Node();
        RawPeer silent = RawPeer.client(Optional.of(certificate.manager()), RawPeer.PROTOCOL, 1)) {
      silent.vanish();
      var unused = silent.dial(node);
      ConnectInFailed end = failed(node);
      assertEquals("no answer", end.reason());
      assertEquals(1, node.transport.info().refused());
      assertEquals(node.id, honest.dial(node).peer());
    }
  }

  private static ConnectInFailed failed(Node node) throws InterruptedException {
    NodeEvent event = node.events.poll(Node.SECONDS, TimeUnit.SECONDS);
    while (event != null && !(event instanceof ConnectInFailed)) {
      event = node.events.poll(Node.SECONDS, TimeUnit.SECONDS);
    }
    assertNotNull(event, "the handshake has no end");
    return (ConnectInFailed) event;
  }
}
