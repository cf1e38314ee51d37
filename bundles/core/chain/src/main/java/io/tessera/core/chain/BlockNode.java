package io.tessera.core.chain;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.StateDelta;
import io.tessera.lib.codec.Bytes;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.StateKey;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.merkle.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A block that is not final (or the latest that is) in the fork tree. */
final class BlockNode {
  private final BlockEntry entry;
  private final Optional<List<Ed25519Public>> nextValidators;
  private final int author;
  private final long changed;
  private volatile Optional<Posterior> posterior;
  private final int ticketed;
  private final List<BlockNode> children = new ArrayList<>(1);
  private BlockNode parent;

  /**
   * A node that its parent does not know yet; see {@link #attach}.
   *
   * @param parent null for the latest finalized block
   * @param posterior what is known after the block; empty where blocks are not verified
   * @param delta how that differs from what is known after the parent
   */
  BlockNode(
      BlockEntry entry,
      BlockNode parent,
      Header header,
      Optional<Posterior> posterior,
      StateDelta delta) {
    this.entry = entry;
    this.parent = parent;
    this.posterior = posterior;
    nextValidators = ImportBatch.nextValidators(header);
    author = header.authorIndex();
    changed = size(delta);
    int own = posterior.isPresent() && posterior.get().consensus().isTicketed() ? 1 : 0;
    ticketed = parent == null ? 0 : parent.ticketed + own;
  }

  private static long size(StateDelta delta) {
    long size = 0;
    for (StateChange change : delta.changes()) {
      size += StateKey.SIZE + change.value().map(Bytes::size).orElse(0);
    }
    return size;
  }

  BlockEntry entry() {
    return entry;
  }

  Hash hash() {
    return entry.ref().hash();
  }

  long height() {
    return entry.height();
  }

  /** Null for the latest finalized block. */
  BlockNode parent() {
    return parent;
  }

  List<BlockNode> children() {
    return children;
  }

  /** Keys of the next epoch's validators when the block begins an epoch. */
  Optional<List<Ed25519Public>> nextValidators() {
    return nextValidators;
  }

  /** Index of the block's author in its validator set. */
  int author() {
    return author;
  }

  /** How many bytes of the state are kept for this block alone. */
  long changed() {
    return changed;
  }

  /** What is known after the block; empty where blocks are not verified. */
  Optional<Posterior> posterior() {
    return posterior;
  }

  /** More is known than before: import thread. */
  void learn(Posterior known) {
    posterior = Optional.of(known);
  }

  /**
   * How many blocks up to this one are sealed by ticket, counted from some block beneath that all
   * in the tree descend from.
   */
  int ticketed() {
    return ticketed;
  }

  /** The parent learns of this child. */
  void attach() {
    parent.children.add(this);
  }

  /** The block is the latest finalized one now: lets go of what is below. */
  void detach() {
    parent = null;
  }

  /** The ancestor at a height, or this. */
  BlockNode ancestorAt(long height) {
    BlockNode node = this;
    while (node.height() > height) {
      node = node.parent;
    }
    return node;
  }

  /** The blocks above an ancestor up to this one, ascending. */
  List<BlockEntry> pathFrom(BlockNode ancestor) {
    List<BlockEntry> path = new ArrayList<>();
    for (BlockNode node = this; node != ancestor; node = node.parent) {
      path.add(node.entry);
    }
    return path.reversed();
  }

  /** The nearest block that both this and the other descend from (or are). */
  BlockNode commonAncestor(BlockNode other) {
    BlockNode mine = ancestorAt(other.height());
    BlockNode theirs = other.ancestorAt(mine.height());
    while (mine != theirs) {
      mine = mine.parent;
      theirs = theirs.parent;
    }
    return mine;
  }
}
