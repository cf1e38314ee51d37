package io.tessera.lib.merkle;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.crypto.Blake2b;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sub-trie of a state of which only the hash is known: what the nodes of a path tell about their
 * neighbourhood. {@link StateTrie#has} compares it with a state that is known.
 *
 * @param prefix the lowest key that can be in it
 * @param depth how many bits its keys have in common at least
 * @param hash its hash; the zero hash when it is empty
 * @param whole whether all bits of the hash are known: the first one of a left child's is not, and
 *     stands as zero
 */
public record SubTrie(StateKey prefix, int depth, Hash hash, boolean whole) {

  /** The whole state. */
  public static SubTrie of(Hash root) {
    return new SubTrie(StateKey.wrap(new byte[StateKey.SIZE]), 0, root, true);
  }

  /**
   * The sub-tries beside the path to a key, and the one at its end: together they are the whole
   * state. The deeper ones come later.
   *
   * @param path the nodes from the root to the key in any order, proved: see {@link
   *     StateProof#verify}
   */
  public static List<SubTrie> beside(Hash root, StateKey key, List<Bytes> path) {
    Map<Hash, Bytes> nodes = new HashMap<>();
    path.forEach(node -> nodes.put(withoutFirstBit(Blake2b.hash(node)), node));
    List<SubTrie> beside = new ArrayList<>();
    SubTrie at = new SubTrie(prefix(key, 0, 0), 0, root, true);
    Bytes node = nodes.get(withoutFirstBit(root));
    while (node != null && node.get(0) < 0x80) {
      int depth = at.depth + 1;
      byte[] bytes = node.toByteArray();
      SubTrie left =
          new SubTrie(
              prefix(key, depth, 0), depth, Hash.wrap(Arrays.copyOf(bytes, Hash.SIZE)), false);
      SubTrie right =
          new SubTrie(
              prefix(key, depth, 1),
              depth,
              Hash.wrap(Arrays.copyOfRange(bytes, Hash.SIZE, Node.SIZE)),
              true);
      boolean toRight = TrieUpdate.bit(key, at.depth);
      beside.add(toRight ? left : right);
      at = toRight ? right : left;
      node = at.hash.equals(Hash.ZERO) ? null : nodes.get(withoutFirstBit(at.hash));
    }
    beside.add(at);
    return beside;
  }

  /** Whether this is the hash of the sub-trie. */
  boolean isOf(Hash other) {
    return hash.equals(whole ? other : withoutFirstBit(other));
  }

  /** The first bits of a key, the last of them replaced, then zeroes. */
  private static StateKey prefix(StateKey key, int depth, int last) {
    byte[] prefix = new byte[StateKey.SIZE];
    for (int bit = 0; bit < depth; bit++) {
      boolean one = bit == depth - 1 ? last == 1 : TrieUpdate.bit(key, bit);
      prefix[bit / 8] |= (byte) (one ? 0x80 >>> bit % 8 : 0);
    }
    return StateKey.wrap(prefix);
  }

  private static Hash withoutFirstBit(Hash hash) {
    byte[] bytes = hash.toByteArray();
    bytes[0] &= 0x7f;
    return Hash.wrap(bytes);
  }
}
