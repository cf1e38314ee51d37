package io.tessera.core.pools;

import io.tessera.lib.codec.Hash;
import io.tessera.lib.codec.block.Guarantee;
import io.tessera.lib.codec.block.PackageSpec;
import io.tessera.lib.codec.block.SegmentRootLookup;
import io.tessera.lib.codec.block.WorkReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a report depends on, as if it were all in the same block: a guarantee may come before that
 * which it depends on, and is checked again when a block is made.
 */
final class Dependencies {
  private Dependencies() {}

  /**
   * Guarantees that stand for its prerequisites and for the packages that it imports from. Only
   * their packages and segment-roots are right, which is all that the rules read of companions.
   */
  static List<Guarantee> of(Guarantee guarantee) {
    WorkReport report = guarantee.report();
    List<Guarantee> standIns = new ArrayList<>();
    Set<Hash> importedFrom = new HashSet<>();
    for (SegmentRootLookup lookup : report.segmentRootLookup()) {
      importedFrom.add(lookup.workPackageHash());
      standIns.add(standIn(report, lookup.workPackageHash(), lookup.segmentTreeRoot()));
    }
    for (Hash prerequisite : report.context().prerequisites()) {
      if (!importedFrom.contains(prerequisite)) {
        standIns.add(standIn(report, prerequisite, Hash.ZERO));
      }
    }
    return standIns;
  }

  private static Guarantee standIn(WorkReport report, Hash workPackage, Hash exportsRoot) {
    WorkReport other =
        new WorkReport(
            new PackageSpec(workPackage, 0, Hash.ZERO, exportsRoot, 0),
            report.context(),
            report.coreIndex(),
            report.authorizerHash(),
            0,
            report.authOutput(),
            List.of(),
            List.of());
    return new Guarantee(other, 0, List.of());
  }
}
