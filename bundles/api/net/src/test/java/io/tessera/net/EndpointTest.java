package io.tessera.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
  private static final PeerId PEER = new PeerId(Ed25519Public.wrap(new byte[32]));

  @Test
  void isSixteenBytesAndALittleEndianPort() {
    Endpoint six = Endpoint.of(new InetSocketAddress("2001:db8::1", 0x1234));
    assertEquals(
        Bytes.fromHex("20010db80000000000000000000000013412"),
        Bytes.wrap(Endpoint.CODEC.encode(six)));
    assertEquals(six, Endpoint.CODEC.decode(Endpoint.CODEC.encode(six)));
    assertEquals("[2001:db8:0:0:0:0:0:1]:4660", six.toString());
    assertEquals("1.2.3.4:5", Endpoint.of(new InetSocketAddress("1.2.3.4", 5)).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,true", "10.1.2.3,true", "172.31.0.1,true", "172.32.0.1,false", "192.168.9.9,true",
    "100.64.0.1,true", "100.128.0.1,false", "169.254.1.1,true", "8.8.8.8,false", "::1,true",
    "fe80::1,true", "fc00::1,true", "fdff::1,true", "2001:db8::1,false"
  })
  void knowsPrivateAddresses(String ip, boolean isPrivate) {
    assertEquals(isPrivate, Endpoint.of(new InetSocketAddress(ip, 1)).isPrivate());
  }

  @Test
  void nobodyIsDialedWhereNobodyCanBe() {
    assertEquals(
        Optional.of(new PeerAddress("1.2.3.4", 5, Optional.of(PEER))),
        Endpoint.of(new InetSocketAddress("1.2.3.4", 5)).dial(PEER));
    for (String ip : new String[] {"0.0.0.0", "::", "224.0.0.1", "ff02::1"}) {
      assertEquals(Optional.empty(), Endpoint.of(new InetSocketAddress(ip, 5)).dial(PEER), ip);
    }
    assertEquals(Optional.empty(), Endpoint.of(new InetSocketAddress("1.2.3.4", 0)).dial(PEER));
  }
}
