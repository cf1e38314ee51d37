package io.tessera.core.chain;

import io.tessera.chain.BlockEntry;
import io.tessera.chain.BlockStore;
import io.tessera.chain.BlockStore.NewBlock;
import io.tessera.chain.EncodedBlock;
import io.tessera.chain.ImportResult;
import io.tessera.chain.ImportResult.Reason;
import io.tessera.chain.ImportResult.Rejection;
import io.tessera.chain.StateDelta;
import io.tessera.chain.event.BlockEvents.Importing;
import io.tessera.core.chain.BlockVerifier.InvalidBlockException;
import io.tessera.core.chain.BlockVerifier.Verified;
import io.tessera.lib.codec.Ed25519Public;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.EpochMark;
import io.tessera.lib.codec.block.Header;
import io.tessera.lib.codec.block.ValidatorKeys;
import io.tessera.net.event.NodeEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * The blocks of one commit: executed in order while their signatures are checked on other threads,
 * and not in the tree before they are safe on disk.
 */
final class ImportBatch {
  /** How far a job got. */
  private static final class Progress {
    int imported;
    int known;

    /** The first block that is not accepted. */
    Optional<Rejection> rejection = Optional.empty();

    /**
     * Whether that was found when signatures were checked, so that what is staged after it goes.
     */
    boolean cut;
  }

  /**
   * A block that is right but for its signatures.
   *
   * @param begun what watchers were told of it in the beginning, if there were any
   * @param knownBefore how many blocks of its job before it were known
   * @param forOthers whether it is one fork too many, but for what stands on it in its job
   * @param verified empty where blocks are not verified
   * @param checks of its signatures, under way
   */
  private record Staged(
      Progress progress,
      Optional<Importing> begun,
      int knownBefore,
      EncodedBlock block,
      BlockNode node,
      boolean forOthers,
      Optional<Verified> verified,
      List<Future<Optional<String>>> checks) {}

  private final ForkTree tree;
  private final BlockStore store;
  private final BlockRules rules;
  private final Optional<BlockVerifier> verifier;
  private final ExecutorService pool;
  private final ImportEvents events;
  private final Map<Hash, BlockNode> nodes = new HashMap<>();
  private final List<Progress> jobs = new ArrayList<>();
  private final ForkLimits limits;
  private final List<Staged> staged = new ArrayList<>();

  /**
   * An empty batch.
   *
   * @param verifier empty where blocks are not verified
   * @param pool checks signatures
   * @param events is told of each block
   */
  ImportBatch(
      ForkTree tree,
      BlockStore store,
      BlockRules rules,
      Optional<BlockVerifier> verifier,
      ExecutorService pool,
      NodeEvents events) {
    this.tree = tree;
    this.store = store;
    this.rules = rules;
    this.verifier = verifier;
    this.pool = pool;
    this.events = new ImportEvents(events);
    limits = tree.limits();
  }

  /** Takes a job's blocks up to the first that is not accepted. */
  void add(ImportJob job) {
    Progress progress = new Progress();
    jobs.add(progress);
    for (int i = 0; i < job.blocks().size() && progress.rejection.isEmpty(); i++) {
      EncodedBlock block = job.blocks().get(i);
      BlockNode parent = find(block.header().parent());
      if (isKnown(block, parent)) {
        progress.known++;
        continue;
      }
      Optional<Importing> begun =
          parent == null ? Optional.empty() : events.begun(block, job.origin());
      progress.rejection = check(job, i, parent);
      if (progress.rejection.isEmpty()) {
        progress.rejection = stage(progress, begun, kept(block), parent);
      }
      progress.rejection.ifPresent(rejection -> events.failed(begun, rejection.detail()));
    }
  }

  /** The children of what is in the tree are in the tree: only for others the store is asked. */
  private boolean isKnown(EncodedBlock block, BlockNode parent) {
    return find(block.hash()) != null || (parent == null && store.entry(block.hash()).isPresent());
  }

  private Optional<Rejection> check(ImportJob job, int index, BlockNode parent) {
    EncodedBlock block = job.blocks().get(index);
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
    if (!job.checks().right(index)) {
      return BlockRules.rejection(
          block, Reason.INVALID, "the extrinsic does not have the hash that the header says");
    }
    if (!limits.admits(block, parent) && !limits.admitsForOthers(job.blocks(), index, parent)) {
      return BlockRules.rejection(block, Reason.SURPLUS, "too many forks are kept already");
    }
    return Optional.empty();
  }

  private EncodedBlock kept(EncodedBlock block) {
    return verifier.map(each -> each.kept(block)).orElse(block);
  }

