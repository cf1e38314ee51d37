package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.core.peers.Addresses.Private;
import io.tessera.net.Endpoint;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressesTest {
  private final FakeNet net = new FakeNet(1, 0);
  private final FakeTransport transport = new FakeTransport(net, net.newPeer());
  private List<InetAddress> machine = List.of();
  private final Addresses addresses = new Addresses(() -> machine);

  @Test
  void whatTheOperatorNamesComesFirst() {
    addresses.configure(endpoints("8.8.8.8"), Private.AUTO);
    assertEquals(List.of(), addresses.endpoints(), "nobody listens");
    listen("9.9.9.9");
    assertEquals(endpoints("8.8.8.8"), addresses.endpoints());
    addresses.configure(List.of(), Private.AUTO);
    assertEquals(endpoints("9.9.9.9"), addresses.endpoints());
  }

  @Test
  void whoListensOnAllHasThoseOfTheMachine() {
    machine = machine("127.0.0.1", "10.0.0.1", "9.9.9.9", "fe80::1", "2001:db8::1");
    listen("0.0.0.0");
    assertEquals(
        endpoints("9.9.9.9"), addresses.endpoints(), "private ones mean nothing to others");
    assertFalse(addresses.takesPrivate());
    addresses.configure(List.of(), Private.YES);
    assertEquals(endpoints("9.9.9.9", "10.0.0.1", "127.0.0.1"), addresses.endpoints());
    transport.local = Keys.socket("::");
    assertEquals(
        endpoints("9.9.9.9", "2001:db8::1", "10.0.0.1", "fe80::1"),
        addresses.endpoints(),
        "four at most, this machine's own last");
  }

  @Test
  void whoListensOnAPrivateAddressTakesThem() {
    listen("10.0.0.1");
    assertTrue(addresses.takesPrivate());
    assertEquals(endpoints("10.0.0.1"), addresses.endpoints());
    addresses.configure(List.of(), Private.NO);
    assertFalse(addresses.takesPrivate());
    assertEquals(List.of(), addresses.endpoints());
  }

  private void listen(String host) {
    transport.local = Keys.socket(host);
    addresses.added(transport);
  }

  private static List<Endpoint> endpoints(String... hosts) {
    return Arrays.stream(hosts).map(Keys::endpoint).toList();
  }

  private static List<InetAddress> machine(String... hosts) {
    return Arrays.stream(hosts).map(host -> Keys.socket(host).getAddress()).toList();
  }
}
