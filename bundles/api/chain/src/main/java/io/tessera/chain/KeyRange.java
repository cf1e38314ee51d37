package io.tessera.chain;

import io.tessera.lib.codec.StateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * State keys from one to another, both included.
 *
 * @param start the lowest
 * @param end the highest, not below {@code start}
 */
public record KeyRange(StateKey start, StateKey end) {
  private static final int BITS = 8 * StateKey.SIZE;

  /** All keys. */
  public static final KeyRange ALL = ofPrefix(StateKey.wrap(new byte[StateKey.SIZE]), 0);

  /** Checks the order. */
  public KeyRange {
    if (start.compareTo(end) > 0) {
      throw new IllegalArgumentException(start + " is above " + end);
    }
  }

  /**
   * The keys that share their first bits with one.
   *
   * @param depth how many bits, 0 to 248; bits count from the highest of the first byte on
   */
  public static KeyRange ofPrefix(StateKey key, int depth) {
    byte[] low = key.toByteArray();
    byte[] high = low.clone();
    for (int bit = depth; bit < BITS; bit++) {
      low[bit / 8] &= (byte) ~(0x80 >>> bit % 8);
      high[bit / 8] |= (byte) (0x80 >>> bit % 8);
    }
    return new KeyRange(StateKey.wrap(low), StateKey.wrap(high));
  }

  /** Whether a key is in it. */
  public boolean contains(StateKey key) {
    return start.compareTo(key) <= 0 && key.compareTo(end) <= 0;
  }

  /** Whether all keys of another range are in it. */
  public boolean contains(KeyRange other) {
    return contains(other.start) && contains(other.end);
  }

  /** Whether it has a key in common with another range. */
  public boolean intersects(KeyRange other) {
    return start.compareTo(other.end) <= 0 && other.start.compareTo(end) <= 0;
  }

  /** What is left of it from a key on; empty when nothing is. */
  public Optional<KeyRange> from(StateKey key) {
    return key.compareTo(end) > 0 ? Optional.empty() : Optional.of(new KeyRange(key, end));
  }

  /** Which part of all keys lies in it, 0 to 1, near enough to show progress. */
  public double share() {
    return 0x1p-48 * (high48(end) - high48(start) + 1);
  }

  private static long high48(StateKey key) {
    byte[] bytes = key.toByteArray();
    long value = 0;
    for (int i = 0; i < 6; i++) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    return value;
  }

  /**
   * Two ranges that together are this one, parted where the first bit is in which its keys differ:
   * the border is that of a sub-trie. This one alone when it has a single key.
   */
  public List<KeyRange> split() {
    byte[] low = start.toByteArray();
    byte[] high = end.toByteArray();
    int at = Arrays.mismatch(low, high);
    if (at < 0) {
      return List.of(this);
    }
    int bit = 8 * at + Integer.numberOfLeadingZeros((low[at] ^ high[at]) & 0xff) - 24;
    return List.of(
        new KeyRange(start, ofPrefix(start, bit + 1).end),
        new KeyRange(ofPrefix(end, bit + 1).start, end));
  }

  /**
   * Some ranges that together are this one, in ascending order: the lowest is split again and
   * again, which is right where it is known that the state has keys there.
   *
   * @param pieces how many; fewer when the lowest range has a single key
   */
  public List<KeyRange> split(int pieces) {
    List<KeyRange> parts = new ArrayList<>(List.of(this));
    while (parts.size() < pieces) {
      List<KeyRange> halves = parts.getFirst().split();
      if (halves.size() == 1) {
        break;
      }
      parts.removeFirst();
      parts.addAll(0, halves);
    }
    return parts;
  }

  /** The same keys as these ranges have, as few ranges as possible, in ascending order. */
  public static List<KeyRange> union(List<KeyRange> ranges) {
    List<KeyRange> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparing(KeyRange::start));
    List<KeyRange> union = new ArrayList<>();
    for (KeyRange range : sorted) {
      KeyRange last = union.isEmpty() ? null : union.getLast();
      if (last == null || !last.touches(range)) {
        union.add(range);
      } else if (range.end.compareTo(last.end) > 0) {
        union.set(union.size() - 1, new KeyRange(last.start, range.end));
      }
    }
    return union;
  }

  /** Whether nothing lies between this one and one that begins above its start. */
  private boolean touches(KeyRange next) {
    return next.start.compareTo(end) <= 0 || successor(end).equals(Optional.of(next.start));
  }

  private static Optional<StateKey> successor(StateKey key) {
    byte[] bytes = key.toByteArray();
    for (int i = bytes.length - 1; i >= 0; i--) {
      if (++bytes[i] != 0) {
        return Optional.of(StateKey.wrap(bytes));
      }
    }
    return Optional.empty();
  }
}
