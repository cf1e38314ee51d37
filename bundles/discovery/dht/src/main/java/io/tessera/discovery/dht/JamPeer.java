package io.tessera.discovery.dht;

import io.tessera.lib.codec.PeerId;
import io.tessera.net.Endpoint;
import java.util.List;

/**
 * A peer of this node's chain that has proved to be behind a record.
 *
 * @param peer who
 * @param endpoints where it listens with QUIC; may be none, or with port 0 while it does not
 */
record JamPeer(PeerId peer, List<Endpoint> endpoints) {
  /** Keeps the list. */
  JamPeer {
    endpoints = List.copyOf(endpoints);
  }
}
