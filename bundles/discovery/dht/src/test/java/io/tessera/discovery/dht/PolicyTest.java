package io.tessera.discovery.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.units.bigints.UInt64;
import org.ethereum.beacon.discovery.schema.EnrField;
import org.ethereum.beacon.discovery.schema.IdentitySchema;
import org.ethereum.beacon.discovery.schema.NodeRecord;
import org.ethereum.beacon.discovery.schema.NodeRecordFactory;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private final Policy open = new Policy(() -> true);
  private final Policy strict = new Policy(() -> false);

  private static NodeRecord record(String field, Object value) {
    Bytes key =
        NodeSigner.derive(LoopbackNode.key(1).seed()).deriveCompressedPublicKeyFromPrivate();
    return NodeRecordFactory.DEFAULT.createFromValues(
        UInt64.ONE,
        List.of(
            new EnrField(EnrField.ID, IdentitySchema.V4),
            new EnrField(EnrField.PKEY_SECP256K1, key),
            new EnrField(EnrField.UDP, 9),
            new EnrField(field, value)));
  }

  @Test
  void privateAddressesAreForThoseWhoTakeThem() {
    Map<String, Boolean> sockets =
        Map.of("8.8.8.8", true, "10.0.0.1", false, "127.0.0.1", false, "fc00::1", false);
    sockets.forEach(
        (ip, everywhere) -> {
          InetSocketAddress socket = new InetSocketAddress(ip, 9);
          assertTrue(open.allow(socket), ip);
          assertEquals(everywhere, strict.allow(socket), ip);
        });
    assertFalse(open.allow(new InetSocketAddress("224.0.0.1", 9)), "a group");
    assertFalse(open.allow(new InetSocketAddress("0.0.0.0", 9)), "nobody's address");
    assertFalse(open.allow(new InetSocketAddress("8.8.8.8", 0)), "nobody's port");
  }

  @Test
  void aRecordIsJudgedByItsAddressAndByItsForm() {
    assertTrue(strict.allow(record(EnrField.IP_V4, Bytes.of(8, 8, 8, 8))));
    assertFalse(strict.allow(record(EnrField.IP_V4, Bytes.of(10, 0, 0, 1))));
    assertTrue(strict.allow(record("other", Bytes.of(1))), "no address at all");
    assertFalse(open.allow(record(EnrField.IP_V4, Bytes.of(8, 8, 8))), "three bytes");
    assertFalse(open.allow(record(EnrField.IP_V4, List.of(Bytes.of(8)))), "a list");
  }
}
