package io.tessera.discovery.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** With the interfaces of this machine, of which loopback is certain. */
class InterfacesTest {
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  private static final InetSocketAddress ALL = new InetSocketAddress("0.0.0.0", 1);

  private static String loopback() throws Exception {
    return NetworkInterface.getByInetAddress(LOOPBACK.getAddress()).getName();
  }

  @Test
  void aNodeOnLoopbackIsAnnouncedThereOnly() throws Exception {
    assertEquals(List.of(LOOPBACK.getAddress()), Interfaces.addresses(LOOPBACK, Set.of()));
    assertEquals(
        List.of(LOOPBACK.getAddress()), Interfaces.addresses(LOOPBACK, Set.of(loopback())));
    assertEquals(List.of(), Interfaces.addresses(LOOPBACK, Set.of("none0")));
  }

  @Test
  void aNodeOnAllInterfacesIsNotAnnouncedOnLoopbackUnlessThatIsAskedFor() throws Exception {
    List<InetAddress> standard = Interfaces.addresses(ALL, Set.of());
    assertTrue(standard.stream().noneMatch(InetAddress::isLoopbackAddress), standard.toString());
    assertEquals(List.of(LOOPBACK.getAddress()), Interfaces.addresses(ALL, Set.of(loopback())));
  }
}
