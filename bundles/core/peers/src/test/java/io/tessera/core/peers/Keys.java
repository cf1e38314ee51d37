package io.tessera.core.peers;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import io.tessera.lib.crypto.Ed25519KeyPair;
import io.tessera.net.Endpoint;
import io.tessera.net.PeerAddress;
import io.tessera.net.PeerRecord;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Peers with real keys, and their records. */
final class Keys {
  private Keys() {}

  static Ed25519KeyPair key(int number) {
    return Ed25519KeyPair.of(ByteBuffer.allocate(32).putInt(number).array());
  }

  static PeerId id(int number) {
    return new PeerId(key(number).publicKey());
  }

  /** Peer {@code number}'s record with port 30333 at some IP addresses. */
  static PeerRecord record(int number, long sequence, Instant expiry, String... hosts) {
    return record(number, Node.GENESIS, sequence, expiry, hosts);
  }

  static PeerRecord record(
      int number, Hash genesis, long sequence, Instant expiry, String... hosts) {
    List<Endpoint> endpoints = Arrays.stream(hosts).map(Keys::endpoint).toList();
    return PeerRecord.sign(key(number), genesis, sequence, expiry, endpoints);
  }

  static Endpoint endpoint(String host) {
    return Endpoint.of(socket(host));
  }

  static InetSocketAddress socket(String host) {
    return new InetSocketAddress(
        PeerAddress.parse("[" + host + "]:30333").literal().orElseThrow(), 30333);
  }
}
