package io.tessera.lib.merkle;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.trace.KeyValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A state as a binary Patricia trie whose nodes are 64 bytes, hashed with Blake2b (Gray Paper,
 * appendix "State Merklization"). Bits of a key count from the highest of its first byte on.
 *
 * <p>A trie never changes: {@link #with} makes another one that shares all nodes off the changed
 * paths, so that the states of blocks on several forks together take little more memory than one.
 * Safe from any thread. Hashes are computed when a trie is made.
 */
public final class StateTrie implements Iterable<KeyValue> {
  /** The trie of an empty state; its root is the zero hash. */
  public static final StateTrie EMPTY = new StateTrie(null, 0);

  private static final StateKey LOWEST = StateKey.wrap(new byte[StateKey.SIZE]);

  /** The node at the root; null when the trie is empty. */
  private final Node node;

  private final int size;

  private StateTrie(Node node, int size) {
    this.node = node;
    this.size = size;
  }

  /**
   * The trie of a state given as its items in any order.
   *
   * @throws IllegalArgumentException when two items have the same key
   */
  public static StateTrie of(Collection<KeyValue> state) {
    return EMPTY.with(
        state.stream().map(item -> StateChange.put(item.key(), item.value())).toList());
  }

  /** The root of a state; that of an empty one is the zero hash. */
  public static Hash root(Map<StateKey, Bytes> state) {
    return root(
        state.entrySet().stream().map(e -> new KeyValue(e.getKey(), e.getValue())).toList());
  }

  /**
   * The root of a state given as its items in any order.
   *
   * @throws IllegalArgumentException when two items have the same key
   */
  public static Hash root(List<KeyValue> state) {
    return of(state).root();
  }

  /**
   * The trie after changes, which may be in any order. Costs the paths to the changed keys; a key
   * that gets the value it has costs nothing.
   *
   * @throws IllegalArgumentException when two changes have the same key
   */
  public StateTrie with(Collection<StateChange> changes) {
    List<StateChange> sorted =
        changes.stream().sorted(Comparator.comparing(StateChange::key)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i - 1).key().equals(sorted.get(i).key())) {
        throw new IllegalArgumentException("state key " + sorted.get(i).key() + " twice");
      }
    }
    TrieUpdate update = new TrieUpdate(sorted);
    Node changed = update.apply(node);
    return changed == node ? this : new StateTrie(changed, size + update.added());
  }

  /** The trie in which the key has this value. */
  public StateTrie put(StateKey key, Bytes value) {
    return with(List.of(StateChange.put(key, value)));
  }

  /** The trie without the key. */
  public StateTrie remove(StateKey key) {
    return with(List.of(StateChange.remove(key)));
  }

  /** The root hash. */
  public Hash root() {
    return Node.hash(node);
  }

  /** Number of keys. */
  public int size() {
    return size;
  }

  /** The key's value; empty when the key is not in the state. */
  public Optional<Bytes> get(StateKey key) {
    Node at = node;
    for (int depth = 0; at instanceof Branch branch; depth++) {
      at = branch.child(TrieUpdate.bit(key, depth));
    }
    return at instanceof Leaf leaf && leaf.compareKey(key) == 0
        ? Optional.of(leaf.value())
        : Optional.empty();
  }

  /** Whether the sub-trie there has the same hash, and so the same items. */
  public boolean has(SubTrie other) {
    Node at = node;
    for (int depth = 0; depth < other.depth() && at instanceof Branch branch; depth++) {
      at = branch.child(TrieUpdate.bit(other.prefix(), depth));
    }
    // A sub-trie with one leaf is that leaf, wherever it stands.
    boolean elsewhere =
        at instanceof Leaf leaf && !haveInCommon(leaf.key(), other.prefix(), other.depth());
    return other.isOf(elsewhere ? Hash.ZERO : Node.hash(at));
  }

  private static boolean haveInCommon(StateKey a, StateKey b, int bits) {
    for (int bit = 0; bit < bits; bit++) {
      if (TrieUpdate.bit(a, bit) != TrieUpdate.bit(b, bit)) {
        return false;
      }
    }
    return true;
  }

  /** All items in ascending order of their keys as unsigned bytes. */
  @Override
  public Iterator<KeyValue> iterator() {
    return from(LOWEST);
  }

  /** The items from a key on, which need not be there, in ascending order. */
  public Iterator<KeyValue> from(StateKey start) {
    return new TrieIterator(node, start);
  }

  /**
   * The nodes on the paths from the root towards these keys, 64 bytes each, a parent before its
   * children and none twice: with a range's start and its last item it is the list of boundary
   * nodes of JAMNP-S, "CE 129: State request"; with one key it proves that key's value or that the
   * key is not there. A path ends at a leaf, or at a branch with nothing on the key's side. Empty
   * for the empty trie.
   */
  public List<Bytes> boundary(StateKey... keys) {
    Set<Node> nodes = new LinkedHashSet<>();
    for (StateKey key : keys) {
      nodes.addAll(path(key));
    }
    return nodes.stream().map(each -> Bytes.wrap(each.encode())).toList();
  }

  /** The nodes towards a key, from the root on. */
  List<Node> path(StateKey key) {
    List<Node> path = new ArrayList<>();
    Node at = node;
    for (int depth = 0; at instanceof Branch branch; depth++) {
      path.add(branch);
      at = branch.child(TrieUpdate.bit(key, depth));
    }
    if (at != null) {
      path.add(at);
    }
    return path;
  }
}
