package io.tessera.core.execution;

import io.tessera.chain.AncestorLookup;
import io.tessera.chain.BlockFault;
import io.tessera.chain.BlockRejectedException;
import io.tessera.chain.Unchecked;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkReport;
import io.tessera.lib.codec.state.RecentBlock;
import io.tessera.lib.codec.state.RecentHistory;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** How a report fits into the chain (Gray Paper, section "Contextual Validity of Reports"). */
final class ReportContextRules {
  private final ProtocolParameters parameters;
  private final Chain chain;
  private final UncheckedCounts unchecked;

  /** Segment-roots of packages in the recent history and in the block. */
  private final Map<Hash, Hash> exports = new HashMap<>();

  ReportContextRules(ProtocolParameters parameters, Chain chain, UncheckedCounts unchecked) {
    this.parameters = parameters;
    this.chain = chain;
    this.unchecked = unchecked;
  }

  /**
   * The chain as the rules see it.
   *
   * @param slot τ'
   * @param history β†
   * @param ancestors A
   * @param pending whether a package's report is pending on some core
   * @param pipeline whether a package is accumulated or queued; empty when only the consensus state
   *     is known, in which Beefy roots of zeroes are not known either
   */
  record Chain(
      long slot,
      RecentHistory history,
      AncestorLookup ancestors,
      Predicate<Hash> pending,
      Optional<Predicate<Hash>> pipeline) {}

  void check(List<Guarantee> guarantees) throws BlockRejectedException {
    recallExports();
    for (Guarantee guarantee : guarantees) {
      checkNew(guarantee.report().packageSpec());
    }
    for (Guarantee guarantee : guarantees) {
      checkContext(guarantee.report());
    }
  }

  /** Checks one guarantee, in a block that may report others with it. */
  void check(Guarantee guarantee, Collection<Guarantee> companions) throws BlockRejectedException {
    recallExports();
    checkNew(guarantee.report().packageSpec());
    for (Guarantee companion : companions) {
      PackageSpec spec = companion.report().packageSpec();
      exports.putIfAbsent(spec.hash(), spec.exportsRoot());
    }
    checkContext(guarantee.report());
  }

  private void recallExports() {
    for (RecentBlock block : chain.history.blocks()) {
      block.reported().forEach(reported -> exports.put(reported.hash(), reported.exportsRoot()));
    }
  }

  private void checkContext(WorkReport report) throws BlockRejectedException {
    checkAnchor(report.context());
    checkLookupAnchor(report.context());
    checkDependencies(report);
  }

  /** No package may be reported twice: not in one block, and not as long as it is remembered. */
  private void checkNew(PackageSpec spec) throws BlockRejectedException {
    Hash hash = spec.hash();
    boolean known = exports.put(hash, spec.exportsRoot()) != null || chain.pending.test(hash);
    if (chain.pipeline.isPresent()) {
      known |= chain.pipeline.get().test(hash);
    } else {
      unchecked.add(Unchecked.ACCUMULATED_PACKAGES, 1);
    }
    if (known) {
      throw new BlockRejectedException(
          BlockFault.DUPLICATE_PACKAGE, "package " + hash.toShortHex() + " was reported before");
    }
  }

  private void checkAnchor(RefineContext context) throws BlockRejectedException {
    RecentBlock anchor =
        chain.history.blocks().stream()
            .filter(block -> block.headerHash().equals(context.anchor()))
            .findFirst()
            .orElseThrow(
                () ->
                    new BlockRejectedException(
                        BlockFault.ANCHOR_NOT_RECENT,
                        "anchor " + context.anchor().toShortHex() + " is not recent"));
    if (!anchor.stateRoot().equals(context.stateRoot())) {
      throw new BlockRejectedException(
          BlockFault.BAD_STATE_ROOT, "anchor's state root is " + anchor.stateRoot().toShortHex());
    }
    if (chain.pipeline.isEmpty() && anchor.beefyRoot().equals(Hash.ZERO)) {
      unchecked.add(Unchecked.BEEFY_ROOTS, 1);
    } else if (!anchor.beefyRoot().equals(context.beefyRoot())) {
      throw new BlockRejectedException(
          BlockFault.BAD_BEEFY_MMR_ROOT,
          "anchor's Beefy root is " + anchor.beefyRoot().toShortHex());
    }
  }

  private void checkLookupAnchor(RefineContext context) throws BlockRejectedException {
    long slot = context.lookupAnchorSlot();
    if (slot < chain.slot - parameters.lookupAnchorAge()) {
      throw new BlockRejectedException(
          BlockFault.LOOKUP_ANCHOR_NOT_RECENT, "lookup anchor is of slot " + slot);
    }
    if (!chain.ancestors.isAncestor(context.lookupAnchor(), slot)) {
      throw new BlockRejectedException(
          BlockFault.LOOKUP_ANCHOR_NOT_RECENT,
          "lookup anchor " + context.lookupAnchor().toShortHex() + " is no ancestor");
    }
  }

  private void checkDependencies(WorkReport report) throws BlockRejectedException {
    for (Hash prerequisite : report.context().prerequisites()) {
      if (!exports.containsKey(prerequisite)) {
        throw new BlockRejectedException(
            BlockFault.DEPENDENCY_MISSING, "package " + prerequisite.toShortHex() + " is missing");
      }
    }
    for (SegmentRootLookup lookup : report.segmentRootLookup()) {
      if (!lookup.segmentTreeRoot().equals(exports.get(lookup.workPackageHash()))) {
        throw new BlockRejectedException(
            BlockFault.SEGMENT_ROOT_LOOKUP_INVALID,
            "segment-root of package " + lookup.workPackageHash().toShortHex());
      }
    }
  }
}
