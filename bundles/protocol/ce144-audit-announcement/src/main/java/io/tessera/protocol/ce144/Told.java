package io.tessera.protocol.ce144;

import io.tessera.lib.codec.PeerId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which connected peers know of which announcements. Safe from any thread.
 *
 * @param <T> what they know
 */
final class Told<T> {
  /** The oldest is forgotten beyond these, and told again at worst. */
  private static final int MOST_PEERS = 4096;

  private static final int MOST_OF_A_PEER = 4096;

  private final Map<PeerId, Set<T>> known = bounded(MOST_PEERS);

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
  synchronized boolean add(PeerId peer, T subject) {
    return known
        .computeIfAbsent(peer, key -> Collections.newSetFromMap(bounded(MOST_OF_A_PEER)))
        .add(subject);
  }

  /** It could not be told. */
  synchronized void remove(PeerId peer, T subject) {
    known.computeIfPresent(
        peer,
        (key, subjects) -> {
          subjects.remove(subject);
          return subjects;
        });
  }

  /** The peer has gone. */
  synchronized void forget(PeerId peer) {
    known.remove(peer);
  }
}
