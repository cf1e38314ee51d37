package io.tessera.discovery.validators;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.PeerId;
import io.tessera.lib.codec.state.ValidatorData;
import io.tessera.net.PeerAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private static final String IPV4 = "00".repeat(10) + "ffff";

  private static Set<PeerAddress> of(boolean privateToo, ValidatorData... validators) {
    ValidatorSets sets = new ValidatorSets(List.of(), Arrays.asList(validators), List.of());
    return Endpoints.of(sets, privateToo);
  }

  private static PeerAddress at(int n, String socket) {
    return PeerAddress.parse(new PeerId(States.key(n)).name() + "@" + socket);
  }

  /** 16 bytes of IPv6 address and the port, lowest byte first; the rest of the metadata is free. */
  @Test
  void theFirst18BytesOfTheMetadata() {
    assertEquals(
        Set.of(at(1, "1.2.3.4:258"), at(2, "[2001:db8:0:0:0:0:0:9]:513")),
        of(
            false,
            States.validator(1, IPV4 + "01020304" + "0201"),
            States.validator(2, "20010db8" + "00".repeat(11) + "09" + "0102")));
  }

  @Test
  void whereNobodyCanBeIsSkipped() {
    assertEquals(
        Set.of(),
        of(
            true,
            ValidatorData.NULL,
            States.validator(1, "00".repeat(18)),
            States.validator(2, IPV4 + "01020304" + "0000"),
            States.validator(3, "00".repeat(16) + "0102"),
            States.validator(4, "ff02" + "00".repeat(13) + "01" + "0102")));
  }

  @Test
  void aNullKeyIsNobodys() {
    assertEquals(Set.of(), of(true, States.validator(0, IPV4 + "01020304" + "0201")));
  }

  @Test
  void privateAddressesOnlyWhereTheyMeanSomething() {
    ValidatorData loopback = States.validator(1, IPV4 + "7f000001" + "409c");
    assertEquals(Set.of(), of(false, loopback));
    assertEquals(Set.of(at(1, "127.0.0.1:40000")), of(true, loopback));
  }

  @Test
  void allThreeSetsCount() {
    ValidatorSets sets = new ValidatorSets(States.set(1), States.set(4), States.set(20));
    Set<PeerAddress> expected = new HashSet<>(States.addresses(1));
    expected.addAll(States.addresses(4));
    expected.addAll(States.addresses(20));
    assertEquals(6 + 3 + 6, expected.size());
    assertEquals(expected, Endpoints.of(sets, false));
  }
}
