package io.tessera.lib.merkle;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import java.util.List;
import java.util.Optional;

/**
 * Checks parts of a state against the root of the whole, with the boundary nodes that JAMNP-S, "CE
 * 129: State request", sends along. Nothing here is believed: the work is bounded by the sizes of
 * the lists given. Safe from any thread.
 */
public final class StateProof {
  /** Most nodes on the paths to two keys: a path has a branch for each bit, and a leaf. */
  public static final int MOST_NODES = 2 * (8 * StateKey.SIZE + 1);

  private StateProof() {}

  /**
   * Proves that the state has exactly these items between {@code start} and the last of them, both
   * included.
   *
   * @param root the state's root
   * @param start where the range begins; need not be in the state
   * @param items in ascending order, none below {@code start}; may be empty
   * @param boundary the nodes on the paths to {@code start} and to the last item, in any order
   * @return the lowest key that may be in the state behind the last item: from the last item (or
   *     {@code start}, when there is none) up to it, it is proven that there is nothing more. Empty
   *     when the state ends there. It is always above {@code start}.
   * @throws InvalidProofException when the items are not all that the state has there, when a value
   *     is another one, or when nodes are missing, wrong or not needed
   */
  public static Optional<StateKey> verifyRange(
      Hash root, StateKey start, List<KeyValue> items, List<Bytes> boundary)
      throws InvalidProofException {
    return new RangeCheck(start, items, boundary).check(root);
  }

  /**
   * Proves that a key has this value, or that it is not in the state.
   *
   * @param value empty to prove that the key is not there
   * @param path the nodes on the path to the key, in any order
   * @throws InvalidProofException when the path does not prove that
   */
  public static void verify(Hash root, StateKey key, Optional<Bytes> value, List<Bytes> path)
      throws InvalidProofException {
    verifyRange(root, key, value.stream().map(v -> new KeyValue(key, v)).toList(), path);
  }
}
