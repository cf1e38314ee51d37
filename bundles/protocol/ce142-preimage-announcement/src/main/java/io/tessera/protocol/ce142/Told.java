package io.tessera.protocol.ce142;

import io.tessera.chain.PreimagePool.Request;
import io.tessera.lib.codec.PeerId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which connected peers know of which preimages, one for each service that wants it. Safe from any
 * thread.
 */
final class Told {
  /** The oldest is forgotten beyond these, and told again at worst. */
  private static final int MOST_PEERS = 4096;

  private static final int MOST_OF_A_PEER = 2048;

  private final Map<PeerId, Set<Request>> requests = bounded(MOST_PEERS);

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  /** The peer knows it from now on; false when it did before. */
  synchronized boolean add(PeerId peer, Request request) {
    return requests
        .computeIfAbsent(peer, key -> Collections.newSetFromMap(bounded(MOST_OF_A_PEER)))
        .add(request);
  }

  /** It could not be told. */
  synchronized void remove(PeerId peer, Request request) {
    requests.computeIfPresent(
        peer,
        (key, known) -> {
          known.remove(request);
          return known;
        });
  }

  /** The peer has gone. */
  synchronized void forget(PeerId peer) {
    requests.remove(peer);
  }
}
