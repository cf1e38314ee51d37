package io.tessera.lib.merkle;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import io.tessera.lib.crypto.Blake2b;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks a trie of which only some nodes are known, in the order of the keys, and takes an item
 * wherever the trie has one. What lies between the boundary paths is computed from the items, what
 * lies outside stays a hash. Confined to one thread, for one check.
 */
final class RangeCheck {
  private static final int KEY_BITS = 8 * StateKey.SIZE;

  private final StateKey start;
  private final List<KeyValue> items;
  private final List<Bytes> boundary;

  /** By their hashes without the first bit, as a left child's is written. */
  private final Map<Hash, Known> nodes = new HashMap<>();

  /** The items before this one have been found in the trie. */
  private int found;

  private StateKey next;

  /** A node that was sent. */
  private record Known(Hash hash, Bytes node) {}

  RangeCheck(StateKey start, List<KeyValue> items, List<Bytes> boundary) {
    this.start = start;
    this.items = items;
    this.boundary = boundary;
  }

  Optional<StateKey> check(Hash root) throws InvalidProofException {
    checkOrder();
    readNodes();
    visit(root, true, new byte[StateKey.SIZE], 0);
    if (found < items.size()) {
      throw new InvalidProofException("key " + items.get(found).key() + " is not in the state");
    }
    if (!nodes.isEmpty()) {
      throw new InvalidProofException(nodes.size() + " nodes are not on the boundary");
    }
    return Optional.ofNullable(next);
  }

  private void checkOrder() throws InvalidProofException {
    for (int i = 1; i < items.size(); i++) {
      StateKey key = items.get(i).key();
      if (key.compareTo(items.get(i - 1).key()) <= 0) {
        throw new InvalidProofException("key " + key + " is out of order");
      }
    }
  }

  private void readNodes() throws InvalidProofException {
    if (boundary.size() > StateProof.MOST_NODES) {
      throw new InvalidProofException(boundary.size() + " nodes are more than two paths have");
    }
    for (Bytes node : boundary) {
      if (node.size() != Node.SIZE) {
        throw new InvalidProofException("a node has " + node.size() + " bytes");
      }
      Hash hash = Blake2b.hash(node);
      if (nodes.put(withoutFirstBit(hash.toByteArray()), new Known(hash, node)) != null) {
        throw new InvalidProofException("node " + hash + " twice");
      }
    }
  }

  /**
   * Checks a sub-trie.
   *
   * @param whole whether all bits of the hash are known; the first one of a left child's is not
   * @param prefix the sub-trie's lowest key: what its keys begin with, then zeroes
   * @param depth bits of the prefix
   */
  private void visit(Hash hash, boolean whole, byte[] prefix, int depth)
      throws InvalidProofException {
    if (next != null || compare(start, prefix, depth) > 0 || hash.equals(Hash.ZERO)) {
      return;
    }
    Hash name = whole ? withoutFirstBit(hash.toByteArray()) : hash;
    Known known = nodes.get(name);
    if (known == null || (whole && !known.hash.equals(hash))) {
      unknown(hash, whole, prefix, depth);
      return;
    }
    // Each stands in one place: a root of another's making could repeat them without end.
    nodes.remove(name);
    byte[] node = known.node.toByteArray();
    if (node[0] < 0) {
      StateKey key = StateKey.wrap(Arrays.copyOfRange(node, 1, 1 + StateKey.SIZE));
      if (compare(key, prefix, depth) != 0) {
        throw new InvalidProofException("key " + key + " stands in a wrong place");
      }
      leaf(known.node, key);
      return;
    }
    if (depth == KEY_BITS) {
      throw new InvalidProofException("a branch below the last bit");
    }
    visit(Hash.wrap(Arrays.copyOf(node, Hash.SIZE)), false, prefix, depth + 1);
    byte[] right = prefix.clone();
    right[depth / 8] |= (byte) (0x80 >>> depth % 8);
    visit(Hash.wrap(Arrays.copyOfRange(node, Hash.SIZE, Node.SIZE)), true, right, depth + 1);
  }

  private void leaf(Bytes node, StateKey key) throws InvalidProofException {
    if (key.compareTo(start) < 0) {
      return;
    }
    if (found == items.size()) {
      if (key.equals(start)) {
        throw new InvalidProofException("key " + key + " is missing");
      }
      next = key;
      return;
    }
    KeyValue item = items.get(found);
    if (!Bytes.wrap(new Leaf(item.key(), item.value()).encode()).equals(node)) {
      throw new InvalidProofException("key " + key + " is missing or has another value");
    }
    found++;
  }

  /** A sub-trie that was not sent: behind the last item, or to be computed from the items. */
  private void unknown(Hash hash, boolean whole, byte[] prefix, int depth)
      throws InvalidProofException {
    StateKey lowest = StateKey.wrap(prefix);
    if (lowest.compareTo(start) < 0 || (lowest.equals(start) && items.isEmpty())) {
      throw new InvalidProofException("a node on the path to the start is missing");
    }
    int end = found;
    while (end < items.size() && compare(items.get(end).key(), prefix, depth) == 0) {
      end++;
    }
    if (end == found && end == items.size()) {
      next = lowest;
      return;
    }
    Hash computed = subTrie(items.subList(found, end), depth);
    if (!(whole ? computed : withoutFirstBit(computed.toByteArray())).equals(hash)) {
      throw new InvalidProofException("not all of the state at " + lowest + " and behind it");
    }
    found = end;
  }

  private static Hash subTrie(List<KeyValue> items, int depth) {
    List<StateChange> all =
        items.stream().map(item -> StateChange.put(item.key(), item.value())).toList();
    return Node.hash(new TrieUpdate(all).apply(null, 0, all.size(), depth));
  }

  /** Compares the first {@code depth} bits of a key with those of a prefix. */
  private static int compare(StateKey key, byte[] prefix, int depth) {
    for (int i = 0; 8 * i < depth; i++) {
      int mask = depth - 8 * i >= 8 ? 0xff : 0xff00 >>> (depth - 8 * i) & 0xff;
      int difference = (key.get(i) & mask) - (prefix[i] & 0xff);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private static Hash withoutFirstBit(byte[] hash) {
    hash[0] &= 0x7f;
    return Hash.wrap(hash);
  }
}
