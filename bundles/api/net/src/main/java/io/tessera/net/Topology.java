package io.tessera.net;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The validator sets that connectivity follows, each in the order of validator indices. A value
 * that the chain publishes to {@link TopologyListener}s. Questions take no longer when the sets are
 * large: each node asks them of all its peers whenever the sets change.
 */
public final class Topology {
  /** No validator at all. */
  public static final Topology EMPTY = new Topology(List.of(), List.of(), List.of());

  private final List<Ed25519Public> previous;
  private final List<Ed25519Public> current;
  private final List<Ed25519Public> next;

  /** Each set's indices by key; of a key that is there twice, the lowest. */
  private final List<Map<Ed25519Public, Integer>> indices;

  /**
   * Copies the lists.
   *
   * @param previous Ed25519 keys of the previous epoch's validators
   * @param current those of the current epoch
   * @param next those of the next epoch
   */
  public Topology(
      List<Ed25519Public> previous, List<Ed25519Public> current, List<Ed25519Public> next) {
    this.previous = List.copyOf(previous);
    this.current = List.copyOf(current);
    this.next = List.copyOf(next);
    indices = Stream.of(this.previous, this.current, this.next).map(Topology::index).toList();
  }

  private static Map<Ed25519Public, Integer> index(List<Ed25519Public> keys) {
    Map<Ed25519Public, Integer> index = HashMap.newHashMap(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      index.putIfAbsent(keys.get(i), i);
    }
    return index;
  }

  /** Ed25519 keys of the previous epoch's validators. */
  public List<Ed25519Public> previous() {
    return previous;
  }

  /** Ed25519 keys of the current epoch's validators. */
  public List<Ed25519Public> current() {
    return current;
  }

  /** Ed25519 keys of the next epoch's validators. */
  public List<Ed25519Public> next() {
    return next;
  }

  /** Whether a peer is a validator of the previous, current or next epoch. */
  public boolean isValidator(PeerId peer) {
    return indices.stream().anyMatch(index -> index.containsKey(peer.key()));
  }

  /**
   * Whether two validators are neighbours in the grid (JAMNP-S, "Grid structure"): same row or
   * column in one epoch, or same index in different epochs.
   */
  public boolean neighbours(PeerId a, PeerId b) {
    if (a.equals(b)) {
      return false;
    }
    for (int i = 0; i < indices.size(); i++) {
      Integer indexOfA = indices.get(i).get(a.key());
      for (int j = 0; j < indices.size() && indexOfA != null; j++) {
        Integer indexOfB = indices.get(j).get(b.key());
        if (indexOfB != null
            && (i == j ? inLine(indexOfA, indexOfB, size(i)) : indexOfA.equals(indexOfB))) {
          return true;
        }
      }
    }
    return false;
  }

  private int size(int epoch) {
    return List.of(previous, current, next).get(epoch).size();
  }

  private static boolean inLine(int a, int b, int validators) {
    int width = (int) Math.floor(Math.sqrt(validators));
    return a / width == b / width || a % width == b % width;
  }

  /** Which of two peers should dial the other (JAMNP-S, "Required connectivity"). */
  public static PeerId preferredInitiator(PeerId a, PeerId b) {
    boolean aIsHigh = a.key().get(31) > 127;
    boolean bIsHigh = b.key().get(31) > 127;
    return aIsHigh ^ bIsHigh ^ (a.compareTo(b) < 0) ? a : b;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Topology topology
        && previous.equals(topology.previous)
        && current.equals(topology.current)
        && next.equals(topology.next);
  }

  @Override
  public int hashCode() {
    return Objects.hash(previous, current, next);
  }

  /** The sizes: the keys are many. */
  @Override
  public String toString() {
    return "Topology[" + previous.size() + ", " + current.size() + ", " + next.size() + "]";
  }
}
