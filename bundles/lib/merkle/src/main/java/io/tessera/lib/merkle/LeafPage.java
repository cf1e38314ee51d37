package io.tessera.lib.merkle;

import io.tessera.lib.codec.Hash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A page of a {@link ConstantDepthTree}, L_x, with its justification J_x: what proves each item of
 * the page (Gray Paper, appendix "General Merklization"). Immutable, safe from any thread.
 */
public final class LeafPage {
  private final TreeHash hash;
  private final int page;
  private final int count;
  private final List<Hash> above;

  /** The page's leaves, filled up, then the nodes above them, up to the page's own node. */
  private final List<List<Hash>> levels = new ArrayList<>();

  /**
   * A page.
   *
   * @param leaves without those that only fill it up; at least one
   * @param page its index
   * @param x binary logarithm of a page's size
   * @param justification opposite nodes from top to bottom; empty when the page is the whole tree
   * @throws IllegalArgumentException when no tree has such a page
   */
  public LeafPage(List<Hash> leaves, int page, int x, List<Hash> justification, TreeHash hash) {
    if (leaves.isEmpty() || leaves.size() > 1 << x || page >>> justification.size() != 0) {
      throw new IllegalArgumentException("page " + page + " of " + leaves.size() + " leaves");
    }
    this.hash = hash;
    this.page = page;
    count = leaves.size();
    above = List.copyOf(justification);
    // A tree smaller than a page has the depth of its items only.
    int depth = above.isEmpty() ? ConstantDepthTree.depth(count) : x;
    List<Hash> level = new ArrayList<>(leaves);
    level.addAll(Collections.nCopies((1 << depth) - count, Hash.ZERO));
    levels.add(level);
    while (levels.getLast().size() > 1) {
      levels.add(above(levels.getLast()));
    }
  }

  private List<Hash> above(List<Hash> level) {
    List<Hash> next = new ArrayList<>(level.size() / 2);
    for (int i = 0; i < level.size(); i += 2) {
      next.add(BalancedTree.above(level.get(i), level.get(i + 1), hash));
    }
    return next;
  }

  /** The leaf of an item, counted within the page. */
  public Hash leaf(int index) {
    return levels.getFirst().get(Objects.checkIndex(index, count));
  }

  /** The root of the tree that has this page. */
  public Hash root() {
    Hash root = levels.getLast().getFirst();
    for (int level = 0; level < above.size(); level++) {
      Hash opposite = above.get(above.size() - 1 - level);
      boolean isRight = (page >>> level & 1) == 1;
      root =
          isRight
              ? BalancedTree.above(opposite, root, hash)
              : BalancedTree.above(root, opposite, hash);
    }
    return root;
  }

  /** J_0: the justification of one item, counted within the page, from top to bottom. */
  public List<Hash> justification(int index) {
    Objects.checkIndex(index, count);
    List<Hash> path = new ArrayList<>(above);
    for (int level = levels.size() - 2; level >= 0; level--) {
      path.add(levels.get(level).get(index >>> level ^ 1));
    }
    return path;
  }
}
