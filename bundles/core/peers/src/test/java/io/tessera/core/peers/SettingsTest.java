package io.tessera.core.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.net.PeerAddress;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final String PEER = "e" + "a".repeat(52);

  @Test
  void aBadReservedAddressDoesNotTakeTheOthersAway() {
    String[] reserved = {"", "nonsense", PEER + "@10.0.0.1:1", " 10.0.0.2:2 ", "10.0.0.3:70000"};
    Settings settings =
        PeersComponent.settings(
            config(
                Map.of(
                    "network__config_max__peers", 7,
                    "network__config_reserved__nodes", reserved,
                    "builder__slots", 3,
                    "validator__slots", 6,
                    "max__per__range", 4,
                    "count__loopback", true)));
    PeerAddress named = PeerAddress.parse(PEER + "@10.0.0.1:1");
    assertEquals(
        new Settings(7, 3, 6, 4, true, List.of(named, PeerAddress.parse("10.0.0.2:2"))), settings);
    assertEquals(Set.of(named.name().orElseThrow()), settings.reservedPeers());
    assertTrue(settings.reserves(named.peer().orElseThrow()));
  }

  @Test
  void seatsAreSharedOut() {
    assertEquals(38, new Settings(50, 0, List.of()).maxAccepted());
    assertEquals(25, new Settings(50, 0, List.of()).maxDialed());
    assertEquals(1, new Settings(1, 0, List.of()).maxAccepted());
    assertEquals(1, new Settings(1, 0, List.of()).maxDialed());
    assertEquals(0, new Settings(0, 0, List.of()).maxDialed());
  }

  private static PeersComponent.Config config(Map<String, Object> values) {
    return (PeersComponent.Config)
        Proxy.newProxyInstance(
            SettingsTest.class.getClassLoader(),
            new Class<?>[] {PeersComponent.Config.class},
            (self, method, arguments) -> values.get(method.getName()));
  }
}
