package io.tessera.core.chain;

import io.tessera.chain.AuditRule;
import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.lib.codec.Hash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The latest finalized block and all blocks that descend from it, in memory. Changed by the import
 * thread only, after the change is safe on disk; read from any thread.
 */
final class ForkTree {
  /** What changes together. */
  record Heads(BlockNode best, BlockNode finalized, List<BlockRef> leaves) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Hash, BlockNode> nodes = new HashMap<>();
  private final Set<BlockNode> leaves = new LinkedHashSet<>();
  private final RecentStates recent = new RecentStates();

  /**
   * How many valid blocks were seen in each slot above the finalized one, those on forks that have
   * lost since too; where blocks are not verified, none.
   */
  private final Map<Long, Integer> seen = new HashMap<>();

  private volatile Heads heads;

  /** A tree of the latest finalized block alone. */
  ForkTree(BlockNode finalized) {
    nodes.put(finalized.hash(), finalized);
    leaves.add(finalized);
    heads = new Heads(finalized, finalized, refs(leaves));
  }

  /** Both heads and the leaves, as of one moment. */
  Heads heads() {
    return heads;
  }

  /** How many forks may be added. */
  ForkLimits limits() {
    lock.lock();
    try {
      return new ForkLimits(nodes.values(), heads.best);
    } finally {
      lock.unlock();
    }
  }

  /** The block's node; null when it is not in the tree. */
  BlockNode find(Hash block) {
    lock.lock();
    try {
      return nodes.get(block);
    } finally {
      lock.unlock();
    }
  }

  /** The heaviest of all heads with some blocks added, whether acceptable or not. */
  BlockNode heaviest(List<BlockNode> added) {
    lock.lock();
    try {
      return Stream.concat(leaves.stream(), added.stream()).max(BestChain.ORDER).orElseThrow();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The best head with some blocks added.
   *
   * @param finalized what is final then
   */
  BlockNode best(List<BlockNode> added, BlockNode finalized, AuditRule audits) {
    Map<BlockNode, List<BlockNode>> children =
        added.stream().collect(Collectors.groupingBy(BlockNode::parent));
    lock.lock();
    try {
      Map<Long, Integer> all = new HashMap<>(seen);
      added.forEach(node -> count(node, all));
      return BestChain.acceptable(
          finalized,
          node ->
              Stream.concat(
                      node.children().stream(), children.getOrDefault(node, List.of()).stream())
                  .filter(child -> all.getOrDefault(child.entry().ref().slot(), 0) < 2),
          audits);
    } finally {
      lock.unlock();
    }
  }

  private static void count(BlockNode node, Map<Long, Integer> slots) {
    if (node.posterior().isPresent()) {
      slots.merge(node.entry().ref().slot(), 1, Integer::sum);
    }
  }

  /** A valid block of this slot, which is not in the tree any more, was seen. */
  void sawOther(long slot) {
    lock.lock();
    try {
      seen.merge(slot, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds blocks, parents first, and moves the heads.
   *
   * @param finalized the old one or a descendant of it; what does not descend from it is dropped
   */
  void update(List<BlockNode> added, BlockNode best, BlockNode finalized) {
    lock.lock();
    try {
      for (BlockNode node : added) {
        nodes.put(node.hash(), node);
        node.attach();
        leaves.remove(node.parent());
        leaves.add(node);
        count(node, seen);
      }
      if (finalized != heads.finalized) {
        prune(finalized);
      }
      heads = new Heads(best, finalized, refs(leaves));
    } finally {
      lock.unlock();
    }
  }

  /** Forgets everything: a tree of another block alone. */
  void restart(BlockNode finalized) {
    lock.lock();
    try {
      nodes.clear();
      leaves.clear();
      recent.clear();
      seen.clear();
      nodes.put(finalized.hash(), finalized);
      leaves.add(finalized);
      heads = new Heads(finalized, finalized, refs(leaves));
    } finally {
      lock.unlock();
    }
  }

  /** What is known after a block in the tree or right beneath it. */
  Optional<BlockState> state(Hash block) {
    lock.lock();
    try {
      BlockNode node = nodes.get(block);
      return node == null ? recent.find(block) : node.posterior().map(Posterior::forOthers);
    } finally {
      lock.unlock();
    }
  }

  /** Keeps the state after a block beneath the tree; the lowest one first. */
  void remember(Hash block, Posterior posterior) {
    lock.lock();
    try {
      recent.add(block, posterior.forOthers());
    } finally {
      lock.unlock();
    }
  }

  private void prune(BlockNode finalized) {
    List<BlockNode> passed = new ArrayList<>();
    for (BlockNode node = finalized.parent(); node != null; node = node.parent()) {
      passed.add(node);
    }
    for (BlockNode node : passed.reversed()) {
      node.posterior().ifPresent(known -> remember(node.hash(), known));
    }
    Deque<BlockNode> dropped = new ArrayDeque<>(List.of(heads.finalized));
    while (!dropped.isEmpty()) {
      BlockNode node = dropped.pop();
      if (node != finalized) {
        nodes.remove(node.hash());
        leaves.remove(node);
        dropped.addAll(node.children());
      }
    }
    finalized.detach();
    seen.keySet().removeIf(slot -> slot <= finalized.entry().ref().slot());
  }

  private static List<BlockRef> refs(Set<BlockNode> nodes) {
    return nodes.stream().map(node -> node.entry().ref()).toList();
  }

  /**
   * The blocks above one towards its best descendant, ascending; empty when the block is not in the
   * tree.
   */
  Optional<List<BlockEntry>> towardsBestLeaf(Hash block) {
    lock.lock();
    try {
      BlockNode from = nodes.get(block);
      if (from == null) {
        return Optional.empty();
      }
      BlockNode best = from;
      Deque<BlockNode> open = new ArrayDeque<>(List.of(from));
      while (!open.isEmpty()) {
        BlockNode node = open.pop();
        best = BestChain.better(node, best);
        open.addAll(node.children());
      }
      return Optional.of(best.pathFrom(from));
    } finally {
      lock.unlock();
    }
  }

  /**
   * The blocks from one down to the latest finalized block, that one included; empty when the block
   * is not in the tree.
   */
  List<BlockEntry> towardsFinalized(Hash block) {
    lock.lock();
    try {
      List<BlockEntry> path = new ArrayList<>();
      for (BlockNode node = nodes.get(block); node != null; node = node.parent()) {
        path.add(node.entry());
      }
      return path;
    } finally {
      lock.unlock();
    }
  }
}