  /** Executes the block, and has its signatures checked. */
  private Optional<Rejection> stage(
      Progress progress, Optional<Importing> begun, EncodedBlock block, BlockNode parent) {
    Optional<Verified> verified = Optional.empty();
    if (verifier.isPresent()) {
      try {
        verified =
            Optional.of(
                verifier
                    .get()
                    .verify(block, parent.posterior().orElseThrow(), Ancestors.of(parent, store)));
      } catch (InvalidBlockException invalid) {
        return Optional.of(rules.invalid(block, invalid.getMessage()));
      }
    }
    BlockEntry entry =
        new BlockEntry(block.ref(), parent.hash(), parent.height() + 1, block.raw().size());
    BlockNode node =
        new BlockNode(
            entry,
            parent,
            block.header(),
            verified.map(Verified::posterior),
            verified.map(Verified::delta).orElse(StateDelta.NONE));
    List<Future<Optional<String>>> checks = new ArrayList<>();
    verified.ifPresent(v -> v.checks().forEach(check -> checks.add(pool.submit(check))));
    boolean forOthers = !limits.admits(block, parent);
    limits.add(node);
    nodes.put(block.hash(), node);
    staged.add(
        new Staged(progress, begun, progress.known, block, node, forOthers, verified, checks));
    return Optional.empty();
  }

  private BlockNode find(Hash block) {
    BlockNode node = nodes.get(block);
    return node != null ? node : tree.find(block);
  }

  /** Keys of the next epoch's validators, when the header begins an epoch. */
  static Optional<List<Ed25519Public>> nextValidators(Header header) {
    return header
        .epochMark()
        .map(EpochMark::validators)
        .map(validators -> validators.stream().map(ValidatorKeys::ed25519).toList());
  }

  /**
   * Waits for the signatures; a block with a wrong one goes, and what stands on it or behind it,
   * and what was to be kept for its sake.
   */
  void settle() {
    List<Staged> right = new ArrayList<>(staged.size());
    Set<BlockNode> invalid = new HashSet<>();
    Set<BlockNode> dropped = new HashSet<>();
    for (Staged each : staged) {
      if (isRight(each, invalid, dropped)) {
        right.add(each);
      } else {
        dropped.add(each.node);
      }
    }
    Set<BlockNode> needed = new HashSet<>();
    for (Staged each : right.reversed()) {
      if (each.forOthers && !needed.contains(each.node)) {
        dropped.add(each.node);
      } else {
        needed.add(each.node.parent());
      }
    }
    staged.forEach(each -> tell(each, dropped.contains(each.node)));
    staged.removeIf(each -> dropped.contains(each.node));
  }

  private void tell(Staged each, boolean dropped) {
    if (dropped) {
      nodes.remove(each.block.hash());
      events.failed(each.begun, fault(each));
    } else {
      each.progress.imported++;
      events.verified(each.begun, each.node);
    }
  }

  /** What only lies behind a wrong block in its job may be right, and so may what stands on it. */
  private boolean isRight(Staged each, Set<BlockNode> invalid, Set<BlockNode> dropped) {
    BlockNode parent = each.node.parent();
    Optional<String> fault =
        invalid.contains(parent)
            ? Optional.of("parent " + parent.hash().toShortHex() + " is invalid")
            : firstFault(each.checks);
    if (fault.isPresent()) {
      invalid.add(each.node);
    }
    Progress progress = each.progress;
    if (progress.cut) {
      return false;
    }
    if (fault.isPresent()) {
      progress.rejection = Optional.of(rules.invalid(each.block, fault.get()));
    } else if (dropped.contains(parent)) {
      progress.rejection = Optional.of(rules.orphan(each.block, false));
    } else {
      return true;
    }
    progress.known = each.knownBefore;
    progress.cut = true;
    return false;
  }

  /** What is wrong with a block that is not right, or with one before it. */
  private static String fault(Staged wrong) {
    return wrong.progress.rejection.map(Rejection::detail).orElse("");
  }

  private static Optional<String> firstFault(List<Future<Optional<String>>> checks) {
    Optional<String> first = Optional.empty();
    for (Future<Optional<String>> check : checks) {
      Optional<String> fault = PlatformThreads.await(check);
      first = first.isPresent() ? first : fault;
    }
    return first;
  }

  /** What became of the jobs, in the order in which they were added. */
  List<ImportResult> results() {
    return jobs.stream()
        .map(job -> new ImportResult(job.imported, job.known, job.rejection))
        .toList();
  }

  /** Whether there is anything to commit. */
  boolean isEmpty() {
    return staged.isEmpty();
  }

  /** The new nodes, parents first. */
  List<BlockNode> nodes() {
    return staged.stream().map(Staged::node).toList();
  }

  /** The new blocks, parents first. */
  List<EncodedBlock> blocks() {
    return staged.stream().map(Staged::block).toList();
  }

  /** What was executed, and how. */
  List<Verified> verified() {
    return staged.stream().map(Staged::verified).flatMap(Optional::stream).toList();
  }

  /** The new blocks as the store takes them. */
  List<NewBlock> forStore() {
    return staged.stream()
        .map(
            each ->
                new NewBlock(
                    each.node.entry(), each.block.raw(), each.verified.map(Verified::delta)))
        .toList();
  }
}
