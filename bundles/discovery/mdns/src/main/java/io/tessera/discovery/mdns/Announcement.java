package io.tessera.discovery.mdns;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the TXT record of a node says.
 *
 * @param peer who it is; not proved by anything
 * @param chain the first 8 nibbles of its chain's genesis hash
 */
record Announcement(PeerId peer, String chain) {
  /** The service type that nodes are announced and looked for with. */
  static final String TYPE = "_jamnp-s._udp.local.";

  private static final String PEER = "peer";
  private static final String CHAIN = "chain";

  /** Of a node of a chain. */
  static Announcement of(PeerId peer, Hash genesis) {
    return new Announcement(peer, genesis.toShortHex());
  }

  /** The instance's name, which is one label of 63 bytes at most: the whole peer id. */
  String instance() {
    return peer.name();
  }

  /** The TXT record's keys and values. */
  Map<String, String> text() {
    return Map.of(PEER, peer.name(), CHAIN, chain);
  }

  /**
   * Reads a TXT record; empty when it is none of ours.
   *
   * @param properties the value of a key, or null
   */
  static Optional<Announcement> read(UnaryOperator<String> properties) {
    String peer = properties.apply(PEER);
    String chain = properties.apply(CHAIN);
    if (peer == null || chain == null || peer.length() != PeerId.NAME_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Announcement(PeerId.parse(peer), chain));
    } catch (IllegalArgumentException noName) {
      return Optional.empty();
    }
  }
}
