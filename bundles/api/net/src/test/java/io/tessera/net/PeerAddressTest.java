package io.tessera.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerAddressTest {
  private static final PeerId PEER =
      new PeerId(
          Ed25519Public.fromHex(
              "4418fb8c85bb3985394a8c2756d3643457ce614546202a2f50b093d762499ace"));

  @Test
  void readsEachForm() {
    PeerAddress expected = new PeerAddress("1.2.3.4", 30333, Optional.of(PEER));
    assertEquals(expected, PeerAddress.parse("/ip4/1.2.3.4/udp/30333/quic-v1/p2p/" + PEER.name()));
    assertEquals(expected, PeerAddress.parse(PEER.name() + "@1.2.3.4:30333"));
    assertEquals(expected, PeerAddress.parse(expected.toString()));
    PeerAddress six = new PeerAddress("::1", 9, Optional.of(PEER));
    assertEquals(six, PeerAddress.parse("/ip6/::1/udp/9/quic-v1/p2p/" + PEER.name()));
    assertEquals(six, PeerAddress.parse(PEER.name() + "@[::1]:9"));
    assertEquals(six, PeerAddress.parse(PEER.name() + "@::1:9"));
    assertEquals(six, PeerAddress.parse(six.toString()));
    assertEquals(Optional.empty(), PeerAddress.parse("127.0.0.1:1").peer());
  }

  @Test
  void saysWhatIsWrong() {
    for (String bad :
        new String[] {"", "1.2.3.4", "/ip4/1.2.3.4/udp/1", "1.2.3.4:70000", "x@1.2.3.4:1"}) {
      var error = assertThrows(IllegalArgumentException.class, () -> PeerAddress.parse(bad), bad);
      assertTrue(error.getMessage().length() > 10, bad);
    }
  }
}
