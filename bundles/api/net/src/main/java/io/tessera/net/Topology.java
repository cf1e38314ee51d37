package io.tessera.net;

import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.PeerId;
import java.util.List;

/**
 * The validator sets that connectivity follows, each in the order of validator indices. A value
 * that the chain publishes to {@link TopologyListener}s.
 *
 * @param previous Ed25519 keys of the previous epoch's validators
 * @param current those of the current epoch
 * @param next those of the next epoch
 */
public record Topology(
    List<Ed25519Public> previous, List<Ed25519Public> current, List<Ed25519Public> next) {
  /** No validator at all. */
  public static final Topology EMPTY = new Topology(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Topology {
    previous = List.copyOf(previous);
    current = List.copyOf(current);
    next = List.copyOf(next);
  }

  /** Whether a peer is a validator of the previous, current or next epoch. */
  public boolean isValidator(PeerId peer) {
    return previous.contains(peer.key())
        || current.contains(peer.key())
        || next.contains(peer.key());
  }

  /**
   * Whether two validators are neighbours in the grid (JAMNP-S, "Grid structure"): same row or
   * column in one epoch, or same index in different epochs.
   */
  public boolean neighbours(PeerId a, PeerId b) {
    if (a.equals(b)) {
      return false;
    }
    List<List<Ed25519Public>> epochs = List.of(previous, current, next);
    for (int i = 0; i < epochs.size(); i++) {
      int indexOfA = epochs.get(i).indexOf(a.key());
      for (int j = 0; j < epochs.size() && indexOfA >= 0; j++) {
        int indexOfB = epochs.get(j).indexOf(b.key());
        if (indexOfB >= 0
            && (i == j ? inLine(indexOfA, indexOfB, epochs.get(i).size()) : indexOfA == indexOfB)) {
          return true;
        }
      }
    }
    return false;
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
}
