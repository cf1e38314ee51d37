package io.tessera.discovery.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.net.PeerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NeighboursTest {
  private static final Hash CHAIN = Hash.fromHex("11".repeat(32));
  private static final int PORT = 30_333;

  private final Announcement own = Announcement.of(peer(0), CHAIN);
  private final List<PeerAddress> offered = new ArrayList<>();
  private final Neighbours neighbours = new Neighbours(own, offered::add);

  private static PeerId peer(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    key[1] = (byte) (number >> 8);
    return new PeerId(Ed25519Public.wrap(key));
  }

  private static InetAddress address(String literal) {
    return new InetSocketAddress(literal, 0).getAddress();
  }

  private List<PeerAddress> read(Map<String, String> text, int port, String... literals) {
    InetAddress[] addresses = new InetAddress[literals.length];
    for (int i = 0; i < literals.length; i++) {
      addresses[i] = address(literals[i]);
    }
    return neighbours.read(text::get, port, addresses);
  }

  @Test
  void aPeerOfTheChainHasItsAddresses() {
    Map<String, String> text = Announcement.of(peer(1), CHAIN).text();
    assertEquals("11111111", text.get("chain"));
    assertEquals(
        List.of(
            new PeerAddress("10.0.0.1", PORT, Optional.of(peer(1))),
            new PeerAddress("2001:db8:0:0:0:0:0:1", PORT, Optional.of(peer(1)))),
        read(text, PORT, "10.0.0.1", "fe80::1", "2001:db8::1", "0.0.0.0", "224.0.0.1"));
    assertEquals(
        Neighbours.MOST_ADDRESSES,
        read(text, PORT, "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5").size());
  }

  @Test
  void othersAreNot() {
    assertEquals(List.of(), read(own.text(), PORT, "10.0.0.1"), "this node");
    Hash other = Hash.fromHex("12".repeat(32));
    assertEquals(
        List.of(), read(Announcement.of(peer(1), other).text(), PORT, "10.0.0.1"), "another chain");
    Map<String, String> good = Announcement.of(peer(1), CHAIN).text();
    assertEquals(List.of(), read(good, 0, "10.0.0.1"), "no port");
    assertEquals(List.of(), read(good, 65_536, "10.0.0.1"), "no port");
    for (String key : good.keySet()) {
      Map<String, String> without = new HashMap<>(good);
      without.remove(key);
      assertEquals(List.of(), read(without, PORT, "10.0.0.1"), "without " + key);
    }
    Map<String, String> noName = new HashMap<>(good);
    noName.put("peer", "e" + "1".repeat(52));
    assertEquals(List.of(), read(noName, PORT, "10.0.0.1"), "no peer id");
  }

  @Test
  void theyAreBoundedAndForgottenWhenTheySayGoodbye() {
    for (int i = 1; i <= Neighbours.MOST + 10; i++) {
      Map<String, String> text = Announcement.of(peer(i), CHAIN).text();
      neighbours.seen("node " + i, read(text, PORT, "10.0.0.1"));
    }
    assertEquals(Neighbours.MOST + 10, offered.size());
    assertEquals(Neighbours.MOST + 10, neighbours.found());
    assertEquals(Neighbours.MOST, neighbours.size());
    offered.clear();
    neighbours.repeat();
    assertEquals(Neighbours.MOST, offered.size());
    neighbours.gone("node " + Neighbours.MOST);
    assertEquals(Neighbours.MOST - 1, neighbours.size());
  }

  @Test
  void whatIsNotToBeOfferedIsNotRemembered() {
    neighbours.seen("this node", read(own.text(), PORT, "10.0.0.1"));
    assertEquals(0, neighbours.size());
    assertEquals(List.of(), offered);
  }
}
