package io.tessera.core.pools;

import io.tessera.chain.BlockRef;
import io.tessera.chain.BlockState;
import io.tessera.chain.Chain;
import io.tessera.chain.ChainAncestors;
import io.tessera.lib.authoring.ImportRules;
import io.tessera.lib.authoring.WorkPackageRules;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.ProtocolParameters;
import io.tessera.lib.codec.block.RefineContext;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkPackage;
import io.tessera.lib.codec.state.RecentBlock;
import io.tessera.lib.codec.state.ReportedPackage;
import io.tessera.lib.codec.state.StateComponent;
import io.tessera.work.RefusedException;
import java.util.List;
import java.util.Optional;

/**
 * Whether a report of a work-package could be included in the next block, as far as the chain tells
 * without running its authorizer (Gray Paper, sections "Packages and Items" and "Contextual
 * Validity of Reports"). For platform threads.
 */
final class PackageChecks {
  private final Chain chain;
  private final ProtocolParameters parameters;
  private final DecodedState decoded;

  PackageChecks(Chain chain, DecodedState decoded) {
    this.chain = chain;
    this.decoded = decoded;
    parameters = chain.parameters();
  }

  /** What holds whatever the chain's state. */
  void checkLimits(int core, WorkPackage workPackage) throws RefusedException {
    if (core >= parameters.cores()) {
      throw RefusedException.lie("there is no core " + core);
    }
    Optional<String> fault = WorkPackageRules.fault(parameters, workPackage);
    if (fault.isPresent()) {
      throw RefusedException.lie("a package with " + fault.get());
    }
  }

  /**
   * What the chain's head says.
   *
   * @param mappings segments-roots of the packages imported from, where they came along
   * @param slot of the next block
   * @return null, for who computes
   */
  Void check(
      int core,
      Hash hash,
      WorkPackage workPackage,
      Optional<List<SegmentRootLookup>> mappings,
      long slot)
      throws RefusedException {
    BlockRef best = chain.best();
    BlockState state = known(best);
    List<RecentBlock> recent = decoded.read(state, StateComponent.RECENT_HISTORY).blocks();
    checkAnchor(workPackage.context(), recent, best, state.root());
    checkLookupAnchor(workPackage.context(), best, slot);
    checkAuthorizer(core, workPackage, state);
    checkNew(hash, recent);
    if (mappings.isPresent()) {
      checkMappings(workPackage, mappings.get(), recent);
    }
    return null;
  }

  /** The segments-roots of packages imported from, against those that were reported. */
  private static void checkMappings(
      WorkPackage workPackage, List<SegmentRootLookup> mappings, List<RecentBlock> recent)
      throws RefusedException {
    Optional<String> fault = ImportRules.mappingFault(workPackage, mappings);
    if (fault.isPresent()) {
      throw RefusedException.lie(fault.get());
    }
    for (SegmentRootLookup mapping : mappings) {
      for (ReportedPackage reported : reported(recent)) {
        if (reported.hash().equals(mapping.workPackageHash())
            && !reported.exportsRoot().equals(mapping.segmentTreeRoot())) {
          throw RefusedException.now(
              "another segments-root of " + reported.hash() + " is reported");
        }
      }
    }
  }

  private BlockState known(BlockRef block) throws RefusedException {
    return Head.state(chain, block)
        .orElseThrow(() -> RefusedException.now("the head's state is not known"));
  }

  private static List<ReportedPackage> reported(List<RecentBlock> recent) {
    return recent.stream().flatMap(block -> block.reported().stream()).toList();
  }

  private static void checkAnchor(
      RefineContext context, List<RecentBlock> recent, BlockRef best, Hash root)
      throws RefusedException {
    RecentBlock anchor =
        recent.stream()
            .filter(block -> block.headerHash().equals(context.anchor()))
            .findFirst()
            .orElseThrow(() -> RefusedException.now("its anchor is not recent"));
    // The head's own state root is not in its state yet.
    Hash stateRoot = anchor.headerHash().equals(best.hash()) ? root : anchor.stateRoot();
    if (!context.stateRoot().equals(stateRoot) || !context.beefyRoot().equals(anchor.beefyRoot())) {
      throw RefusedException.lie("its anchor has another state root or Beefy root");
    }
  }

  private void checkLookupAnchor(RefineContext context, BlockRef best, long slot)
      throws RefusedException {
    long anchorSlot = context.lookupAnchorSlot();
    if (anchorSlot < slot - parameters.lookupAnchorAge()
        || !ChainAncestors.of(chain, best.hash()).isAncestor(context.lookupAnchor(), anchorSlot)) {
      throw RefusedException.now("its lookup anchor is too old or not on the best chain");
    }
  }

  /** Authorizers that wait in the core's queue may be in its pool when the report is. */
  private void checkAuthorizer(int core, WorkPackage workPackage, BlockState state)
      throws RefusedException {
    Hash authorizer = WorkPackageRules.authorizer(workPackage);
    if (!decoded.read(state, StateComponent.AUTHORIZER_POOLS).get(core).contains(authorizer)
        && !decoded.read(state, StateComponent.AUTHORIZER_QUEUES).get(core).contains(authorizer)) {
      throw RefusedException.now("core " + core + " has not its authorizer");
    }
  }

  /** A report of it would be younger than its anchor, and so among the recent ones. */
  private static void checkNew(Hash hash, List<RecentBlock> recent) throws RefusedException {
    if (reported(recent).stream().anyMatch(it -> it.hash().equals(hash))) {
      throw RefusedException.now("it was reported already");
    }
  }
}
