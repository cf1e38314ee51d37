package io.tessera.core.peers;

import io.tessera.lib.codec.PeerId;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Peers that the operator disconnected: not dialed until he connects again. The oldest are
 * forgotten when there are many. Confined to the manager's thread.
 */
final class Held {
  private static final int MAX = 1024;

  private final Set<PeerId> peers = new LinkedHashSet<>();

  void add(PeerId peer) {
    peers.add(peer);
    if (peers.size() > MAX) {
      peers.remove(peers.iterator().next());
    }
  }

  void remove(PeerId peer) {
    peers.remove(peer);
  }

  boolean contains(PeerId peer) {
    return peers.contains(peer);
  }
}
