package io.tessera.core.streams;

import io.tessera.net.StreamStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The counts of each kind and side, for as long as the runtime lives: a protocol that is swapped
 * goes on where it was. A peer can name any kind, so that those that were never served share one
 * place.
 */
final class TrafficTable {
  private static final int KINDS = 256;

  private final Traffic[] others = {new Traffic(), new Traffic()};
  private final AtomicReferenceArray<Traffic> known = new AtomicReferenceArray<>(2 * KINDS);

  /** A kind is served: it gets a place of its own. */
  void add(int kind) {
    known.compareAndSet(place(kind, false), null, new Traffic());
    known.compareAndSet(place(kind, true), null, new Traffic());
  }

  /** The counts of a kind, or of the others. */
  Traffic of(int kind, boolean initiator) {
    Traffic traffic = kind < 0 ? null : known.get(place(kind, initiator));
    return traffic == null ? others[initiator ? 1 : 0] : traffic;
  }

  List<StreamStatistics.Counts> counts() {
    List<StreamStatistics.Counts> counts = new ArrayList<>();
    for (boolean initiator : new boolean[] {false, true}) {
      for (int kind = 0; kind < KINDS; kind++) {
        Traffic traffic = known.get(place(kind, initiator));
        if (traffic != null) {
          counts.add(traffic.counts(kind, initiator));
        }
      }
      counts.add(of(StreamStatistics.OTHER, initiator).counts(StreamStatistics.OTHER, initiator));
    }
    return counts;
  }

  private static int place(int kind, boolean initiator) {
    return 2 * kind + (initiator ? 1 : 0);
  }
}
