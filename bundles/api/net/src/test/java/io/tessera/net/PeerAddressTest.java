package io.tessera.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress.Family;
import java.util.Map;
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
    assertEquals(expected, PeerAddress.parse("/ip4/1.2.3.4/tcp/30333/p2p/" + PEER.name()));
    assertEquals(expected, PeerAddress.parse(PEER.name() + "@1.2.3.4:30333"));
    assertEquals(expected, PeerAddress.parse(expected.toString()));
    PeerAddress six = new PeerAddress("::1", 9, Optional.of(PEER));
    assertEquals(six, PeerAddress.parse("/ip6/::1/udp/9/quic-v1/p2p/" + PEER.name()));
    assertEquals(six, PeerAddress.parse(PEER.name() + "@[::1]:9"));
    assertEquals(six, PeerAddress.parse(PEER.name() + "@::1:9"));
    assertEquals(six, PeerAddress.parse(six.toString()));
    assertEquals(Optional.empty(), PeerAddress.parse("127.0.0.1:1").peer());
    assertEquals(Optional.empty(), PeerAddress.parse("/ip4/127.0.0.1/udp/1/quic-v1").name());
    assertEquals("fe80::1%eth0", PeerAddress.parse("[fe80::1%eth0]:1").host());
  }

  @Test
  void namesHaveTheFamilyThatTheyAreLookedUpFor() {
    for (Family family : Family.values()) {
      String protocol =
          Map.of(Family.ANY, "dns", Family.IP4, "dns4", Family.IP6, "dns6").get(family);
      PeerAddress address =
          PeerAddress.parse(
              "/" + protocol + "/node.example.org/udp/30333/quic-v1/p2p/" + PEER.name());
      assertEquals(
          new PeerAddress("node.example.org", family, 30333, Optional.of(PeerName.of(PEER))),
          address);
      assertEquals(address, PeerAddress.parse(address.toString()));
      assertEquals(Optional.empty(), address.literal());
    }
    assertEquals(Family.ANY, PeerAddress.parse("localhost:1").family());
  }

  @Test
  void anIdentityMultihashIsThePeerAtOnce() {
    // Made from the key by hand: base58btc(00 24 08 01 12 20 ++ key).
    PeerAddress address =
        PeerAddress.parse("/ip4/1.2.3.4/udp/1/quic-v1/p2p/" + PeerNameTest.IDENTITY);
    assertEquals(Optional.of(PEER), address.peer());
    assertEquals(address, PeerAddress.parse(PeerNameTest.IDENTITY + "@1.2.3.4:1"));
  }

  @Test
  void aDigestAdmitsItsPeerOnly() {
    PeerAddress address = PeerAddress.parse("/ip4/1.2.3.4/tcp/1/p2p/" + PeerNameTest.SHA_256);
    assertEquals(Optional.empty(), address.peer(), "not known before the peer proves its key");
    assertTrue(address.admits(PEER));
    byte[] other = PEER.key().toByteArray();
    other[31] ^= 1;
    assertFalse(address.admits(new PeerId(Ed25519Public.wrap(other))));
    assertEquals(address, PeerAddress.parse(address.toString()));
    assertTrue(PeerAddress.parse("1.2.3.4:1").admits(PEER), "whoever is there");
  }

  @Test
  void literalsAreNotLookedUp() {
    assertEquals("1.2.3.4", literal("1.2.3.4:1"));
    assertEquals("0:0:0:0:0:0:0:1", literal("/ip6/::1/udp/1/quic-v1"));
    assertEquals(Optional.empty(), PeerAddress.parse("a.b:1").literal());
  }

  private static String literal(String text) {
    return PeerAddress.parse(text).literal().orElseThrow().getHostAddress();
  }

  @Test
  void saysWhatIsWrong() {
    String peer = "/p2p/" + PEER.name();
    Map<String, String> errors =
        Map.ofEntries(
            Map.entry("", "write /ip4/"),
            Map.entry("1.2.3.4", "write /ip4/"),
            Map.entry("/ip4/1.2.3.4", "write /ip4/"),
            Map.entry("/ip4/1.2.3.4/udp/1", "after the UDP port comes /quic-v1"),
            Map.entry("/ip4/1.2.3.4/udp/1/quic" + peer, "after the UDP port comes /quic-v1"),
            Map.entry("/ip4/1.2.3.4/sctp/1" + peer, "'sctp' is neither udp nor tcp"),
            Map.entry("/ip5/1.2.3.4/tcp/1" + peer, "'ip5' is none of ip4, ip6, dns, dns4 and dns6"),
            Map.entry("/ip4/1.2.3.400/tcp/1" + peer, "'1.2.3.400' is no IPv4 address"),
            Map.entry(
                "/ip4/node.example.org/tcp/1" + peer, "'node.example.org' is no IPv4 address"),
            Map.entry("/ip6/1.2.3.4/tcp/1" + peer, "'1.2.3.4' is no IPv6 address"),
            Map.entry("/ip6/1::2::3/tcp/1" + peer, "'1::2::3' is no IPv6 address"),
            Map.entry("/dns4/no_wh ere/tcp/1" + peer, "'no_wh ere' is no DNS name"),
            Map.entry("/dns4/1.2.3.4/tcp/1" + peer, "'1.2.3.4' is no DNS name"),
            Map.entry("/dns6//tcp/1" + peer, "'' is no DNS name"),
            Map.entry("1.2.3.4:70000", "'70000' is no port from 1 to 65535"),
            Map.entry("1.2.3.4:0", "'0' is no port from 1 to 65535"),
            Map.entry("/ip4/1.2.3.4/tcp/x" + peer, "'x' is no port from 1 to 65535"),
            Map.entry("/ip4/1.2.3.4/tcp/1/ws" + peer, "at its end is not /p2p/<peer id>"),
            Map.entry("/ip4/1.2.3.4/tcp/1/p2p", "at its end is not /p2p/<peer id>"),
            Map.entry("1.2.3:1", "'1.2.3' is neither an IP address nor a DNS name"),
            Map.entry("x@1.2.3.4:1", "'x' is no peer id: one is e… (53 characters)"),
            Map.entry("x".repeat(600), "an address of 600 characters"));
    errors.forEach(
        (bad, why) -> {
          var error =
              assertThrows(IllegalArgumentException.class, () -> PeerAddress.parse(bad), bad);
          assertTrue(error.getMessage().contains(why), bad + ": " + error.getMessage());
        });
  }
}
