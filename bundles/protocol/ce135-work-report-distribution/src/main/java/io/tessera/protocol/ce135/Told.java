package io.tessera.protocol.ce135;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.PeerId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which peers have which guaranteed reports. Safe from any thread. */
final class Told {
  /** The oldest is forgotten beyond these: reports are news for two rotations. */
  private static final int MOST = 1024;

  private final Map<Hash, Set<PeerId>> peers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Set<PeerId>> eldest) {
          return size() > MOST;
        }
      };

  /** The peer has it from now on; false when it had before. */
  synchronized boolean add(PeerId peer, Hash report) {
    return peers.computeIfAbsent(report, key -> new HashSet<>()).add(peer);
  }

  /** It could not be told. */
  synchronized void remove(PeerId peer, Hash report) {
    peers.getOrDefault(report, Set.of()).remove(peer);
  }
}
