package io.tessera.discovery.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.Endpoint;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.ethereum.beacon.discovery.schema.NodeRecord;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final int QUIC = 30_333;
  private static final int UDP = 30_334;
  private static final long LAST_SEQUENCE = 0xFFFFFFFFL; // seconds, in the year 2106

  private final Ed25519KeyPair key = LoopbackNode.key(1);
  private final NodeSigner signer = NodeSigner.derive(key.seed());
  private final Bytes nodeKey = Records.ours(signer.deriveCompressedPublicKeyFromPrivate());
  private final JamEntry entry = JamEntry.sign(key, nodeKey, LoopbackNode.CHAIN, QUIC);
  private final Place both;

  RecordsTest() throws Exception {
    both =
        new Place(
            Optional.of((Inet4Address) InetAddress.getByName("192.0.2.1")),
            Optional.of((Inet6Address) InetAddress.getByName("2001:db8::1")),
            QUIC);
  }

  private NodeRecord record(JamEntry jam) {
    return Records.own(signer, LAST_SEQUENCE, both, UDP, jam);
  }

  private Optional<JamPeer> read(JamEntry jam) {
    return new Records(LoopbackNode.CHAIN).peer(record(jam));
  }

  @Test
  void aRecordWithBothAddressesFitsIntoThe300BytesOfEip778() {
    NodeRecord record = record(entry);
    int size = record.serialize().size();
    assertTrue(size <= 300, size + " bytes");
    NodeRecord parsed = Records.parse(record.asEnr());
    assertEquals(record, parsed);
    assertEquals(Optional.of(new InetSocketAddress("192.0.2.1", UDP)), parsed.getUdpAddress());
    JamPeer peer = new Records(LoopbackNode.CHAIN).peer(parsed).orElseThrow();
    assertEquals(new PeerId(key.publicKey()), peer.peer());
    assertEquals(
        List.of(
            Endpoint.of(new InetSocketAddress("192.0.2.1", QUIC)),
            Endpoint.of(new InetSocketAddress("2001:db8::1", QUIC))),
        peer.endpoints());
  }

  @Test
  void whatTheKeyHasNotSignedIsNotBelieved() {
    assertTrue(read(entry).isPresent());
    PeerId other = new PeerId(LoopbackNode.key(2).publicKey());
    assertEquals(Optional.empty(), read(new JamEntry(entry.chain(), QUIC, other, entry.proof())));
    Bytes otherNode =
        Records.ours(
            NodeSigner.derive(LoopbackNode.key(2).seed()).deriveCompressedPublicKeyFromPrivate());
    assertEquals(
        Optional.empty(),
        read(JamEntry.sign(key, otherNode, LoopbackNode.CHAIN, QUIC)),
        "a proof for another node's key");
  }

  @Test
  void aPeerOfAnotherChainIsNoneOfOurs() {
    assertEquals(
        Optional.empty(), read(JamEntry.sign(key, nodeKey, LoopbackNode.OTHER_CHAIN, QUIC)));
    byte[] alike = LoopbackNode.CHAIN.toByteArray();
    alike[31] ^= 1;
    JamEntry samePrefix = JamEntry.sign(key, nodeKey, Hash.wrap(alike), QUIC);
    assertEquals(entry.chain(), samePrefix.chain());
    assertEquals(Optional.empty(), read(samePrefix), "the prefix alone is not enough");
  }

  @Test
  void theProofHoldsForAnyAddress() {
    JamEntry moved = entry.withPort(1);
    assertEquals(1, read(moved).orElseThrow().endpoints().get(0).port());
  }

  @Test
  void aRecordThatSomebodyChangedIsNone() {
    byte[] bytes = record(entry).serialize().toArray();
    bytes[bytes.length - 1] ^= 1; // its UDP port
    IllegalArgumentException unsigned =
        assertThrows(IllegalArgumentException.class, () -> Records.decode(Bytes.wrap(bytes)));
    assertTrue(unsigned.getMessage().endsWith("is not signed by its node"), unsigned.getMessage());
    for (String bad : List.of("", "enr:", "enr:!", "enr:AAAA", "x".repeat(405))) {
      assertThrows(IllegalArgumentException.class, () -> Records.parse(bad), bad);
    }
  }

  @Test
  void theNodesKeyFollowsFromThePeersAndCannotBeMistakenForIt() {
    assertEquals(
        signer.deriveCompressedPublicKeyFromPrivate(),
        NodeSigner.derive(key.seed()).deriveCompressedPublicKeyFromPrivate());
    assertFalse(
        NodeSigner.derive(LoopbackNode.key(2).seed())
            .deriveCompressedPublicKeyFromPrivate()
            .equals(signer.deriveCompressedPublicKeyFromPrivate()));
  }
}
