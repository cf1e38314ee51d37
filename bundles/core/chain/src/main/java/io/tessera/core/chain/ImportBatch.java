package io.tessera.core.chain;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockStore;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Reason;
import io.tessera.chain.ImportResult.Rejection;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.ValidatorKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The blocks of one commit: checked in order, not in the tree before they are safe on disk. */
final class ImportBatch {
  /**
   * Most blocks off the best chain that are kept in memory: as long as anyone can make a block,
   * anyone can make forks.
   */
  private static final int MOST_SIDE_BLOCKS = 4096;

  private final ForkTree tree;
  private final BlockStore store;
  private final BlockRules rules;
  private final Map<Hash, BlockNode> staged = new HashMap<>();
  private final List<BlockNode> nodes = new ArrayList<>();
  private final List<EncodedBlock> blocks = new ArrayList<>();
  private final int sideBlocks;
  private BlockNode best;

  ImportBatch(ForkTree tree, BlockStore store, BlockRules rules) {
    this.tree = tree;
    this.store = store;
    this.rules = rules;
    best = tree.heads().best();
    sideBlocks = tree.sideBlocks();
  }

  /** Takes a job's blocks up to the first that is not accepted. */
  ImportResult add(ImportJob job) {
    int imported = 0;
    int known = 0;
    for (int i = 0; i < job.blocks().size(); i++) {
      EncodedBlock block = job.blocks().get(i);
      BlockNode parent = find(block.header().parent());
      if (isKnown(block, parent)) {
        known++;
        continue;
      }
      Optional<Rejection> rejection = check(block, parent, job.checks(), i);
      if (rejection.isPresent()) {
        return new ImportResult(imported, known, rejection);
      }
      stage(block, parent);
      imported++;
    }
    return new ImportResult(imported, known, Optional.empty());
  }

  /** The children of what is in the tree are in the tree: only for others the store is asked. */
  private boolean isKnown(EncodedBlock block, BlockNode parent) {
    return find(block.hash()) != null || (parent == null && store.entry(block.hash()).isPresent());
  }

  private Optional<Rejection> check(
      EncodedBlock block, BlockNode parent, BodyChecks checks, int index) {
    Optional<Rejection> remembered = rules.remembered(block);
    if (remembered.isPresent()) {
      return remembered;
    }
    if (parent == null) {
      return Optional.of(rules.orphan(block, store.entry(block.header().parent()).isPresent()));
    }
    Optional<Rejection> rejection = rules.checkHeader(block, parent);
    if (rejection.isPresent()) {
      return rejection;
    }
    if (!checks.right(index)) {
      return BlockRules.rejection(
          block, Reason.INVALID, "the extrinsic does not have the hash that the header says");
    }
    if (parent != best && sideBlocks + nodes.size() >= MOST_SIDE_BLOCKS) {
      return BlockRules.rejection(
          block, Reason.NOT_FINALIZABLE, "too many blocks off the best chain");
    }
    return Optional.empty();
  }

  private void stage(EncodedBlock block, BlockNode parent) {
    BlockEntry entry =
        new BlockEntry(block.ref(), parent.hash(), parent.height() + 1, block.raw().size());
    BlockNode node = new BlockNode(entry, parent, nextValidators(block.header()));
    staged.put(block.hash(), node);
    nodes.add(node);
    blocks.add(block);
    best = BestChain.better(node, best);
  }

  private BlockNode find(Hash block) {
    BlockNode node = staged.get(block);
    return node != null ? node : tree.find(block);
  }

  /** Keys of the next epoch's validators, when the header begins an epoch. */
  static Optional<List<Ed25519Public>> nextValidators(Header header) {
    return header
        .epochMark()
        .map(EpochMark::validators)
        .map(validators -> validators.stream().map(ValidatorKeys::ed25519).toList());
  }

  /** Whether there is anything to commit. */
  boolean isEmpty() {
    return nodes.isEmpty();
  }

  /** The new nodes, parents first. */
  List<BlockNode> nodes() {
    return nodes;
  }

  /** The new blocks, parents first. */
  List<EncodedBlock> blocks() {
    return blocks;
  }

  /** The best head with these blocks. */
  BlockNode best() {
    return best;
  }

  /** The new blocks as the store takes them. */
  List<NewBlock> forStore() {
    List<NewBlock> all = new ArrayList<>(blocks.size());
    for (int i = 0; i < blocks.size(); i++) {
      all.add(new NewBlock(nodes.get(i).entry(), blocks.get(i).raw()));
    }
    return all;
  }
}
