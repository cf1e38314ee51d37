package io.tessera.lib.merkle;

import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Hash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The binary Merkle tree in which all leaves are equally deep: items are hashed with a prefix, and
 * zero hashes fill the sequence up to a power of two (Gray Paper, appendix "General Merklization",
 * M). Leaves come in pages of {@code 2^x}, which begin at multiples of their size.
 *
 * <p>An object holds the hashes of all nodes, so that the justifications of all pages together cost
 * one pass. Immutable, safe from any thread.
 */
public final class ConstantDepthTree {
  private static final byte[] LEAF = "leaf".getBytes(StandardCharsets.US_ASCII);

  private final TreeHash hash;
  private final int count;

  /** The leaves, then the nodes above them, up to the root alone. */
  private final List<List<Hash>> levels = new ArrayList<>();

  /** The tree of a sequence, which may be empty. */
  public ConstantDepthTree(List<? extends Bytes> items, TreeHash hash) {
    this.hash = hash;
    count = items.size();
    List<Hash> level = new ArrayList<>(1 << depth(count));
    items.forEach(item -> level.add(leaf(item, hash)));
    level.addAll(Collections.nCopies((1 << depth(count)) - count, Hash.ZERO));
    for (List<Hash> at = level; ; at = above(at)) {
      levels.add(at);
      if (at.size() == 1) {
        return;
      }
    }
  }

  private List<Hash> above(List<Hash> level) {
    List<Hash> above = new ArrayList<>(level.size() / 2);
    for (int i = 0; i < level.size(); i += 2) {
      above.add(BalancedTree.above(level.get(i), level.get(i + 1), hash));
    }
    return above;
  }

  /** M: the root; of nothing the zero hash. */
  public static Hash root(List<? extends Bytes> items, TreeHash hash) {
    return new ConstantDepthTree(items, hash).root();
  }

  /** M: the root; of nothing the zero hash. */
  public Hash root() {
    return levels.getLast().getFirst();
  }

  /** What stands for an item in the tree: the hash of {@code leaf} and the item. */
  public static Hash leaf(Bytes item, TreeHash hash) {
    return hash.hash(LEAF, item.toByteArray());
  }

  /** Number of levels between the root and the leaves of {@code count} items. */
  public static int depth(int count) {
    return 32 - Integer.numberOfLeadingZeros(Math.max(1, count) - 1);
  }

  /**
   * L_x: the leaves of a page; the last page has only those of items.
   *
   * @param page index of the page
   * @param x binary logarithm of a page's size
   */
  public List<Hash> page(int page, int x) {
    int first = first(page, x);
    return List.copyOf(levels.getFirst().subList(first, (int) Math.min(first + (1L << x), count)));
  }

  /**
   * J_x: the nodes opposite to the path from the root to a page, from top to bottom; empty when one
   * page has everything.
   *
   * @param page index of the page
   * @param x binary logarithm of a page's size, 0 for the justification of one item
   */
  public List<Hash> justification(int page, int x) {
    int first = first(page, x);
    List<Hash> opposite = new ArrayList<>();
    for (int level = levels.size() - 2; level >= x; level--) {
      opposite.add(levels.get(level).get(first >>> level ^ 1));
    }
    return opposite;
  }

  private int first(int page, int x) {
    return Objects.checkIndex(Math.toIntExact((long) page << x), count);
  }

  /**
   * The root that a page of leaves and its justification lead to.
   *
   * @param leaves the page's leaves, without those that only fill it up
   * @param page index of the page
   * @param x binary logarithm of a page's size
   * @param justification opposite nodes from top to bottom
   * @throws IllegalArgumentException when there is no such page beneath such a justification
   */
  public static Hash root(
      List<Hash> leaves, int page, int x, List<Hash> justification, TreeHash hash) {
    boolean deep = x < 0 || x + justification.size() >= Integer.SIZE - 1;
    if (deep || page < 0 || page >>> justification.size() != 0 || leaves.size() > 1 << x) {
      throw new IllegalArgumentException("page " + page + " is not in such a tree");
    }
    // A tree smaller than a page has the depth of its items only.
    int depth = justification.isEmpty() ? depth(leaves.size()) : x;
    List<Hash> padded = new ArrayList<>(leaves);
    padded.addAll(Collections.nCopies((1 << depth) - leaves.size(), Hash.ZERO));
    Hash root = Hash.wrap(BalancedTree.node(padded, hash).toByteArray());
    for (int level = 0; level < justification.size(); level++) {
      Hash opposite = justification.get(justification.size() - 1 - level);
      boolean isRight = (page >>> level & 1) == 1;
      root =
          isRight
              ? BalancedTree.above(opposite, root, hash)
              : BalancedTree.above(root, opposite, hash);
    }
    return root;
  }
}
