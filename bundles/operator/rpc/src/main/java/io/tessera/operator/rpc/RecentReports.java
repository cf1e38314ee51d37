package io.tessera.operator.rpc;

import io.tessera.chain.BlockRef;
import io.tessera.chain.EncodedBlock;
import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.PackageSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The work-packages that were reported in blocks imported since this was made, by their hash and by
 * their segments-root, so that somebody can be asked for their segments. The oldest go. Safe from
 * any thread.
 */
final class RecentReports {
  /** Some 300 bytes each. */
  static final int MOST = 65_536;

  private final int most;
  private final Map<Hash, Reported> byPackage = new LinkedHashMap<>();
  private final Map<Hash, Hash> bySegmentsRoot = new HashMap<>();

  /** None yet, and so many at most. */
  RecentReports(int most) {
    this.most = most;
  }

  /**
   * A package on chain.
   *
   * @param block that reported it
   * @param spec what availability needs to know of it
   * @param core that it was reported on
   * @param slot that decides who the guarantors are
   * @param guarantors their indices among the validators of that slot's epoch
   */
  record Reported(
      BlockRef block, PackageSpec spec, int core, long slot, List<Integer> guarantors) {}

  /** New blocks: quick, since the importer waits. */
  synchronized void imported(List<EncodedBlock> blocks) {
    for (EncodedBlock block : blocks) {
      for (Guarantee guarantee : block.block().extrinsic().guarantees()) {
        add(reported(block.ref(), guarantee));
      }
    }
  }

  private static Reported reported(BlockRef block, Guarantee guarantee) {
    return new Reported(
        block,
        guarantee.report().packageSpec(),
        guarantee.report().coreIndex(),
        guarantee.slot(),
        guarantee.signatures().stream().map(each -> each.validatorIndex()).toList());
  }

  private void add(Reported reported) {
    PackageSpec spec = reported.spec();
    forget(byPackage.remove(spec.hash())); // on another fork before
    byPackage.put(spec.hash(), reported);
    bySegmentsRoot.put(spec.exportsRoot(), spec.hash());
    if (byPackage.size() > most) {
      Hash oldest = byPackage.keySet().iterator().next();
      forget(byPackage.remove(oldest));
    }
  }

  private void forget(Reported reported) {
    if (reported != null) {
      bySegmentsRoot.remove(reported.spec().exportsRoot(), reported.spec().hash());
    }
  }

  /** A package by its hash. */
  synchronized Optional<Reported> ofPackage(Hash hash) {
    return Optional.ofNullable(byPackage.get(hash));
  }

  /** The package that was reported last of those with a segments-root. */
  synchronized Optional<Reported> ofSegmentsRoot(Hash root) {
    return Optional.ofNullable(bySegmentsRoot.get(root)).map(byPackage::get);
  }
}
