package io.tessera.transport.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.event.ConnectionEvents.ConnectInFailed;
import io.tessera.net.event.ConnectionEvents.ConnectingIn;
import io.tessera.net.event.ConnectionEvents.ConnectionRefused;
import io.tessera.net.event.NodeEvent;
import java.net.InetAddress;
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
      ConnectInFailed end = told(node, ConnectInFailed.class);
      assertEquals("no answer", end.reason());
      assertEquals(1, node.transport.info().refused());
      assertEquals(node.id, honest.dial(node).peer());
    }
  }

  @Test
  void anEighthOfThePlacesIsAllThatOneAddressRangeGets() throws Exception {
    Slots slots = new Slots(16);
    InetAddress greedy = InetAddress.getByName("203.0.113.1");
    slots.take(greedy);
    slots.take(InetAddress.getByName("203.0.113.77"));
    assertFalse(slots.free(greedy));
    assertFalse(slots.free(InetAddress.getByName("203.0.113.200")));
    assertTrue(slots.free(InetAddress.getByName("203.0.114.1")));

    slots.take(InetAddress.getByName("2001:db8:1::1"));
    slots.take(InetAddress.getByName("2001:db8:1:ffff::2"));
    assertFalse(slots.free(InetAddress.getByName("2001:db8:1:2::3")));
    assertTrue(slots.free(InetAddress.getByName("2001:db8:2::1")));

    slots.giveBack(greedy);
    assertTrue(slots.free(greedy));
  }

  @Test
  void allPlacesTogetherAreNoMoreThanAll() throws Exception {
    Slots slots = new Slots(16);
    for (int i = 0; i < 16; i++) {
      assertTrue(slots.free(InetAddress.getByName("203.0." + i + ".1")));
      slots.take(InetAddress.getByName("203.0." + i + ".1"));
    }
    assertEquals(16, slots.taken());
    assertFalse(slots.free(InetAddress.getByName("198.51.100.1")));
  }

  @Test
  void whoHasItsShareIsDroppedThoughThereArePlaces() throws Exception {
    Forgery certificate = Forgery.ed25519(keys, Forgery.dns(new PeerId(keys.publicKey()).name()));
    QuicSettings eight = Settings.maxHandshakes(QuicSettings.listenOn("127.0.0.1", 0), 8);
    try (Node node = new Node(eight);
        RawPeer silent = RawPeer.client(Optional.of(certificate.manager()), RawPeer.PROTOCOL)) {
      silent.vanish();
      var first = silent.dial(node);
      assertTrue(told(node, ConnectingIn.class).address().getAddress().isLoopbackAddress());
      var second = silent.dial(node);
      assertTrue(told(node, ConnectionRefused.class).address().getAddress().isLoopbackAddress());
      assertFalse(first.isDone() || second.isDone());
    }
  }

  private static <T extends NodeEvent> T told(Node node, Class<T> type)
      throws InterruptedException {
    NodeEvent event = node.events.poll(Node.SECONDS, TimeUnit.SECONDS);
    while (event != null && !type.isInstance(event)) {
      event = node.events.poll(Node.SECONDS, TimeUnit.SECONDS);
    }
    assertNotNull(event, type.getSimpleName() + " does not come");
    return type.cast(event);
  }
}
