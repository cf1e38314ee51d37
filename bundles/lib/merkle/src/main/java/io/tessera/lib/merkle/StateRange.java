package io.tessera.lib.merkle;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.JamWriter;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A proved part of a state, as JAMNP-S, "CE 129: State request", answers with: {@link
 * StateProof#verifyRange} checks it.
 *
 * @param boundary nodes of 64 bytes on the paths to the start and to the last item, parents first
 * @param items all items from the start to the last one, in ascending order
 */
public record StateRange(List<Bytes> boundary, List<KeyValue> items) {

  /** Takes copies of the lists. */
  public StateRange {
    boundary = List.copyOf(boundary);
    items = List.copyOf(items);
  }

  /**
   * The items of a trie between two keys, both included, which need not be there: as many as fit,
   * and one at least if there is one.
   *
   * @param maximumSize most bytes of the nodes and of the items' keys, lengths and values together
   */
  public static StateRange of(StateTrie trie, StateKey start, StateKey end, long maximumSize) {
    List<KeyValue> items = new ArrayList<>();
    List<Node> toStart = trie.path(start);
    long size = 0;
    for (Iterator<KeyValue> all = trie.from(start); all.hasNext(); ) {
      KeyValue item = all.next();
      size += encodedSize(item);
      if (item.key().compareTo(end) > 0
          || (!items.isEmpty()
              && size + boundarySize(toStart, trie.path(item.key())) > maximumSize)) {
        break;
      }
      items.add(item);
    }
    return new StateRange(
        items.isEmpty() ? trie.boundary(start) : trie.boundary(start, items.getLast().key()),
        items);
  }

  /** Bytes of an item in a response: the key, the length as a natural number, the value. */
  public static long encodedSize(KeyValue item) {
    JamWriter length = new JamWriter(9);
    length.natural(item.value().size());
    return (long) StateKey.SIZE + length.size() + item.value().size();
  }

  /** The paths part once, and for good. */
  private static long boundarySize(List<Node> toStart, List<Node> toLast) {
    int common = 0;
    while (common < Math.min(toStart.size(), toLast.size())
        && toStart.get(common) == toLast.get(common)) {
      common++;
    }
    return (long) Node.SIZE * (toStart.size() + toLast.size() - common);
  }
}
